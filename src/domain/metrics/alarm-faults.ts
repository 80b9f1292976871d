import {CannotTell} from '../../model/errors.ts';
import type {Metric, MetricAlarm} from '../../model/facts/aws-facts.ts';
import type {Evidence} from '../../model/outcome.ts';
import {command} from '../../model/text/shell.ts';
import {ALB_NAMESPACE, type AlbMetric, fittingMissingData} from './alb-metrics.ts';

export interface AlarmBounds {
  readonly statistic: string | undefined;
  readonly maxThreshold: number | undefined;
  readonly minThreshold: number | undefined;
}

/** Why it would not tell somebody of this metric; what is not known of it is for {@link requireKnown}. */
export function alarmFaults(
  alarm: MetricAlarm,
  metric: AlbMetric,
  dimensions: Readonly<Record<string, string>>,
  bounds: AlarmBounds,
): string[] {
  const watched = alarm.metrics.filter((one) => one.namespace === ALB_NAMESPACE && one.name === metric.name);
  return [
    ...(watched.some((one) => hasSameDimensions(one.dimensions, dimensions)) ? [] : [whatItWatches(alarm, watched)]),
    ...(alarm.actionsEnabled ? [] : ['its actions are disabled']),
    ...(alarm.alarmActions.length > 0 ? [] : ['it has no alarm actions']),
    ...(alarm.state === 'INSUFFICIENT_DATA' ? ['its state is INSUFFICIENT_DATA'] : []),
    ...boundFaults(alarm, bounds),
    ...missingDataFaults(alarm, metric),
  ];
}

export function alarmEvidence({arn, metrics, alarmActions, state, ...alarm}: MetricAlarm): Evidence[] {
  const {statistic, comparison, threshold, treatMissingData} = alarm;
  const value = `${statistic ?? 'a formula'} ${comparison ?? ''} ${threshold ?? '(a band)'}, missing data ${treatMissingData}`;
  return [
    {what: 'watches', value: metrics.map(metricText), source: arn},
    {what: 'alarms when', value, source: arn},
    {what: 'actions', value: [...alarmActions], source: arn},
    {what: 'state', value: state, source: arn},
  ];
}

function boundFaults({statistic, threshold}: MetricAlarm, wanted: AlarmBounds): string[] {
  const isOther = wanted.statistic !== undefined && statistic !== null && statistic !== wanted.statistic;
  const isHigh = threshold !== null && threshold > (wanted.maxThreshold ?? Number.POSITIVE_INFINITY);
  const isLow = threshold !== null && threshold < (wanted.minThreshold ?? Number.NEGATIVE_INFINITY);
  return [
    ...(isOther ? [`its statistic is ${statistic}, not ${wanted.statistic}`] : []),
    ...(isHigh ? [`its threshold is ${threshold}, above ${wanted.maxThreshold}`] : []),
    ...(isLow ? [`its threshold is ${threshold}, below ${wanted.minThreshold}`] : []),
  ];
}

/** A formula may fill missing data itself, so that only a plain metric can be at fault. */
function missingDataFaults(alarm: MetricAlarm, metric: AlbMetric): string[] {
  const fitting = fittingMissingData(metric, alarm.comparison);
  if (alarm.statistic === null || fitting === null || alarm.treatMissingData === fitting) return [];
  return [`it treats missing data as ${alarm.treatMissingData}, not ${fitting}, and ${whyMissing(metric)}`];
}

function whyMissing({name, absence}: AlbMetric): string {
  if (absence === 'zero') return `${name} is reported only when it is not zero`;
  return absence === 'quiet' ? `${name} is missing while there are no requests` : 'missing hosts are as bad as none';
}

export function requireKnown(
  alarm: MetricAlarm,
  metric: AlbMetric,
  asksStatistic: boolean,
  asksThreshold: boolean,
): void {
  const fitting = fittingMissingData(metric, alarm.comparison);
  const isFilled = fitting === null || alarm.treatMissingData === fitting;
  if (alarm.statistic === null && (asksStatistic || !isFilled)) {
    throw new CannotTell(
      `alarm ${alarm.name}: it watches a formula, whose statistic and missing data are not read`,
      command`look at it: aws cloudwatch describe-alarms --alarm-names ${alarm.name}`,
    );
  }
  if (alarm.threshold === null && asksThreshold) {
    throw new CannotTell(`alarm ${alarm.name}: it has a band, not a threshold`, 'leave the threshold out of the item');
  }
}

function whatItWatches({metrics}: MetricAlarm, watched: readonly Metric[]): string {
  const shown = (watched.length > 0 ? watched : metrics).map(metricText).join(' and ');
  return `it watches ${shown || 'no metric'}`;
}

function metricText({namespace, name, dimensions}: Metric): string {
  return `${namespace} ${name} of ${Object.values(dimensions).join(', ') || 'nothing in particular'}`;
}

/** Exactly: one more dimension (a zone, a target group) narrows what is watched. */
export function hasSameDimensions(one: Metric['dimensions'], other: Metric['dimensions']): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}
