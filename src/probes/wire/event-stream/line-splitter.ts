const LF = 0x0a;
const CR = 0x0d;
const NOTHING = Buffer.alloc(0);

/**
 * Takes one line: its first bytes, without its end, are those of `bytes` from `from` to `to`, only until all of what was
 * given is read. `length`: of the whole line, without its end.
 */
export type TakeLine = (bytes: Buffer, from: number, to: number, length: number, hasNul: boolean) => void;

/**
 * Splits bytes into lines as they come: an end is CR LF, LF or CR, and a CR ends a line at once (WHATWG HTML, 9.2.6). In
 * UTF-8 no other character holds these bytes. Keeps the first `keptBytes` of a line that is not over.
 */
export class LineSplitter {
  readonly lineEnds = {lf: 0, cr: 0, crlf: 0};
  hasNul = false;
  largestLine = 0;
  /** Where the end of the line that is being given is, in what is being read. */
  lineEnd = 0;
  readonly #keptBytes: number;
  #kept = NOTHING;
  #length = 0;
  #lineHasNul = false;
  #isAfterCr = false;

  constructor(keptBytes: number) {
    this.#keptBytes = keptBytes;
  }

  /** What there is of a line that is not over. */
  get unfinished(): {readonly kept: Buffer; readonly length: number} {
    return {kept: this.#kept, length: this.#length};
  }

  read(chunk: Buffer, take: TakeLine): void {
    let from = 0;
    if (this.#isAfterCr && chunk.length > 0) {
      this.#isAfterCr = false;
      if (chunk[0] === LF) {
        this.#wasCrLf();
        from = 1;
      }
    }
    const hasNul = chunk.includes(0);
    if (hasNul) this.hasNul = true;
    let nextCr = chunk.indexOf(CR, from);
    let nextLf = lineFeedFrom(chunk, from);
    while (nextCr !== -1 || nextLf !== -1) {
      const isCr = nextCr !== -1 && (nextLf === -1 || nextCr < nextLf);
      const end = isCr ? nextCr : nextLf;
      this.#line(chunk, from, end, hasNul && chunk.subarray(from, end).includes(0), take);
      from = end + 1;
      if (isCr) {
        this.lineEnds.cr += 1;
        if (from === chunk.length) this.#isAfterCr = true;
        else if (chunk[from] === LF) {
          this.#wasCrLf();
          from += 1;
          nextLf = lineFeedFrom(chunk, from);
        }
        nextCr = chunk.indexOf(CR, from);
      } else {
        this.lineEnds.lf += 1;
        nextLf = lineFeedFrom(chunk, from);
      }
    }
    if (from < chunk.length) this.#keep(chunk, from, hasNul);
  }

  #wasCrLf(): void {
    this.lineEnds.cr -= 1;
    this.lineEnds.crlf += 1;
  }

  #line(chunk: Buffer, from: number, end: number, hasNul: boolean, take: TakeLine): void {
    this.lineEnd = end;
    const length = this.#length + end - from;
    if (length > this.largestLine) this.largestLine = length;
    if (this.#length === 0) {
      take(chunk, from, Math.min(end, from + this.#keptBytes), length, hasNul);
      return;
    }
    if (end > from) this.#keep(chunk.subarray(0, end), from, hasNul);
    const kept = this.#kept;
    const lineHasNul = hasNul || this.#lineHasNul;
    this.#kept = NOTHING;
    this.#length = 0;
    this.#lineHasNul = false;
    take(kept, 0, kept.length, length, lineHasNul);
  }

  /** Copied: a piece of a chunk would keep all of it in memory. */
  #keep(chunk: Buffer, from: number, hasNul: boolean): void {
    const room = this.#keptBytes - this.#kept.length;
    if (room > 0) this.#kept = Buffer.concat([this.#kept, chunk.subarray(from, from + room)]);
    this.#length += chunk.length - from;
    if (this.#length > this.largestLine) this.largestLine = this.#length;
    if (hasNul && chunk.includes(0, from)) this.#lineHasNul = true;
  }
}

/** Every event ends with an empty line, for which nothing needs to be searched. */
function lineFeedFrom(chunk: Buffer, from: number): number {
  return chunk[from] === LF ? from : chunk.indexOf(LF, from);
}
