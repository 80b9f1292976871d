import {alarmEvidence, alarmFaults, requireKnown} from '../../domain/metrics/alarm-faults.ts';
import {ALB_NAMESPACE, dimensionsOf, requireAlbMetric} from '../../domain/metrics/alb-metrics.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {resourceParam, textParam, z} from '../../model/params.ts';
import {targetGroupIfNamed} from '../../readers/target-groups.ts';

export const alarmWatches = defineCheck({
  id: 'cloudwatch/alarm-watches',
  title: 'The alarm watches this metric of this load balancer, and notifies somebody',
  why: 'After a migration the classic fault is a green alarm on the old load balancer. One without actions, or without data because errors are reported only when there are some, notifies nobody either.',
  fix: 'Point the dimensions of the alarm (aws_cloudwatch_metric_alarm) at arn_suffix of the new load balancer and target group, name its alarm_actions, and set treat_missing_data: notBreaching for error counts, breaching for HealthyHostCount.',
  byHand:
    'aws cloudwatch describe-alarms --alarm-names <alarm> --query "MetricAlarms[].[Dimensions,ActionsEnabled,AlarmActions,StateValue,TreatMissingData]"',
  links: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html',
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html',
  ],
  facts: ['alarm', 'loadBalancer', 'targetGroups'],
  params: () => ({
    alarm: textParam("The alarm's name"),
    alb: resourceParam('loadBalancer', 'The load balancer whose metric it has to watch'),
    targetGroup: textParam('The target group whose metric it has to watch: a name or an ARN').optional(),
    metric: textParam(`A metric of ${ALB_NAMESPACE}, such as HTTPCode_ELB_5XX_Count`),
    statistic: textParam('The statistic it has to use, such as Sum or p99').optional(),
    maxThreshold: z.number().optional().meta({description: 'The highest threshold that is accepted'}),
    minThreshold: z.number().optional().meta({description: 'The lowest threshold that is accepted'}),
  }),
  async run({alarm: name, alb, targetGroup, metric: metricName, statistic, maxThreshold, minThreshold}, {aws}) {
    const metric = requireAlbMetric(metricName);
    const [loadBalancer, alarm] = await Promise.all([aws.loadBalancer(alb), aws.alarm(alb, name)]);
    const group = await targetGroupIfNamed(alb, targetGroup, aws);
    const dimensions = dimensionsOf(metric, loadBalancer, group);
    const place = `alarm ${name}`;
    const expected = `an alarm on ${metricName} of ${Object.values(dimensions).join(', ')}, with actions`;
    if (alarm === null) {
      const fix = `Create alarm ${name} on ${metricName} of ${Object.values(dimensions).join(', ')}, or correct its name in the item.`;
      return fail({place, faults: [{what: 'there is none of this name', fix}], expected, evidence: []});
    }
    if (alarm.type !== 'metric') {
      throw new CannotTell(
        `${place} is a ${alarm.type} alarm: what it watches is not read`,
        'name the metric alarm behind it',
      );
    }

    const faults = alarmFaults(alarm, metric, dimensions, {statistic, maxThreshold, minThreshold});
    const grounds = {place, expected, evidence: alarmEvidence(alarm)};
    if (faults.length > 0) return fail({...grounds, faults});
    requireKnown(alarm, metric, statistic !== undefined, (maxThreshold ?? minThreshold) !== undefined);
    const actual = `watches ${metricName} of ${Object.values(dimensions).join(', ')}, state ${alarm.state}`;
    return pass({...grounds, actual});
  },
});
