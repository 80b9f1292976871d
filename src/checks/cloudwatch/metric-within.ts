import {
  ALB_NAMESPACE,
  dimensionsOf,
  requireAlbMetric,
  requireStatistic,
  retentionMs,
} from '../../domain/metrics/alb-metrics.ts';
import {countedElsewhere, metricFix} from '../../domain/metrics/metric-advice.ts';
import {metricCommand, requireSeen, withZeros} from '../../domain/metrics/metric-gaps.ts';
import {MINUTE_MS, metricWindow, PUBLISHED_WITHIN_MS} from '../../domain/metrics/metric-window.ts';
import {defineCheck, fail, pass} from '../../model/check.ts';
import type {Datapoint} from '../../model/facts/aws-facts.ts';
import {durationParam, resourceParam, textParam, z} from '../../model/params.ts';
import {boundsText} from '../../model/text/bounds.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {targetGroupIfNamed} from '../../readers/target-groups.ts';

export const metricWithin = defineCheck({
  id: 'cloudwatch/metric-within',
  title: 'The metric of the load balancer stayed within its bounds',
  why: 'Errors that a handful of test requests do not meet show in the metrics of all requests. For some metrics, no data means zero; for others it means that nobody is measuring.',
  fix: 'Look at what the metric counts: 502 and 503 at the targets and their health, 504 at idle timeout and security groups, 460 at client time-outs.',
  byHand:
    'aws cloudwatch get-metric-statistics --namespace AWS/ApplicationELB --metric-name <metric> --statistics <statistic> --period 60 --start-time "$(date -u +%Y-%m-%dT%H:00:00Z)" --end-time "$(date -u +%Y-%m-%dT%H:%M:%SZ)" --dimensions Name=LoadBalancer,Value=<LOAD_BALANCER_SUFFIX>',
  links: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html',
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html',
  ],
  facts: ['datapoints', 'loadBalancer', 'targetGroups'],
  params: () =>
    z
      .strictObject({
        alb: resourceParam('loadBalancer', 'The load balancer'),
        targetGroup: textParam('The target group: a name or an ARN').optional(),
        metric: textParam(`A metric of ${ALB_NAMESPACE}, such as HTTPCode_ELB_5XX_Count`),
        statistic: textParam('Sum, Average, Minimum, Maximum or a percentile such as p99'),
        over: durationParam(
          'The length of the window, which ends 5 minutes ago: what is newer is judged as far as it is published',
        ),
        period: durationParam('What the statistic is taken over: each period of the window is judged').prefault('1m'),
        atMost: z.number().optional().meta({description: 'The highest value that is accepted'}),
        atLeast: z.number().optional().meta({description: 'The lowest value that is accepted'}),
      })
      .refine(({atMost, atLeast}) => (atMost ?? atLeast) !== undefined, {error: 'needs atMost, atLeast or both'})
      .refine(({period}) => period > 0 && period % MINUTE_MS === 0, {
        path: ['period'],
        error: 'is not whole minutes: load balancers report once a minute',
      })
      .refine(({over, period}) => over >= period && over % period === 0, {
        path: ['over'],
        error: 'is not a whole number of periods',
      })
      .refine(({over, period}) => over + PUBLISHED_WITHIN_MS + period <= retentionMs(period), {
        path: ['over'],
        error: 'is longer than CloudWatch keeps data of this period',
      }),
  async run({alb, targetGroup, metric: metricName, statistic, over, period, atMost, atLeast}, {aws, now}) {
    const metric = requireAlbMetric(metricName);
    requireStatistic(metric, statistic);
    const loadBalancer = await aws.loadBalancer(alb);
    const group = await targetGroupIfNamed(alb, targetGroup, aws);
    const dimensions = dimensionsOf(metric, loadBalancer, group);
    const {settled, ...window} = metricWindow(now, over, period);
    const query = {namespace: ALB_NAMESPACE, name: metricName, dimensions, statistic, ...window};
    const found = await aws.datapoints(alb, {...query, periodSeconds: period / 1000});

    const place = `${metricName} (${statistic} over ${formatDuration(period)}) of ${Object.values(dimensions).join(', ')}`;
    const seen = new Set(found.map(({at}) => Date.parse(at)));
    const gaps = settled.filter((ms) => !seen.has(ms));
    const values = metric.absence === 'zero' ? withZeros(found, gaps) : found;
    const isOut = ({value}: Datapoint) => value > (atMost ?? value) || value < (atLeast ?? value);
    const out = values.filter(isOut);
    const expected = boundsText(atLeast, atMost);
    const evidence = [
      {
        what: `periods from ${window.from} to ${window.to}`,
        value: {settled: settled.length, withData: found.length, outside: out.length},
        source: `cloudwatch:GetMetricData ${place}`,
      },
      {what: 'outside', value: out.slice(0, 5).map(({at, value}) => `${at} ${value}`), source: place},
    ];
    const byHand = metricCommand({...query, periodSeconds: period / 1000});
    if (out.length > 0) {
      const [first] = out;
      const actual = `${first?.value} at ${first?.at}${out.length > 1 ? ` and ${out.length - 1} more` : ''}`;
      return fail({place, actual, expected, evidence, byHand, fix: metricFix(metricName)});
    }
    requireSeen(metric, found, gaps, atLeast, place);
    const numbers = values.map(({value}) => value);
    const zeros = metric.absence === 'zero' && found.length === 0 ? ' (nothing was reported: none happened)' : '';
    const range = `${Math.min(...numbers)} to ${Math.max(...numbers)}${zeros} within ${formatDuration(over)}`;
    const actual = [range, ...countedElsewhere(metric)].join('; ');
    return pass({place, actual, expected, evidence, byHand});
  },
});
