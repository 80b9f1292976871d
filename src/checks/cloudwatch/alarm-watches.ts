import {z} from 'zod';
import {
  ALB_NAMESPACE,
  type AlbMetric,
  dimensionsOf,
  fittingMissingData,
  requireAlbMetric,
} from '../../domain/metrics/alb-metrics.ts';
import {findTargetGroup} from '../../domain/targets/target-groups.ts';
import {defineCheck} from '../../model/check.ts';
import {CannotTell} from '../../model/errors.ts';
import type {Metric, MetricAlarm} from '../../model/facts/aws-facts.ts';
import {fail, pass} from '../../model/outcome.ts';
import {resourceParam} from '../../model/params.ts';
import {command} from '../../model/text/shell.ts';

export const alarmWatches = defineCheck({
  id: 'cloudwatch/alarm-watches',
  title: 'The alarm watches this metric of this load balancer, and tells somebody',
  docs: {
    why: 'After a migration the classic fault is a green alarm on the old load balancer. One without actions, or without data because errors are reported only when there are some, tells nobody either.',
    fix: 'Point the dimensions of the alarm (aws_cloudwatch_metric_alarm) at arn_suffix of the new load balancer and target group, name its alarm_actions, and set treat_missing_data: notBreaching for error counts, breaching for HealthyHostCount.',
    byHand:
      'aws cloudwatch describe-alarms --alarm-names <alarm> --query "MetricAlarms[].[Dimensions,ActionsEnabled,AlarmActions,StateValue,TreatMissingData]"',
    links: [
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html',
      'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html',
    ],
  },
  facts: ['alarm', 'loadBalancer', 'targetGroups'],
  touches: 'aws',
  params: z.strictObject({
    alarm: z.string().min(1).meta({description: "The alarm's name"}),
    alb: resourceParam('loadBalancer', 'The load balancer whose metric it has to watch'),
    targetGroup: z
      .string()
      .min(1)
      .optional()
      .meta({description: 'The target group whose metric it has to watch: a name or an ARN'}),
    metric: z
      .string()
      .min(1)
      .meta({description: `A metric of ${ALB_NAMESPACE}, such as HTTPCode_ELB_5XX_Count`}),
    statistic: z.string().min(1).optional().meta({description: 'The statistic it has to use, such as Sum or p99'}),
    maxThreshold: z.number().optional().meta({description: 'The highest threshold that will do'}),
    minThreshold: z.number().optional().meta({description: 'The lowest threshold that will do'}),
  }),
  async run({alarm: name, alb, targetGroup, metric: metricName, statistic, maxThreshold, minThreshold}, {aws}) {
    const metric = requireAlbMetric(metricName);
    const [loadBalancer, alarm] = await Promise.all([aws.loadBalancer(alb), aws.alarm(alb, name)]);
    const group =
      targetGroup === undefined ? null : findTargetGroup(targetGroup, await aws.targetGroups(alb), loadBalancer.arn);
    const dimensions = dimensionsOf(metric, loadBalancer, group);
    const place = `alarm ${name}`;
    const expected = `an alarm on ${metricName} of ${Object.values(dimensions).join(', ')}, with actions`;
    if (alarm === null) return fail({place, faults: ['there is none of this name'], expected, evidence: []});
    if (alarm.type !== 'metric') {
      throw new CannotTell(
        `${place} is a ${alarm.type} alarm: what it watches is not read`,
        'name the metric alarm behind it',
      );
    }

    const watched = alarm.metrics.filter((one) => one.namespace === ALB_NAMESPACE && one.name === metricName);
    const faults = [
      ...(watched.some((one) => isSame(one.dimensions, dimensions)) ? [] : [whatItWatches(alarm, watched)]),
      ...(alarm.actionsEnabled ? [] : ['its actions are disabled']),
      ...(alarm.alarmActions.length > 0 ? [] : ['it has no alarm actions']),
      ...(alarm.state === 'INSUFFICIENT_DATA' ? ['its state is INSUFFICIENT_DATA'] : []),
      ...boundFaults(alarm, {statistic, maxThreshold, minThreshold}),
      ...missingDataFaults(alarm, metric),
    ];
    const grounds = {
      place,
      expected,
      evidence: [
        {what: 'watches', value: alarm.metrics.map(metricText), source: alarm.arn},
        {
          what: 'alarms when',
          value: `${alarm.statistic ?? 'a formula'} ${alarm.comparison ?? ''} ${alarm.threshold ?? '(a band)'}, missing data ${alarm.treatMissingData}`,
          source: alarm.arn,
        },
        {what: 'actions', value: [...alarm.alarmActions], source: alarm.arn},
        {what: 'state', value: alarm.state, source: alarm.arn},
      ],
    };
    if (faults.length > 0) return fail({...grounds, faults});
    requireKnown(alarm, metric, statistic !== undefined, (maxThreshold ?? minThreshold) !== undefined);
    const actual = `watches ${metricName} of ${Object.values(dimensions).join(', ')}, state ${alarm.state}`;
    return pass({...grounds, actual});
  },
});

interface Bounds {
  readonly statistic: string | undefined;
  readonly maxThreshold: number | undefined;
  readonly minThreshold: number | undefined;
}

function boundFaults({statistic, threshold}: MetricAlarm, wanted: Bounds): string[] {
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
  return [`it takes missing data for ${alarm.treatMissingData}, not ${fitting}, and ${whyMissing(metric)}`];
}

function whyMissing({name, absence}: AlbMetric): string {
  if (absence === 'zero') return `${name} is reported only when it is not zero`;
  return absence === 'quiet' ? `${name} is missing while there are no requests` : 'missing hosts are as bad as none';
}

function requireKnown(alarm: MetricAlarm, metric: AlbMetric, asksStatistic: boolean, asksThreshold: boolean): void {
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
function isSame(one: Metric['dimensions'], other: Metric['dimensions']): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}
