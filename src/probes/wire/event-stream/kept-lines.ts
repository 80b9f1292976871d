import type {StreamLine} from '../../../model/facts/wire/stream.ts';
import type {KnownSecrets} from '../../../model/text/secrets/known-secrets.ts';
import {shortened} from './shortened.ts';
import type {TextBytes} from './text-bytes.ts';

const KEPT_AT_EACH_END = 20;
const TEXT_LENGTH = 200;
/** What it takes to see whether a secret is cut. */
const KEPT_LENGTH = 2 * TEXT_LENGTH + 1;
/** Of so many characters, in UTF-8. */
const KEPT_BYTES = 4 * KEPT_LENGTH;
const NOTHING: Buffer = Buffer.alloc(0);

/** The first and the last lines of interest. Only what is kept in the end is made text, and searched for secrets. */
export class KeptLines {
  readonly #first = new NewestLines();
  #last: NewestLines | null = null;

  /** `type`: null for a comment. */
  add(atMs: number, type: string | null, id: TextBytes | null, text: TextBytes): void {
    if (this.#first.isFull) this.#last ??= new NewestLines();
    (this.#last ?? this.#first).add(atMs, type, id, text);
  }

  withoutSecrets(secrets: KnownSecrets): readonly StreamLine[] {
    const short = (text: string) => shortened(text.slice(0, KEPT_LENGTH), TEXT_LENGTH, secrets);
    return [...this.#first.lines(), ...(this.#last?.lines() ?? [])].map(({type, id, text, ...line}) => {
      return {...line, type: short(type), id: id === null ? null : short(id), text: short(text)};
    });
  }
}

/** Of each line: when it came, and where its text begins, its id, and its end; an id of -1: none. */
const [AT, FROM, ID, TO] = [0, 1, 2, 3];
const WIDTH = 4;

/**
 * The newest lines, as bytes one behind the other, outside of the heap that is searched for garbage: thousands of these
 * change with every line that is read.
 */
class NewestLines {
  readonly #cells = new Float64Array(KEPT_AT_EACH_END * WIDTH);
  readonly #types: (string | null)[] = [];
  /** Where the next line goes, which is where the oldest is when it is full. */
  #next = 0;
  #bytes = NOTHING;
  #end = 0;

  get isFull(): boolean {
    return this.#types.length === KEPT_AT_EACH_END;
  }

  add(atMs: number, type: string | null, id: TextBytes | null, text: TextBytes): void {
    const line = this.#next;
    this.#next = (line + 1) % KEPT_AT_EACH_END;
    const size = Math.min(text.length, KEPT_BYTES) + (id === null ? 0 : Math.min(id.length, KEPT_BYTES));
    if (this.#end + size > this.#bytes.length) this.#makeRoom(size);
    this.#types[line] = type;
    let cell = line * WIDTH;
    this.#cells[cell++] = atMs;
    this.#cells[cell++] = this.#end;
    this.#put(text);
    this.#cells[cell++] = id === null ? -1 : this.#end;
    if (id !== null) this.#put(id);
    this.#cells[cell] = this.#end;
  }

  lines(): StreamLine[] {
    const oldest = this.isFull ? this.#next : 0;
    return this.#types.map((_, index) => this.#line((oldest + index) % KEPT_AT_EACH_END));
  }

  #line(line: number): StreamLine {
    const [atMs, from, to] = [this.#cell(line, AT), this.#cell(line, FROM), this.#cell(line, TO)];
    const idFrom = this.#cell(line, ID);
    const text = this.#bytes.toString('utf8', from, idFrom === -1 ? to : idFrom);
    const id = idFrom === -1 ? null : this.#bytes.toString('utf8', idFrom, to);
    const type = this.#types[line] ?? null;
    return {atMs, kind: type === null ? 'comment' : 'event', type: type ?? '', id, text};
  }

  #cell(line: number, index: number): number {
    return this.#cells[line * WIDTH + index] ?? 0;
  }

  #put({bytes, from, to}: TextBytes): void {
    this.#end += bytes.copy(this.#bytes, this.#end, from, Math.min(to, from + KEPT_BYTES));
  }

  /** Forgets the bytes of lines that are written over. A quarter of the room is free then, so that this is seldom needed. */
  #makeRoom(size: number): void {
    const from = this.isFull ? this.#cell(this.#next, FROM) : 0;
    const kept = this.#end - from;
    const before = this.#bytes;
    // Not from the shared pool: what lasts would keep all of a slab.
    if (kept + size > before.length * 0.75) this.#bytes = Buffer.allocUnsafeSlow(2 * (kept + size));
    before.copy(this.#bytes, 0, from, this.#end);
    this.#end = kept;
    for (let cell = 0; cell < this.#cells.length; cell += WIDTH) {
      this.#cells[cell + FROM] = this.#cell(cell / WIDTH, FROM) - from;
      if (this.#cell(cell / WIDTH, ID) !== -1) this.#cells[cell + ID] = this.#cell(cell / WIDTH, ID) - from;
      this.#cells[cell + TO] = this.#cell(cell / WIDTH, TO) - from;
    }
  }
}
