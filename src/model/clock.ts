/** Time, handed in: a run can be judged at another day, and a test need not wait. */
export interface Clock {
  /** Wall time, for reports and for judging dates. */
  now(): Date;
  /** Milliseconds that only go forward, for durations. */
  monotonicMs(): number;
  /** Resolves after `ms`; rejects with the signal's reason when aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
