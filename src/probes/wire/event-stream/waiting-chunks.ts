const NOTHING = Buffer.alloc(0);
const FIRST_BYTES = 512;
const MOST_BYTES = 4096;
const MOST_CHUNKS = 32;
/** Of each chunk: when it came, at the earliest and as seen, and where it ends. */
const [AT, EARLIEST, END] = [0, 1, 2];
const WIDTH = 3;

/** Chunks that are read as one: which of its bytes came when. */
export interface Chunks {
  readonly count: number;
  atMs(index: number): number;
  /** Where it ends in what is read. */
  end(index: number): number;
}

/**
 * Small chunks of a stream, copied, with their moments. Read together they cost a fraction: of thousands of streams that send
 * a line now and then, none finds its state in the processor's cache when its line comes.
 */
export class WaitingChunks implements Chunks {
  #bytes: Buffer = NOTHING;
  readonly #cells = new Float64Array(MOST_CHUNKS * WIDTH);
  #count = 0;
  #end = 0;

  /** False, and not added: there is no room for it. */
  add(chunk: Buffer, atMs: number, earliestMs: number): boolean {
    const end = this.#end + chunk.length;
    if (this.#count === MOST_CHUNKS || end > MOST_BYTES) return false;
    if (end > this.#bytes.length) this.#makeRoom(end);
    this.#bytes.set(chunk, this.#end);
    const cell = this.#count * WIDTH;
    this.#cells[cell + AT] = atMs;
    this.#cells[cell + EARLIEST] = earliestMs;
    this.#cells[cell + END] = end;
    this.#count += 1;
    this.#end = end;
    return true;
  }

  /** All of them, one behind the other: written over by what is added after `clear`. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#end);
  }

  get count(): number {
    return this.#count;
  }

  atMs(index: number): number {
    return this.#cells[index * WIDTH + AT] ?? 0;
  }

  earliestMs(index: number): number {
    return this.#cells[index * WIDTH + EARLIEST] ?? 0;
  }

  end(index: number): number {
    return this.#cells[index * WIDTH + END] ?? 0;
  }

  clear(): void {
    this.#count = 0;
    this.#end = 0;
  }

  #makeRoom(needed: number): void {
    let length = Math.max(FIRST_BYTES, this.#bytes.length);
    while (length < needed) length *= 2;
    const before = this.#bytes;
    this.#bytes = Buffer.allocUnsafeSlow(length);
    before.copy(this.#bytes, 0, 0, this.#end);
  }
}
