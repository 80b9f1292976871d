/** Time, handed in: a run can be judged at another day, and a test need not wait. */
export interface Clock {
  /** Wall time, for reports and for judging dates. */
  now(): Date;
  /** Milliseconds that only go forward, for durations. */
  monotonicMs(): number;
  /** Resolves after `ms`; rejects with the signal's reason when aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Whole milliseconds since a reading of `monotonicMs`. */
export function elapsedMs(clock: Pick<Clock, 'monotonicMs'>, sinceMs: number): number {
  return Math.max(0, Math.round(clock.monotonicMs() - sinceMs));
}
