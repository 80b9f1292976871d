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
  const rhythm = new Rhythm();
  let lastMs = 0;
  const arrival = (atMs: number, bytes: number) => {
    const awayMs = absences.reduce(
      (sum, {fromMs, toMs}) => sum + Math.max(0, Math.min(atMs, toMs) - Math.max(lastMs, fromMs)),
      0,
    );
    rhythm.arrival(atMs, bytes, awayMs);
    lastMs = atMs;
  };
  for (const [row, fromMs] of arrivals.fromMs.entries()) {
    const toMs = arrivals.toMs[row] ?? fromMs;
    const bytes = arrivals.bytes[row] ?? 0;
    arrival(fromMs, bytes);
    // Several reads in one row: nothing is known of those between the first and the last.
    if (toMs > fromMs) arrival(toMs, bytes);
  }
  return rhythm.cadence;
}

/** How long a stream may be silent after its hold is over and still be alive. */
export interface AllowedSilence {
  /** As stated, or twice the cadence: a hold that is not longer proves nothing and asks for nothing. */
  readonly ms: number;
  /** How long to wait for the next byte, from the last one on, before the stream is said to have stopped. */
  readonly waitMs: number;
}

/** Null: it has no cadence, and none is stated. */
export function allowedSilence(cadence: Cadence | null, heartbeatWithinMs: number | null): AllowedSilence | null {
  if (heartbeatWithinMs !== null) return {ms: heartbeatWithinMs, waitMs: heartbeatWithinMs};
  if (cadence === null) return null;
  // A stream that was silent for longer before and went on may be so again.
  const ms = Math.max(2 * cadence.everyMs, 1.5 * cadence.longestMs);
  return {ms, waitMs: Math.max(ms, LEAST_WAIT_MS)};
}

/** Finds the cadence of a stream as it is received. */
export class Rhythm {
  /** The beginning and the end of the transfer that is under way. */
  #begunMs = Number.NaN;
  #lastMs = Number.NaN;
  #lastBytes = 0;
  /** The two gaps before the newest; zero: none. */
  #beforeMs = 0;
  #lastGapMs = 0;
  #alikeSinceMs = Number.NaN;
  #everyMs = 0;
  #longestMs = 0;

  get cadence(): Cadence | null {
    return this.#everyMs === 0 ? null : {everyMs: this.#everyMs, longestMs: this.#longestMs};
  }

  /** `awayMs`: how much of the time since the last one this process was away, so that it may have come earlier. */
  arrival(atMs: number, bytes: number, awayMs: number): void {
    const sinceMs = atMs - this.#lastMs;
    const isLarge = bytes >= LARGE_BYTES && this.#lastBytes >= LARGE_BYTES;
    this.#lastMs = atMs;
    this.#lastBytes = bytes;
    if (!(awayMs <= sinceMs / 4)) {
      this.#beforeMs = 0;
      this.#lastGapMs = 0;
      this.#begunMs = atMs;
      return;
    }
    this.#longestMs = Math.max(this.#longestMs, sinceMs);
    if (sinceMs >= (isLarge ? ROUND_TRIP_MS : AT_ONCE_MS)) {
      this.#gap(atMs);
      this.#begunMs = atMs;
    } else if (atMs - this.#begunMs >= STEADY_MS) {
      this.#everyMs = STEADY_MS / 2;
    }
  }

  /** From the beginning of one transfer to that of the next. */
  #gap(atMs: number): void {
    const a = this.#beforeMs;
    const b = this.#lastGapMs;
    const c = atMs - this.#begunMs;
    this.#beforeMs = b;
    this.#lastGapMs = c;
    const longestMs = Math.max(a, b, c);
    if (longestMs - Math.min(a, b, c) >= longestMs / 2) {
      this.#alikeSinceMs = Number.NaN;
      return;
    }
    if (Number.isNaN(this.#alikeSinceMs)) this.#alikeSinceMs = atMs - (a + b + c);
    if (atMs - this.#alikeSinceMs >= RHYTHM_LASTS_MS) this.#everyMs = (a + b + c) / 3;
  }
}
