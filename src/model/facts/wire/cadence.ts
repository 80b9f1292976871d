import type {Gap} from '../observer.ts';
import type {Arrivals} from './timeline.ts';

/** Reads that follow each other this closely are parts of one message, or messages sent at once. */
const AT_ONCE_MS = 10;
/** A read of so much is followed by more of the same transfer, a round trip later. */
const LARGE_BYTES = 8 * 1024;
const ROUND_TRIP_MS = 500;
/** A few messages at the start of a stream are no rhythm: alike gaps are one when they last this long. */
const RHYTHM_LASTS_MS = 250;
/** A transfer that does not pause for so long never pauses for half of it. */
const STEADY_MS = 1000;
/** What a network may add to a silence: a retransmission or two. Nothing is called stopped earlier. */
const LEAST_WAIT_MS = 1000;

/** How often a stream speaks. */
export interface Cadence {
  readonly everyMs: number;
  /** The longest time that it was silent and then went on. */
  readonly longestMs: number;
}

/**
 * The cadence of what was received, as last seen: it exists once three gaps in a row differ by less than half; null before.
 * Gaps in which this process was away (`absences`, as the observer's `gaps`) say nothing about the stream.
 */
export function cadenceOf(arrivals: Arrivals, absences: readonly Gap[] = []): Cadence | null {
  const rhythm = new Rhythm(absences);
  for (const [row, fromMs] of arrivals.fromMs.entries()) {
    const toMs = arrivals.toMs[row] ?? fromMs;
    const bytes = arrivals.bytes[row] ?? 0;
    rhythm.arrival(fromMs, bytes);
    // Several reads in one row: nothing is known of those between the first and the last.
    if (toMs > fromMs) rhythm.arrival(toMs, bytes);
  }
  return rhythm.cadence;
}

/** How long a stream may be silent after its hold is over and still be alive. */
export interface AllowedSilence {
  /** As stated, or twice the cadence: a hold that is not longer proves nothing and asks for nothing. */
  readonly ms: number;
  /** How long to wait for the next byte, from the last one on, before the stream is said to have stopped. */
  readonly waitMs: number;
  readonly by: 'heartbeatWithin' | 'cadence';
}

/** Null: it has no cadence, and none is stated. */
export function allowedSilence(
  arrivals: Arrivals,
  heartbeatWithinMs: number | null,
  absences: readonly Gap[] = [],
): AllowedSilence | null {
  if (heartbeatWithinMs !== null) return {ms: heartbeatWithinMs, waitMs: heartbeatWithinMs, by: 'heartbeatWithin'};
  const cadence = cadenceOf(arrivals, absences);
  if (cadence === null) return null;
  // A stream that was silent for longer before and went on may be so again.
  const ms = Math.max(2 * cadence.everyMs, 1.5 * cadence.longestMs);
  return {ms, waitMs: Math.max(ms, LEAST_WAIT_MS), by: 'cadence'};
}

class Rhythm {
  readonly #absences: readonly Gap[];
  /** The beginning and the end of the transfer that is under way. */
  #begunMs = Number.NaN;
  #lastMs = Number.NaN;
  #lastBytes = 0;
  /** The last three, the newest last. */
  #gapsMs: number[] = [];
  #alikeSinceMs: number | null = null;
  #everyMs: number | null = null;
  #longestMs = 0;

  constructor(absences: readonly Gap[]) {
    this.#absences = absences;
  }

  get cadence(): Cadence | null {
    return this.#everyMs === null ? null : {everyMs: this.#everyMs, longestMs: this.#longestMs};
  }

  arrival(atMs: number, bytes: number): void {
    if (Number.isNaN(this.#lastMs)) {
      this.#begin(atMs);
    } else if (this.#absences.some(({fromMs, toMs}) => fromMs < atMs && toMs > this.#lastMs)) {
      this.#gapsMs = [];
      this.#alikeSinceMs = null;
      this.#begin(atMs);
    } else {
      this.#longestMs = Math.max(this.#longestMs, atMs - this.#lastMs);
      const isLarge = Math.min(bytes, this.#lastBytes) >= LARGE_BYTES;
      if (atMs - this.#lastMs < (isLarge ? ROUND_TRIP_MS : AT_ONCE_MS)) {
        if (atMs - this.#begunMs >= STEADY_MS) this.#everyMs = STEADY_MS / 2;
      } else {
        this.#gap(atMs);
        this.#begin(atMs);
      }
    }
    this.#lastMs = atMs;
    this.#lastBytes = bytes;
  }

  #begin(atMs: number): void {
    this.#begunMs = atMs;
  }

  /** From the beginning of one transfer to that of the next. */
  #gap(atMs: number): void {
    this.#gapsMs = [...this.#gapsMs.slice(-2), atMs - this.#begunMs];
    const longestMs = Math.max(...this.#gapsMs);
    const isAlike = this.#gapsMs.length === 3 && longestMs - Math.min(...this.#gapsMs) < longestMs / 2;
    if (!isAlike) {
      this.#alikeSinceMs = null;
      return;
    }
    const sumMs = this.#gapsMs.reduce((sum, ms) => sum + ms);
    this.#alikeSinceMs ??= atMs - sumMs;
    if (atMs - this.#alikeSinceMs >= RHYTHM_LASTS_MS) this.#everyMs = sumMs / 3;
  }
}
