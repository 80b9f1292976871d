/** Of each row: from, to, how many it is of, and three more. */
const [FROM, TO, COUNT] = [0, 1, 2];
const WIDTH = 6;
const SEGMENT_ROWS = 16;
/** The newest rows stay as they are: what happened last is known one by one. */
const NEWEST_KEPT = 64;

/**
 * A table of things that happened, one a row until there are too many: then neighbours become one row, as many in each, but
 * for the two rows on both sides of the largest gap. Numbers outside of the heap that is searched for garbage, in segments of
 * one size: thousands of these grow at the same time, and an array that were made anew for it would be garbage each time.
 */
export class MergingRows {
  readonly #segments: Float64Array[] = [];
  #rows = 0;
  readonly #mostRows: number;
  /** The columns from the count on that are added up; of the others the first is kept. */
  readonly #sums: number;
  /** How many a row may become. */
  #perRow = 1;

  constructor(mostRows: number, sums: number) {
    this.#mostRows = mostRows;
    this.#sums = sums;
  }

  column(index: number): number[] {
    return Array.from({length: this.#rows}, (_, row) => this.#cell(row, index));
  }

  /** Times only grow. The values are those of the columns behind the count. */
  add(at: number, first: number, second: number, third: number): void {
    if (this.#rows === this.#mostRows) this.#merge();
    const segment = this.#segmentOf(this.#rows);
    let cell = cellOf(this.#rows);
    segment[cell++] = at;
    segment[cell++] = at;
    segment[cell++] = 1;
    segment[cell++] = first;
    segment[cell++] = second;
    segment[cell] = third;
    this.#rows += 1;
  }

  #segmentOf(row: number): Float64Array {
    const index = Math.floor(row / SEGMENT_ROWS);
    let segment = this.#segments[index];
    if (segment === undefined) {
      segment = new Float64Array(SEGMENT_ROWS * WIDTH);
      this.#segments[index] = segment;
    }
    return segment;
  }

  #cell(row: number, index: number): number {
    return this.#segments[Math.floor(row / SEGMENT_ROWS)]?.[cellOf(row) + index] ?? 0;
  }

  #merge(): void {
    let all = 0;
    for (let row = 0; row < this.#rows; row++) all += this.#cell(row, COUNT);
    while (all / this.#perRow > (this.#mostRows * 3) / 4) this.#perRow *= 2;
    const beforeLargest = this.#beforeLargestGap();
    let merged = 0;
    for (let first = 0; first < this.#rows; merged++) {
      let last = first;
      let together = this.#cell(first, COUNT);
      while (last + 1 < this.#rows - NEWEST_KEPT && last !== beforeLargest) {
        together += this.#cell(last + 1, COUNT);
        if (together > this.#perRow) break;
        last += 1;
      }
      this.#put(merged, first, last);
      first = last + 1;
    }
    this.#rows = merged;
  }

  /** In place: what is read is never before what is written. */
  #put(row: number, first: number, last: number): void {
    for (let index = 0; index < WIDTH; index++) {
      let value = this.#cell(index === TO ? last : first, index);
      if (index >= COUNT && index < COUNT + this.#sums) {
        for (let other = first + 1; other <= last; other++) value += this.#cell(other, index);
      }
      this.#segmentOf(row)[cellOf(row) + index] = value;
    }
  }

  #beforeLargestGap(): number {
    let largest = -1;
    let before = 0;
    for (let row = 0; row + 1 < this.#rows; row++) {
      const gap = this.#cell(row + 1, FROM) - this.#cell(row, TO);
      if (gap <= largest) continue;
      largest = gap;
      before = row;
    }
    return before;
  }
}

/** In its segment. */
function cellOf(row: number): number {
  return (row % SEGMENT_ROWS) * WIDTH;
}
