import {
  type Arrivals,
  type EventArrivals,
  MAX_TIMELINE_ROWS,
  type Timeline,
} from '../../../model/facts/wire/timeline.ts';
import type {Measurement} from './server-clock.ts';

/** Times are kept as whole tenths of a millisecond: finer than we can tell, and small. */
const PER_MS = 10;
/** The newest rows stay as they are: what a stream did last is known read by read. */
const NEWEST_KEPT = 64;
/** A number that the server does not say, in a column of numbers. */
const UNSAID = -1;

/** Collects when what came: see {@link Timeline}. */
export class TimelineRows {
  /** fromMs, toMs, then sums: bytes, events, comments. */
  readonly #arrivals = new Rows(3, 0);
  /** fromMs, toMs, then sums: count, bytes; and of the first: serverMs, sequence. */
  readonly #events = new Rows(2, 2);

  arrival(atMs: number, bytes: number, events: number, comments: number): void {
    this.#arrivals.add(tenths(atMs), bytes, events, comments);
  }

  event(atMs: number, bytes: number, measurement: Measurement | null): void {
    this.#events.add(
      tenths(atMs),
      1,
      bytes,
      measurement === null ? UNSAID : tenths(measurement.serverMs),
      measurement === null ? UNSAID : measurement.sequence,
    );
  }

  get timeline(): Timeline {
    return {arrivals: this.#arrivalRows, events: this.#eventRows};
  }

  get #arrivalRows(): Arrivals {
    const [fromMs = [], toMs = [], bytes = [], events = [], comments = []] = this.#arrivals.columns;
    return {fromMs: inMs(fromMs), toMs: inMs(toMs), bytes: [...bytes], events: [...events], comments: [...comments]};
  }

  get #eventRows(): EventArrivals {
    const [fromMs = [], toMs = [], count = [], bytes = [], serverMs = [], sequence = []] = this.#events.columns;
    return {
      fromMs: inMs(fromMs),
      toMs: inMs(toMs),
      count: [...count],
      bytes: [...bytes],
      serverMs: serverMs.map((said) => (said === UNSAID ? null : said / PER_MS)),
      sequence: sequence.map((said) => (said === UNSAID ? null : said)),
    };
  }
}

/** Columns of equal length: from, to, then those that are added up when rows are merged, then those of the first row. */
class Rows {
  columns: number[][];
  readonly #sums: number;

  constructor(sums: number, firsts: number) {
    this.#sums = sums;
    this.columns = Array.from({length: 2 + sums + firsts}, () => []);
  }

  add(at: number, ...values: readonly number[]): void {
    if (this.#from.length === MAX_TIMELINE_ROWS) this.#merge();
    this.#from.push(at);
    this.#to.push(at);
    for (const [index, value] of values.entries()) this.columns[2 + index]?.push(value);
  }

  get #from(): number[] {
    return this.columns[0] ?? [];
  }

  get #to(): number[] {
    return this.columns[1] ?? [];
  }

  /** Pairs of neighbours become one row, but for the two on both sides of the largest gap. */
  #merge(): void {
    const rows = this.#from.length;
    const beforeLargest = this.#beforeLargestGap();
    const merged: number[][] = this.columns.map(() => []);
    for (let row = 0; row < rows; row++) {
      const isPair = row + 1 < rows - NEWEST_KEPT && row !== beforeLargest;
      for (const [index, column] of this.columns.entries()) {
        const [first = 0, second = 0] = [column[row], column[row + 1]];
        const isSum = index >= 2 && index < 2 + this.#sums;
        merged[index]?.push(!isPair ? first : index === 1 ? second : isSum ? first + second : first);
      }
      if (isPair) row += 1;
    }
    this.columns = merged;
  }

  #beforeLargestGap(): number {
    let largest = -1;
    let before = 0;
    for (let row = 0; row + 1 < this.#from.length; row++) {
      const gap = (this.#from[row + 1] ?? 0) - (this.#to[row] ?? 0);
      if (gap <= largest) continue;
      largest = gap;
      before = row;
    }
    return before;
  }
}

function tenths(ms: number): number {
  return Math.round(ms * PER_MS);
}

function inMs(column: readonly number[]): readonly number[] {
  return column.map((value) => value / PER_MS);
}
