import {CannotTell} from '../../model/errors.ts';
import type {Metric, MetricAlarm} from '../../model/facts/aws-facts.ts';
import type {Evidence, Fault} from '../../model/outcome.ts';
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
): Fault[] {
  const watched = alarm.metrics.filter((one) => one.namespace === ALB_NAMESPACE && one.name === metric.name);
  return [
    ...(watched.some((one) => hasSameDimensions(one.dimensions, dimensions))
      ? []
      : [{what: whatItWatches(alarm, watched), fix: dimensionsFix(metric, dimensions)}]),
    ...(alarm.actionsEnabled
      ? []
      : [
          {
            what: 'its actions are disabled',
            fix: `Enable them: \`${command`aws cloudwatch enable-alarm-actions --alarm-names ${alarm.name}`}\`.`,
          },
        ]),
    ...(alarm.alarmActions.length > 0
      ? []
      : [
          {
            what: 'it has no alarm actions',
            fix: 'Name an SNS topic that somebody reads as its alarm action (`alarm_actions` of the `aws_cloudwatch_metric_alarm`).',
          },
        ]),
    ...(alarm.state === 'INSUFFICIENT_DATA'
      ? [
          {
            what: 'its state is INSUFFICIENT_DATA',
            fix: 'See that the metric has data for exactly these dimensions, and set what missing data means (`treat_missing_data`).',
          },
        ]
      : []),
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

/** In the order of the metric's dimensions; values are `arn_suffix` in Terraform. */
function dimensionsFix({name}: AlbMetric, dimensions: Readonly<Record<string, string>>): string {
  const list = Object.entries(dimensions).map(([key, value]) => `${key} = ${value}`);
  return `Let it watch ${ALB_NAMESPACE} ${name} with exactly these dimensions: ${list.join(', ')}.`;
}

function boundFaults({statistic, threshold}: MetricAlarm, wanted: AlarmBounds): Fault[] {
  const isOther = wanted.statistic !== undefined && statistic !== null && statistic !== wanted.statistic;
  const isHigh = threshold !== null && threshold > (wanted.maxThreshold ?? Number.POSITIVE_INFINITY);
  const isLow = threshold !== null && threshold < (wanted.minThreshold ?? Number.NEGATIVE_INFINITY);
  return [
    ...(isOther
      ? [
          {
            what: `its statistic is ${statistic}, not ${wanted.statistic}`,
            fix: `Set its statistic to ${wanted.statistic}.`,
          },
        ]
      : []),
    ...(isHigh
      ? [
          {
            what: `its threshold is ${threshold}, above ${wanted.maxThreshold}`,
            fix: `Set its threshold to ${wanted.maxThreshold} at most.`,
          },
        ]
      : []),
    ...(isLow
      ? [
          {
            what: `its threshold is ${threshold}, below ${wanted.minThreshold}`,
            fix: `Set its threshold to ${wanted.minThreshold} at least.`,
          },
        ]
      : []),
  ];
}

/** A formula may fill missing data itself, so that only a plain metric can be at fault. */
function missingDataFaults(alarm: MetricAlarm, metric: AlbMetric): Fault[] {
  const fitting = fittingMissingData(metric, alarm.comparison);
  if (alarm.statistic === null || fitting === null || alarm.treatMissingData === fitting) return [];
  const what = `it treats missing data as ${alarm.treatMissingData}, not ${fitting}, and ${whyMissing(metric)}`;
  return [{what, fix: `Set treat_missing_data of the alarm to ${fitting}.`}];
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
