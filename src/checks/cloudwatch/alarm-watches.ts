import {alarmTree} from '../../domain/alarms/alarm-tree.ts';
import type {Watch} from '../../domain/alarms/alarm-watch.ts';
import {judgeComposite} from '../../domain/alarms/composite-watch.ts';
import {judgeMetricAlarm} from '../../domain/alarms/metric-alarm-watch.ts';
import {ALB_NAMESPACE, dimensionsOf, requireAlbMetric} from '../../domain/metrics/alb-metrics.ts';
import {MINUTE_MS} from '../../domain/metrics/metric-window.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {durationParam, resourceParam, textParam, z} from '../../model/params.ts';
import {audienceOf} from '../../readers/alarm-audience.ts';
import {alarmsBelow} from '../../readers/alarm-family.ts';
import {targetGroupIfNamed} from '../../readers/target-groups.ts';

export const alarmWatches = defineCheck({
  id: 'cloudwatch/alarm-watches',
  title: 'The alarm notices a fault in this metric of this load balancer, is OK otherwise, and tells somebody',
  why: 'After a migration the classic fault is a green alarm on the old load balancer. One whose statistic, threshold or treatment of missing data does not fit the metric never fires, or always, and one whose topic nobody has subscribed to, or that a mute rule mutes, tells nobody.',
  fix: 'Point the dimensions of the alarm (aws_cloudwatch_metric_alarm) at arn_suffix of the new load balancer and target group, name its alarm_actions, and set treat_missing_data: notBreaching for error counts, breaching for HealthyHostCount.',
  // Without types it shows metric alarms alone.
  byHand: 'aws cloudwatch describe-alarms --alarm-names <alarm> --alarm-types MetricAlarm CompositeAlarm',
  links: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html',
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html',
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html',
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html',
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutAlarmMuteRule.html',
  ],
  facts: [
    'alarm',
    'hasFilterPolicy',
    'loadBalancer',
    'muteRules',
    'muteSchedule',
    'parentAlarms',
    'targetGroups',
    'topicAccess',
    'topicSubscriptions',
  ],
  params: () => ({
    alarm: textParam("The alarm's name: of a metric alarm, or of a composite one above it"),
    alb: resourceParam('loadBalancer', 'The load balancer whose metric it has to watch'),
    targetGroup: textParam('The target group whose metric it has to watch: a name or an ARN').optional(),
    metric: textParam(`A metric of ${ALB_NAMESPACE}, such as HTTPCode_ELB_5XX_Count`),
    statistic: textParam('The statistic it has to use, such as Sum or p99').optional(),
    maxThreshold: z.number().optional().meta({description: 'The highest threshold that is accepted'}),
    minThreshold: z.number().optional().meta({description: 'The lowest threshold that is accepted'}),
    errors: z.number().positive().default(10).meta({description: 'How many errors a minute have to raise it'}),
    slow: durationParam('How slow answers have to raise an alarm on TargetResponseTime').prefault('5s'),
    requests: z
      .number()
      .positive()
      .optional()
      .meta({description: 'How many requests or connections a minute there are, for alarms that depend on it'}),
    messageSeen: z.boolean().default(false).meta({
      description:
        'Whether a person has seen a message of the alarm arrive (`aws cloudwatch set-alarm-state`): then keys, policies, queues and filters on its way that cannot be judged count as open',
    }),
    within: durationParam(
      'How soon it has to be in ALARM, without the minutes that CloudWatch takes to publish a metric',
    ).prefault('15m'),
  }),
  async run({alarm: name, alb, targetGroup, metric: metricName, within, ...given}, {aws, now}) {
    const metric = requireAlbMetric(metricName);
    const [loadBalancer, alarm] = await Promise.all([aws.loadBalancer(alb), aws.alarm(alb, name)]);
    const group = await targetGroupIfNamed(alb, targetGroup, aws);
    const dimensions = dimensionsOf(metric, loadBalancer, group);
    const place = `alarm ${name}`;
    const expected = `an alarm on ${metricName} of ${Object.values(dimensions).join(', ')}, which tells somebody`;
    if (alarm === null) {
      const fix = `Create alarm ${name} on ${metricName} of ${Object.values(dimensions).join(', ')}, or correct its name in the item.`;
      return fail({place, faults: [{what: 'there is none of this name', fix}], expected, evidence: []});
    }
    if (alarm.type !== 'metric' && alarm.type !== 'composite') {
      throw new CannotTell(
        `${place} is a ${alarm.type} alarm: what it watches is not read`,
        'name the metric alarm behind it',
      );
    }

    const params = {errors: given.errors, slowSeconds: given.slow / 1000, requests: given.requests};
    const watch: Watch = {metric, dimensions, loadBalancer, params, withinMinutes: within / MINUTE_MS};
    const judged =
      alarm.type === 'metric'
        ? judgeMetricAlarm(alarm, watch, given)
        : judgeComposite(alarm, alarmTree(await alarmsBelow(alb, [alarm], aws), watch), watch, given);
    const grounds = {place, expected, evidence: judged.evidence};
    if (judged.faults.length > 0) return fail({...grounds, faults: judged.faults});

    const raised = {watch, afterMinutes: judged.firesAfterMinutes, now, messageSeen: given.messageSeen};
    const audience = await audienceOf(alb, alarm, raised, aws);
    if (audience.type === 'nobody') return fail({...grounds, faults: audience.faults});
    if (audience.type === 'unknown') throw new CannotTell(`${place}: ${audience.what}`, audience.fix);
    const watched = `watches ${metricName} of ${Object.values(dimensions).join(', ')}`;
    const actual = `${watched}: ${judged.text}, and tells ${audience.by}; its state is ${alarm.state} now`;
    return pass({...grounds, actual});
  },
});
