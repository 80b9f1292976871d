import {CannotTell} from '../../model/errors.ts';
import type {LoadBalancer, Metric, TargetGroup} from '../../model/facts/aws-facts.ts';
import {didYouMean} from '../../model/text/did-you-mean.ts';

/**
 * The metrics of an Application Load Balancer: what no data means, and so what an alarm has to take it for.
 * Source: the ALB user guide (CloudWatch metrics).
 */

export const ALB_NAMESPACE = 'AWS/ApplicationELB';

export interface AlbMetric {
  readonly name: string;
  /** Without percentiles, for which there is `hasPercentiles`. */
  readonly statistics: readonly string[];
  readonly hasPercentiles: boolean;
  /**
   * What a period without data means. `zero`: it is reported only when it is not zero. `quiet`: there was no request.
   * `blind`: it is reported whenever there is something to report about, so without data nothing is being measured.
   */
  readonly absence: 'zero' | 'quiet' | 'blind';
  /** Whose metric it is: for anything else CloudWatch answers with no data, as if all were well. */
  readonly of: 'load balancer' | 'target group' | 'both';
}

type Kind = Pick<AlbMetric, 'absence' | 'of'>;

const counts = (kind: Kind, ...names: string[]): AlbMetric[] =>
  names.map((name) => ({name, statistics: ['Sum'], hasPercentiles: false, ...kind}));

const hosts = (...names: string[]): AlbMetric[] =>
  names.map((name) => ({
    name,
    statistics: ['Average', 'Minimum', 'Maximum'],
    hasPercentiles: false,
    absence: 'blind',
    of: 'target group',
  }));

/** Not those that are reported for a zone only, such as DroppedInvalidHeaderRequestCount: of the whole they have no data. */
export const ALB_METRICS: readonly AlbMetric[] = [
  ...counts(
    {absence: 'zero', of: 'load balancer'},
    'ActiveConnectionCount',
    'NewConnectionCount',
    'RejectedConnectionCount',
    'ClientTLSNegotiationErrorCount',
    'HTTPCode_ELB_4XX_Count',
    'HTTPCode_ELB_5XX_Count',
    'HTTPCode_ELB_500_Count',
    'HTTPCode_ELB_502_Count',
    'HTTPCode_ELB_503_Count',
    'HTTPCode_ELB_504_Count',
  ),
  ...counts(
    {absence: 'zero', of: 'both'},
    'TargetConnectionErrorCount',
    'TargetTLSNegotiationErrorCount',
    'HTTPCode_Target_2XX_Count',
    'HTTPCode_Target_3XX_Count',
    'HTTPCode_Target_4XX_Count',
    'HTTPCode_Target_5XX_Count',
  ),
  ...counts({absence: 'quiet', of: 'both'}, 'RequestCount'),
  ...hosts('HealthyHostCount', 'UnHealthyHostCount'),
  {
    name: 'TargetResponseTime',
    statistics: ['Average'],
    hasPercentiles: true,
    absence: 'quiet',
    of: 'both',
  },
];

/** @throws {CannotTell} for a metric whose missing data this version cannot read. */
export function requireAlbMetric(name: string): AlbMetric {
  const metric = ALB_METRICS.find((one) => one.name === name);
  if (metric !== undefined) return metric;
  const names = ALB_METRICS.map((one) => one.name);
  throw new CannotTell(
    `${ALB_NAMESPACE} ${name}: what missing data of it means is not known to this version.${didYouMean(name, names)}`,
    `use one of ${names.join(', ')}`,
  );
}

/** @throws {CannotTell} for a statistic that says nothing about this metric. */
export function requireStatistic({name, statistics, hasPercentiles}: AlbMetric, statistic: string): void {
  if (statistics.includes(statistic) || (hasPercentiles && /^p\d{1,2}(\.\d{1,2})?$/.test(statistic))) return;
  const known = [...statistics, ...(hasPercentiles ? ['p50, p99, …'] : [])].join(', ');
  throw new CannotTell(`${name}: its ${statistic} says nothing; it has ${known}`, `use ${known}`);
}

/**
 * The dimensions under which a metric of this load balancer, and of this target group on it, is reported.
 *
 * @throws {CannotTell} where there is no such metric.
 */
export function dimensionsOf(
  {name, of}: Pick<AlbMetric, 'name' | 'of'>,
  loadBalancer: LoadBalancer,
  group: TargetGroup | null,
): Metric['dimensions'] {
  if (of === 'target group' && group === null) {
    throw new CannotTell(`${name} is reported for a target group only`, 'name it with `targetGroup:`');
  }
  if (of === 'load balancer' && group !== null) {
    throw new CannotTell(
      `${name} is reported for a load balancer only, not for a target group`,
      'leave `targetGroup:` out',
    );
  }
  if (group !== null && !group.loadBalancerArns.includes(loadBalancer.arn)) {
    throw new CannotTell(
      `target group ${group.name} is not on load balancer ${loadBalancer.name}: the two have no metrics together`,
      'correct `alb:` or `targetGroup:`, or let a rule forward to the group',
    );
  }
  return {
    LoadBalancer: loadBalancer.arn.split(':loadbalancer/')[1] ?? '',
    ...(group === null ? {} : {TargetGroup: group.arn.split(':').at(-1) ?? ''}),
  };
}

const DAY_MS = 86_400_000;

/** How long CloudWatch keeps data of this period: beyond that, no data means nothing. */
export function retentionMs(periodMs: number): number {
  if (periodMs < 300_000) return 15 * DAY_MS;
  return periodMs < 3_600_000 ? 63 * DAY_MS : 455 * DAY_MS;
}
