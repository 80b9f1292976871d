export const MINUTE_MS = 60_000;

/**
 * CloudWatch publishes late, and how late is not documented: data that is missing for the last minutes proves nothing
 * yet. The window ends before them, and what there is of them already is judged with it.
 */
export const PUBLISHED_WITHIN_MS = 5 * MINUTE_MS;

export interface MetricWindow {
  /** ISO 8601. */
  readonly from: string;
  /** ISO 8601: the latest whole period, whatever of it is published. */
  readonly to: string;
  /** Where the periods begin that have to be there, in milliseconds. */
  readonly settled: readonly number[];
}

export function metricWindow(now: Date, overMs: number, periodMs: number): MetricWindow {
  const wholePeriods = (ms: number) => Math.floor(ms / periodMs) * periodMs;
  const settledMs = wholePeriods(now.getTime() - PUBLISHED_WITHIN_MS);
  return {
    from: new Date(settledMs - overMs).toISOString(),
    to: new Date(wholePeriods(now.getTime())).toISOString(),
    settled: Array.from({length: overMs / periodMs}, (_, i) => settledMs - overMs + i * periodMs),
  };
}
