/**
 * When what came, in columns of equal length: small in memory and in a recording. Later classifiers are pure functions over
 * it. Times are milliseconds since the look began, in tenths of one.
 */
export interface Timeline {
  readonly arrivals: Arrivals;
  readonly events: EventArrivals;
}

/**
 * The most rows of each table. When it is full, neighbours become one row, but for those on both sides of the largest gap and
 * the newest.
 */
export const MAX_TIMELINE_ROWS = 4096;

/** Reads that brought bytes. A row is one read, or several merged ones: sums, from the first to the last. */
export interface Arrivals {
  readonly fromMs: readonly number[];
  readonly toMs: readonly number[];
  /** Decoded. */
  readonly bytes: readonly number[];
  readonly events: readonly number[];
  readonly comments: readonly number[];
}

/** Events. A row is one, or several merged ones: sums, and the server's time and sequence of the first. */
export interface EventArrivals {
  readonly fromMs: readonly number[];
  readonly toMs: readonly number[];
  readonly count: readonly number[];
  /** Of their data. */
  readonly bytes: readonly number[];
  /** The server's own clock, where it says it; null: it does not. */
  readonly serverMs: readonly (number | null)[];
  readonly sequence: readonly (number | null)[];
}

export const EMPTY_TIMELINE: Timeline = {
  arrivals: {fromMs: [], toMs: [], bytes: [], events: [], comments: []},
  events: {fromMs: [], toMs: [], count: [], bytes: [], serverMs: [], sequence: []},
};
