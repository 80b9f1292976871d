import {MAX_TIMELINE_ROWS, type Timeline} from '../../../model/facts/wire/timeline.ts';
import type {Measurement} from './measuring-event.ts';
import {MergingRows} from './merging-rows.ts';

/** Times are kept as whole tenths of a millisecond: finer than we can tell, and small. */
const PER_MS = 10;
/** A number that the server does not say, in a column of numbers. */
const UNSAID = -1;

/** Collects when what came: see {@link Timeline}. */
export class TimelineRows {
  /** From, to, reads, bytes, events, comments. */
  readonly #arrivals = new MergingRows(MAX_TIMELINE_ROWS, 4);
  /** From, to, count, bytes; and of the first: serverMs, sequence. */
  readonly #events = new MergingRows(MAX_TIMELINE_ROWS, 2);

  arrival(atMs: number, bytes: number, events: number, comments: number): void {
    this.#arrivals.add(tenths(atMs), bytes, events, comments);
  }

  event(atMs: number, bytes: number, measurement: Measurement | null): void {
    const serverMs = measurement === null ? UNSAID : tenths(measurement.serverMs);
    this.#events.add(tenths(atMs), bytes, serverMs, measurement?.sequence ?? UNSAID);
  }

  get timeline(): Timeline {
    const reads = (column: number) => this.#arrivals.column(column);
    const events = (column: number) => this.#events.column(column);
    return {
      arrivals: {
        fromMs: reads(0).map(inMs),
        toMs: reads(1).map(inMs),
        bytes: reads(3),
        events: reads(4),
        comments: reads(5),
      },
      events: {
        fromMs: events(0).map(inMs),
        toMs: events(1).map(inMs),
        count: events(2),
        bytes: events(3),
        serverMs: events(4).map((said) => (said === UNSAID ? null : inMs(said))),
        sequence: events(5).map((said) => (said === UNSAID ? null : said)),
      },
    };
  }
}

function tenths(ms: number): number {
  return Math.round(ms * PER_MS);
}

function inMs(value: number): number {
  return value / PER_MS;
}
