/**
 * The state that CloudWatch gives an alarm for the datapoints of its evaluation range.
 * Source: the CloudWatch user guide (alarm evaluation; how alarms treat missing data; avoiding premature transitions).
 */

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export interface EvaluationRule {
  /** N: how many datapoints decide. */
  readonly evaluationPeriods: number;
  /** M: how many of them have to breach. */
  readonly datapointsToAlarm: number;
  /** `breaching`, `notBreaching`, `ignore` or `missing`. */
  readonly treatMissingData: string;
}

/**
 * @param breaches of the datapoints in the range, the oldest first; null where one is missing.
 * @param state what the alarm is in now.
 */
export function nextState(
  breaches: readonly (boolean | null)[],
  {evaluationPeriods, datapointsToAlarm, treatMissingData}: EvaluationRule,
  state: AlarmState,
): AlarmState {
  const known = breaches.filter((one) => one !== null).slice(-evaluationPeriods);
  const breaching = known.filter(Boolean).length;
  const filled = evaluationPeriods - known.length;
  if (breaching >= datapointsToAlarm) return 'ALARM';
  if (filled === 0 || treatMissingData === 'notBreaching') return 'OK';
  if (treatMissingData === 'breaching') return breaching + filled >= datapointsToAlarm ? 'ALARM' : 'OK';
  if (known.includes(false)) return 'OK';
  if (treatMissingData === 'ignore') return state;
  // Nothing but breaches since the oldest of them, which is old enough: waiting longer would not be prudent.
  const oldest = breaches.indexOf(true);
  return oldest >= 0 && breaches.length - oldest >= datapointsToAlarm ? 'ALARM' : 'INSUFFICIENT_DATA';
}

const COMPARISONS: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/** Null for a comparison with a band, or one that this version does not know. */
export function breachOf(comparison: string | null): ((value: number, threshold: number) => boolean) | null {
  return COMPARISONS[comparison ?? ''] ?? null;
}
