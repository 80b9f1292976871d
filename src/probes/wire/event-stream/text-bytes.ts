const NOTHING: Buffer = Buffer.alloc(0);
const LF = 0x0a;

/** A piece of a stream that is text in UTF-8, as bytes: of most of them nobody needs the characters. */
export interface TextBytes {
  /** Holds more than the piece, and is written over when whoever was given it returns. */
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
  readonly length: number;
  toString(): string;
}

/** A piece that is taken from what is being read, and copied when it has to last. */
export class TakenText implements TextBytes {
  bytes: Buffer = NOTHING;
  from = 0;
  to = 0;
  /** What was copied, with room for more: it is written over. */
  #own: Buffer = NOTHING;

  get length(): number {
    return this.to - this.from;
  }

  take(bytes: Buffer, from: number, to: number): void {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  clear(): void {
    this.take(NOTHING, 0, 0);
  }

  /** What was taken is about to be written over. */
  keep(): void {
    if (this.bytes === this.#own) return;
    this.#makeRoom(this.length);
    this.bytes.copy(this.#own, 0, this.from, this.to);
    this.take(this.#own, 0, this.length);
  }

  addLine(bytes: Buffer, from: number, to: number): void {
    this.keep();
    const end = this.to;
    this.#makeRoom(end + 1 + to - from);
    this.#own[end] = LF;
    bytes.copy(this.#own, end + 1, from, to);
    this.take(this.#own, 0, end + 1 + to - from);
  }

  toString(): string {
    return this.bytes.toString('utf8', this.from, this.to);
  }

  #makeRoom(length: number): void {
    if (length <= this.#own.length) return;
    const before = this.#own;
    this.#own = Buffer.allocUnsafe(Math.max(length, 2 * before.length));
    before.copy(this.#own);
  }
}
