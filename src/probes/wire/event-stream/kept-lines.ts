import type {StreamLine} from '../../../model/facts/wire/stream.ts';
import type {KnownSecrets} from '../../../model/text/secrets/known-secrets.ts';
import {shortened} from './shortened.ts';

const KEPT_AT_EACH_END = 20;
const TEXT_LENGTH = 200;

/** The first and the last lines of interest. Only what is kept in the end is searched for secrets. */
export class KeptLines {
  readonly #first: StreamLine[] = [];
  readonly #last: StreamLine[] = [];
  /** In `#last`, where the oldest is when it is full. */
  #oldest = 0;

  add(line: StreamLine): void {
    if (this.#first.length < KEPT_AT_EACH_END) this.#first.push(cut(line));
    else if (this.#last.length < KEPT_AT_EACH_END) this.#last.push(cut(line));
    else {
      this.#last[this.#oldest] = cut(line);
      this.#oldest = (this.#oldest + 1) % KEPT_AT_EACH_END;
    }
  }

  withoutSecrets(secrets: KnownSecrets): readonly StreamLine[] {
    const short = (text: string) => shortened(text, TEXT_LENGTH, secrets);
    const last = [...this.#last.slice(this.#oldest), ...this.#last.slice(0, this.#oldest)];
    return [...this.#first, ...last].map((line) => ({
      ...line,
      type: short(line.type),
      id: line.id === null ? null : short(line.id),
      text: short(line.text),
    }));
  }
}

/** To as much as it takes to see whether a secret is cut. */
function cut(line: StreamLine): StreamLine {
  return line.text.length <= 2 * TEXT_LENGTH ? line : {...line, text: line.text.slice(0, 2 * TEXT_LENGTH + 1)};
}
