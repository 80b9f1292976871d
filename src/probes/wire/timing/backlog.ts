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

/**
 * A server may have been held back for as long as we did not read, when it had more to send than fits into the buffers
 * on the way. Nothing is then younger than the beginning of that gap until the connection has been quiet for a while.
 */
export function createBacklog(watch: PresenceWatch): Backlog {
  /** What has been read since the gap that is looked at began. */
  const read = {fromMs: Number.NEGATIVE_INFINITY, bytes: 0, lastMs: Number.NEGATIVE_INFINITY};
  const spans: Gap[] = [];

  const isBehind = ({earliestMs}: Moment) => read.bytes >= FULL_BYTES && earliestMs - read.lastMs < PAUSE_MS;

  const placed = (seen: Moment): Moment =>
    isBehind(seen) ? {atMs: seen.atMs, earliestMs: Math.min(read.fromMs, seen.earliestMs)} : seen;

  return {
    moment: () => placed(watch.moment()),
    read(bytes) {
      const seen = watch.moment();
      if (!isBehind(seen)) {
        if (read.bytes >= FULL_BYTES) spans.push({fromMs: read.fromMs, toMs: read.lastMs});
        const isLate = seen.earliestMs < seen.atMs;
        // Less than that lay in the socket: the other side had sent all that it wanted to.
        if (!isLate || seen.earliestMs !== read.fromMs) {
          read.fromMs = isLate ? seen.earliestMs : seen.atMs;
          read.bytes = 0;
        }
        if (isLate) read.bytes += bytes;
      }
      read.lastMs = seen.atMs;
      return placed(seen);
    },
    extended(untilMs) {
      const seen = watch.moment();
      if (!isBehind(seen)) return untilMs;
      // At least until a sweep has shown that the socket is still empty.
      const quietMs = Math.max(read.lastMs + PAUSE_MS, seen.atMs + 1);
      return Math.min(Math.max(untilMs, quietMs), untilMs + QUIET_WITHIN_MS);
    },
    observer() {
      const observer = watch.observer();
      const seen = watch.moment();
      const behind = isBehind(seen) ? {behindSinceMs: read.fromMs} : {};
      const last =
        read.bytes >= FULL_BYTES ? [{fromMs: read.fromMs, toMs: isBehind(seen) ? seen.atMs : read.lastMs}] : [];
      return {...observer, gaps: united([...observer.gaps, ...spans, ...last]), ...behind};
    },
  };
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
