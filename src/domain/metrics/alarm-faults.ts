import {CannotTell} from '../../model/errors.ts';
import type {Metric, MetricAlarm} from '../../model/facts/aws-facts.ts';
import {command} from '../../model/text/shell.ts';
import {type AlbMetric, fittingMissingData} from './alb-metrics.ts';

export interface AlarmBounds {
  readonly statistic: string | undefined;
  readonly maxThreshold: number | undefined;
  readonly minThreshold: number | undefined;
}

export function boundFaults({statistic, threshold}: MetricAlarm, wanted: AlarmBounds): string[] {
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
export function missingDataFaults(alarm: MetricAlarm, metric: AlbMetric): string[] {
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

export function whatItWatches({metrics}: MetricAlarm, watched: readonly Metric[]): string {
  const shown = (watched.length > 0 ? watched : metrics).map(metricText).join(' and ');
  return `it watches ${shown || 'no metric'}`;
}

export function metricText({namespace, name, dimensions}: Metric): string {
  return `${namespace} ${name} of ${Object.values(dimensions).join(', ') || 'nothing in particular'}`;
}

/** Exactly: one more dimension (a zone, a target group) narrows what is watched. */
export function hasSameDimensions(one: Metric['dimensions'], other: Metric['dimensions']): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}
