import {CannotTell} from '../errors.ts';
import {formatDuration} from '../text/duration.ts';

/**
 * How far our own process was running while it observed the wire: it may have been stopped, starved, swapped out or
 * busy with other work, and then what came meanwhile is seen late. Times are milliseconds since the look began.
 */
export interface Observer {
  /** In order; at most {@link MAX_GAPS}. Lateness below the resolution of the measurement (30 ms) is in none. */
  readonly gaps: readonly Gap[];
  /** How long this process was late in all. */
  readonly awayMs: number;
  /** How long the machine was suspended meanwhile: the monotonic clock, and so every time here, stood still. */
  readonly suspendedMs: number;
  /**
   * What was read at the end may have been sent at any time since then: more had come while this process was away than
   * fits into the buffers on the way. Left out when it had caught up.
   */
  readonly behindSinceMs?: number;
  /** How late this process may be without seeing it. Left out: not at all. */
  readonly resolutionMs?: number;
}

/** What is seen at a time in here, or at its end, may have come at any time since its beginning. */
export interface Gap {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Neighbouring gaps are joined until this many are left. */
export const MAX_GAPS = 32;

/** The answer of a fact that was recorded before absence was measured. */
export const NEVER_AWAY: Observer = {gaps: [], awayMs: 0, suspendedMs: 0};

/** When something was seen, and the earliest time at which it may have come. Milliseconds since the look began. */
export interface Moment {
  readonly atMs: number;
  readonly earliestMs: number;
}

/** Measures whether this process is running: only while something is watched. */
export interface Presence {
  watch(): PresenceWatch;
}

export interface PresenceWatch {
  moment(): Moment;
  awayMs(): number;
  /** How late this process may be without seeing it. */
  readonly resolutionMs: number;
  observer(): Observer;
  /** What was measured can still be asked for, up to this moment. */
  stop(): void;
}

/** For observations that no process can delay: a replay, a test with its own clock. */
export function alwaysThere(clock: {monotonicMs(): number}): Presence {
  return {
    watch() {
      const startedMs = clock.monotonicMs();
      return {
        moment() {
          const atMs = clock.monotonicMs() - startedMs;
          return {atMs, earliestMs: atMs};
        },
        awayMs: () => 0,
        resolutionMs: 0,
        observer: () => NEVER_AWAY,
        stop() {},
      };
    },
  };
}

/**
 * The error for a verdict that our own absence could have changed. `hidden` is a clause: what is not known, for example
 * `whether it was open for 3 s`.
 */
export function ownSlowness(
  where: string,
  {awayMs, suspendedMs, resolutionMs = 0}: Observer,
  lookedMs: number,
  hidden: string,
): CannotTell {
  const how =
    suspendedMs > 0
      ? `this machine was suspended for ${formatDuration(suspendedMs)} meanwhile`
      : awayMs > 0
        ? `this machine was not scheduled for ${formatDuration(awayMs)} of those ${formatDuration(lookedMs)}`
        : `the times measured on this machine may be up to ${formatDuration(resolutionMs)} too long`;
  return new CannotTell(
    `${where}: ${how}, so it is not known ${hidden}`,
    'Run again on a machine that stays awake and is less busy, or give the item `retry:`, which repeats an item that could not tell.',
    {transient: true, commonCause: 'this machine was too slow to tell'},
  );
}
