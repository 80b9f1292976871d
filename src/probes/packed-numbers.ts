/** Whole numbers, seven bits a byte, the lowest first; the highest bit says that more follow. */
const BASE = 128;

export class NumberWriter {
  readonly #bytes: number[] = [];

  bytes(): Buffer {
    return Buffer.from(this.#bytes);
  }

  /** Not below zero. */
  count(value: number): void {
    let rest = value;
    for (; rest >= BASE; rest = Math.floor(rest / BASE)) this.#bytes.push(BASE + (rest % BASE));
    this.#bytes.push(rest);
  }

  signed(value: number): void {
    this.count(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** Each less the one before it, where there is one. */
  steps(values: readonly (number | null)[]): void {
    let last = 0;
    for (const value of values) {
      if (value === null) {
        this.count(0);
        continue;
      }
      this.count(1 + (value < last ? 2 * (last - value) - 1 : 2 * (value - last)));
      last = value;
    }
  }
}

/** Throws a RangeError for what no {@link NumberWriter} wrote. */
export class NumberReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  count(): number {
    let value = 0;
    for (let place = 1; place <= Number.MAX_SAFE_INTEGER; place *= BASE) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) break;
      value += (byte % BASE) * place;
      if (byte < BASE) return value;
    }
    throw new RangeError('a number is not over');
  }

  signed(): number {
    const value = this.count();
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
  }

  many(length: number, one: () => number): number[] {
    return Array.from({length}, one);
  }

  steps(length: number): (number | null)[] {
    let last = 0;
    return Array.from({length}, () => {
      const value = this.count();
      if (value === 0) return null;
      last += value % 2 === 0 ? -value / 2 : (value - 1) / 2;
      return last;
    });
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw new RangeError('more than was written');
  }
}
