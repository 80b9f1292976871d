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
/** Rows are merged until there are no more than these and the newest. */
const MOST_AFTER_MERGING = (MAX_TIMELINE_ROWS * 3) / 4;
/** A number that the server does not say, in a column of numbers. */
const UNSAID = -1;

/** Collects when what came: see {@link Timeline}. */
export class TimelineRows {
  /** fromMs, toMs, then sums: reads, bytes, events, comments. */
  readonly #arrivals = new Rows(4, 0);
  /** fromMs, toMs, then sums: count, bytes; and of the first: serverMs, sequence. */
  readonly #events = new Rows(2, 2);

  arrival(atMs: number, bytes: number, events: number, comments: number): void {
    this.#arrivals.add(tenths(atMs), 1, bytes, events, comments);
  }

  event(atMs: number, bytes: number, measurement: Measurement | null): void {
    const serverMs = measurement === null ? UNSAID : tenths(measurement.serverMs);
    this.#events.add(tenths(atMs), 1, bytes, serverMs, measurement?.sequence ?? UNSAID);
  }

  get timeline(): Timeline {
    return {arrivals: this.#arrivalRows, events: this.#eventRows};
  }

  get #arrivalRows(): Arrivals {
    const [fromMs = [], toMs = [], , bytes = [], events = [], comments = []] = this.#arrivals.columns;
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

const [FROM, TO, COUNT] = [0, 1, 2];

/** Columns of equal length: from, to, then those that are added up (how many first), then those of which the first is kept. */
class Rows {
  columns: number[][];
  readonly #sums: number;
  /** How many a row may become. */
  #perRow = 1;

  constructor(sums: number, firsts: number) {
    this.#sums = sums;
    this.columns = Array.from({length: 2 + sums + firsts}, () => []);
  }

  add(at: number, ...values: readonly number[]): void {
    if (this.#column(FROM).length === MAX_TIMELINE_ROWS) this.#merge();
    this.#column(FROM).push(at);
    this.#column(TO).push(at);
    for (let index = 0; index < values.length; index++) this.columns[COUNT + index]?.push(values[index] ?? 0);
  }

  #column(index: number): number[] {
    return this.columns[index] ?? [];
  }

  /** Neighbours become one row, as many in each, but for those on both sides of the largest gap. */
  #merge(): void {
    const rows = MAX_TIMELINE_ROWS;
    const count = this.#column(COUNT);
    const all = count.reduce((sum, each) => sum + each, 0);
    while (all / this.#perRow > MOST_AFTER_MERGING) this.#perRow *= 2;
    const beforeLargest = this.#beforeLargestGap();
    const merged: number[][] = this.columns.map(() => []);
    for (let first = 0; first < rows; ) {
      let last = first;
      let together = count[first] ?? 0;
      while (last + 1 < rows - NEWEST_KEPT && last !== beforeLargest) {
        together += count[last + 1] ?? 0;
        if (together > this.#perRow) break;
        last += 1;
      }
      for (const [index, column] of this.columns.entries())
        merged[index]?.push(this.#merged(index, column, first, last));
      first = last + 1;
    }
    this.columns = merged;
  }

  #merged(index: number, column: readonly number[], first: number, last: number): number {
    if (index === TO) return column[last] ?? 0;
    if (index < COUNT || index >= COUNT + this.#sums) return column[first] ?? 0;
    let sum = 0;
    for (let row = first; row <= last; row++) sum += column[row] ?? 0;
    return sum;
  }

  #beforeLargestGap(): number {
    const [from, to] = [this.#column(FROM), this.#column(TO)];
    let largest = -1;
    let before = 0;
    for (let row = 0; row + 1 < from.length; row++) {
      const gap = (from[row + 1] ?? 0) - (to[row] ?? 0);
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
