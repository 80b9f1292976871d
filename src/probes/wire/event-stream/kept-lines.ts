import type {StreamLine} from '../../../model/facts/wire/stream.ts';
import type {KnownSecrets} from '../../../model/text/secrets/known-secrets.ts';
import {shortened} from './shortened.ts';

const KEPT_AT_EACH_END = 20;
const TEXT_LENGTH = 200;
/** What it takes to see whether a secret is cut. */
const KEPT_LENGTH = 2 * TEXT_LENGTH + 1;

type Kept = {-readonly [Name in keyof StreamLine]: StreamLine[Name]};

/** The first and the last lines of interest. Only what is kept in the end is searched for secrets. */
export class KeptLines {
  readonly #first: Kept[] = [];
  readonly #last: Kept[] = [];
  /** In `#last`, where the oldest is when it is full. */
  #oldest = 0;

  add(atMs: number, kind: StreamLine['kind'], type: string, id: string | null, whole: string): void {
    const text = whole.length > KEPT_LENGTH ? whole.slice(0, KEPT_LENGTH) : whole;
    const lines = this.#first.length < KEPT_AT_EACH_END ? this.#first : this.#last;
    const oldest = lines.length < KEPT_AT_EACH_END ? undefined : lines[this.#oldest];
    if (oldest === undefined) {
      lines.push({atMs, kind, type, id, text});
      return;
    }
    // Written over, not replaced: thousands of streams do this with every line.
    oldest.atMs = atMs;
    oldest.kind = kind;
    oldest.type = type;
    oldest.id = id;
    oldest.text = text;
    this.#oldest = (this.#oldest + 1) % KEPT_AT_EACH_END;
  }

  withoutSecrets(secrets: KnownSecrets): readonly StreamLine[] {
    const short = (text: string) => shortened(text, TEXT_LENGTH, secrets);
    const last = [...this.#last.slice(this.#oldest), ...this.#last.slice(0, this.#oldest)];
    return [...this.#first, ...last].map(({atMs, kind, type, id, text}) => {
      return {atMs, kind, type: short(type), id: id === null ? null : short(id), text: short(text)};
    });
  }
}
