import type {Gap, Moment, Observer, PresenceWatch} from '../../../model/facts/observer.ts';

/**
 * The least that a full receive buffer holds: every common system begins with a window of 64 KiB, and framing and small
 * segments take a part of it. As much read after a gap means that the other side may have had more to send than it could.
 */
const FULL_BYTES = 32 * 1024;
/** What was held back comes in round trips, its end directly behind it: this is longer than one and a retransmission. */
const PAUSE_MS = 500;
/** How long a pause is waited for when the time of the look is over. */
const QUIET_WITHIN_MS = 2000;

/** Knows whether what is read from one connection may have been sent before a gap of ours that is already over. */
export interface Backlog {
  /** Data was read: the moment of it. */
  read(bytes: number): Moment;
  moment(): Moment;
  /** A deadline, or a later one when it is not known yet what the other side did before. */
  extended(untilMs: number): number;
  observer(): Observer;
}

export function createBacklog(watch: PresenceWatch): Backlog {
  return new LateReads(watch);
}

/**
 * A server may have been held back for as long as we did not read, when it had more to send than fits into the buffers
 * on the way. Nothing is then younger than the beginning of that gap until the connection has been quiet for a while.
 */
class LateReads implements Backlog {
  readonly #watch: PresenceWatch;
  /** What has been read since the gap that is looked at began; while it is nothing, the two times mean nothing. */
  #bytes = 0;
  #fromMs = Number.NEGATIVE_INFINITY;
  #lastMs = Number.NEGATIVE_INFINITY;
  readonly #spans: Gap[] = [];

  constructor(watch: PresenceWatch) {
    this.#watch = watch;
  }

  moment(): Moment {
    return this.#placed(this.#watch.moment());
  }

  read(bytes: number): Moment {
    const seen = this.#watch.moment();
    const isLate = seen.earliestMs < seen.atMs;
    // Almost always: on time, with no gap to look at.
    if (!isLate && this.#bytes === 0) return seen;
    if (!this.#isBehind(seen)) {
      if (this.#bytes >= FULL_BYTES) this.#spans.push({fromMs: this.#fromMs, toMs: this.#lastMs});
      // Less than that lay in the socket: the other side had sent all that it wanted to.
      if (!isLate || seen.earliestMs !== this.#fromMs) {
        this.#fromMs = isLate ? seen.earliestMs : seen.atMs;
        this.#bytes = 0;
      }
      if (isLate) this.#bytes += bytes;
    }
    this.#lastMs = seen.atMs;
    return this.#placed(seen);
  }

  extended(untilMs: number): number {
    const seen = this.#watch.moment();
    if (!this.#isBehind(seen)) return untilMs;
    // At least until a sweep has shown that the socket is still empty.
    const quietMs = Math.max(this.#lastMs + PAUSE_MS, seen.atMs + 1);
    return Math.min(Math.max(untilMs, quietMs), untilMs + QUIET_WITHIN_MS);
  }

  observer(): Observer {
    const observer = this.#watch.observer();
    const seen = this.#watch.moment();
    const isBehind = this.#isBehind(seen);
    const behind = isBehind ? {behindSinceMs: this.#fromMs} : {};
    const last = this.#bytes >= FULL_BYTES ? [{fromMs: this.#fromMs, toMs: isBehind ? seen.atMs : this.#lastMs}] : [];
    return {...observer, gaps: united([...observer.gaps, ...this.#spans, ...last]), ...behind};
  }

  #isBehind({earliestMs}: Moment): boolean {
    return this.#bytes >= FULL_BYTES && earliestMs - this.#lastMs < PAUSE_MS;
  }

  #placed(seen: Moment): Moment {
    return this.#isBehind(seen) ? {atMs: seen.atMs, earliestMs: Math.min(this.#fromMs, seen.earliestMs)} : seen;
  }
}

/** A span begins with a gap, so that there are never more of these than there were gaps. */
function united(gaps: readonly Gap[]): readonly Gap[] {
  const apart: Gap[] = [];
  for (const gap of gaps.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const before = apart.at(-1);
    if (before === undefined || gap.fromMs >= before.toMs) apart.push(gap);
    else apart[apart.length - 1] = {fromMs: before.fromMs, toMs: Math.max(before.toMs, gap.toMs)};
  }
  return apart;
}
