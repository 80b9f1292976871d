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
  #source = NOTHING;

  /** Of what is about to be read, lines are copied together, in `keep`. */
  begin(source: Buffer): void {
    this.#source = source;
  }

  /** `type`: null for a comment. */
  add(atMs: number, type: string | null, id: TextBytes | null, text: TextBytes): void {
    if (this.#last === null && this.#first.isFull) {
      this.#first.keep(this.#source);
      this.#last = new NewestLines();
    }
    (this.#last ?? this.#first).add(atMs, type, id, text, this.#source);
  }

  /** What was read is about to be written over. */
  keep(): void {
    (this.#last ?? this.#first).keep(this.#source);
    this.#source = NOTHING;
  }

  withoutSecrets(secrets: KnownSecrets): readonly StreamLine[] {
    const short = (text: string) => shortened(text.slice(0, KEPT_LENGTH), TEXT_LENGTH, secrets);
    return [...this.#first.lines(), ...(this.#last?.lines() ?? [])].map(({type, id, text, ...line}) => {
      return {...line, type: short(type), id: id === null ? null : short(id), text: short(text)};
    });
  }
}

/** Of each line: when it came, and where its text and its id begin and end; -1: it has no id. */
const [AT, FROM, TO, ID_FROM, ID_TO] = [0, 1, 2, 3, 4];
const WIDTH = 5;
/** Lines that are no further apart are copied together, with what is between them. */
const MOST_TOGETHER = 4096;

/**
 * The newest lines, as bytes one behind the other, outside of the heap that is searched for garbage: thousands of these
 * change with every line that is read. The very newest are still in what is being read.
 */
class NewestLines {
  readonly #cells = new Float64Array(KEPT_AT_EACH_END * WIDTH);
  readonly #types: (string | null)[] = [];
  /** Where the next line goes, which is where the oldest is when it is full. */
  #next = 0;
  #bytes = NOTHING;
  #end = 0;
  /** How many are still in what is being read, and where all of them are there. */
  #unkept = 0;
  #unkeptFrom = 0;
  #unkeptTo = 0;

  get isFull(): boolean {
    return this.#types.length === KEPT_AT_EACH_END;
  }

  add(atMs: number, type: string | null, id: TextBytes | null, text: TextBytes, source: Buffer): void {
    const textTo = Math.min(text.to, text.from + KEPT_BYTES);
    const idFrom = id === null ? -1 : id.from;
    const idTo = id === null ? -1 : Math.min(id.to, id.from + KEPT_BYTES);
    const from = id === null ? text.from : Math.min(text.from, idFrom);
    const to = Math.max(textTo, idTo);
    const isInSource = text.bytes === source && (id === null || id.bytes === source) && to - from <= MOST_TOGETHER;
    if (!isInSource || to - this.#unkeptFrom > MOST_TOGETHER) this.keep(source);
    const line = this.#next;
    this.#next = (line + 1) % KEPT_AT_EACH_END;
    if (isInSource) {
      // The bytes of an event may be before those of a comment that came in it.
      this.#unkeptFrom = this.#unkept === 0 ? from : Math.min(this.#unkeptFrom, from);
      this.#unkeptTo = this.#unkept === 0 ? to : Math.max(this.#unkeptTo, to);
      this.#unkept = Math.min(this.#unkept + 1, KEPT_AT_EACH_END);
      this.#set(line, atMs, text.from, textTo, idFrom, idTo);
    } else {
      this.#makeRoom(textTo - text.from + idTo - idFrom);
      const textAt = this.#put(text.bytes, text.from, textTo);
      const idAt = id === null ? -1 : this.#put(id.bytes, idFrom, idTo);
      this.#set(line, atMs, textAt, textAt + textTo - text.from, idAt, idAt + idTo - idFrom);
    }
    this.#types[line] = type;
  }

  /** Copies what is still in what was read. */
  keep(source: Buffer): void {
    if (this.#unkept === 0) return;
    this.#makeRoom(this.#unkeptTo - this.#unkeptFrom);
    const at = this.#put(source, this.#unkeptFrom, this.#unkeptTo);
    const oldest = (this.#next - this.#unkept + KEPT_AT_EACH_END) % KEPT_AT_EACH_END;
    this.#move(oldest, this.#unkept, at - this.#unkeptFrom);
    this.#unkept = 0;
  }

  lines(): StreamLine[] {
    const oldest = this.isFull ? this.#next : 0;
    return this.#types.map((_, index) => this.#line((oldest + index) % KEPT_AT_EACH_END));
  }

  #line(line: number): StreamLine {
    const idFrom = this.#cell(line, ID_FROM);
    const text = this.#bytes.toString('utf8', this.#cell(line, FROM), this.#cell(line, TO));
    const id = idFrom === -1 ? null : this.#bytes.toString('utf8', idFrom, this.#cell(line, ID_TO));
    const type = this.#types[line] ?? null;
    return {atMs: this.#cell(line, AT), kind: type === null ? 'comment' : 'event', type: type ?? '', id, text};
  }

  #cell(line: number, index: number): number {
    return this.#cells[line * WIDTH + index] ?? 0;
  }

  #set(line: number, atMs: number, from: number, to: number, idFrom: number, idTo: number): void {
    let cell = line * WIDTH;
    this.#cells[cell++] = atMs;
    this.#cells[cell++] = from;
    this.#cells[cell++] = to;
    this.#cells[cell++] = idFrom;
    this.#cells[cell] = idTo;
  }

  /** Where it is now. */
  #put(bytes: Buffer, from: number, to: number): number {
    const at = this.#end;
    this.#end += bytes.copy(this.#bytes, at, from, to);
    return at;
  }

  /** Where the first byte of so many lines is. */
  #beginOf(first: number, count: number): number {
    let begin = this.#end;
    for (let line = first, left = count; left > 0; line = (line + 1) % KEPT_AT_EACH_END, left--) {
      const idFrom = this.#cell(line, ID_FROM);
      begin = Math.min(begin, this.#cell(line, FROM), idFrom === -1 ? begin : idFrom);
    }
    return begin;
  }

  #move(first: number, count: number, by: number): void {
    for (let line = first, left = count; left > 0; line = (line + 1) % KEPT_AT_EACH_END, left--) {
      const cell = line * WIDTH;
      const last = this.#cell(line, ID_FROM) === -1 ? TO : ID_TO;
      for (let index = FROM; index <= last; index++) this.#cells[cell + index] = this.#cell(line, index) + by;
    }
  }

  /** Forgets the bytes of lines that are written over. Grows by more than is needed: to make room costs more than to move. */
  #makeRoom(size: number): void {
    if (this.#end + size <= this.#bytes.length) return;
    const oldest = this.isFull ? this.#next : 0;
    const count = this.#types.length - this.#unkept;
    const from = this.#beginOf(oldest, count);
    const kept = this.#end - from;
    const before = this.#bytes;
    // Not from the shared pool: what lasts would keep all of a slab.
    if (kept + size > before.length) this.#bytes = Buffer.allocUnsafeSlow(Math.ceil(1.5 * (kept + size)));
    before.copy(this.#bytes, 0, from, this.#end);
    this.#end = kept;
    this.#move(oldest, count, -from);
  }
}
