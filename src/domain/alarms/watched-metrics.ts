import type {LoadBalancer, Metric, MetricAlarm, MetricOfAlarm} from '../../model/facts/aws-facts.ts';
import {ALB_METRICS, ALB_NAMESPACE, type AlbMetric} from '../metrics/alb-metrics.ts';

/** What an alarm reads itself: the metrics among its queries. */
export function metricsOfAlarm({queries}: MetricAlarm): MetricOfAlarm[] {
  return queries.flatMap((query) => (query.type === 'metric' ? [query] : []));
}

/** Whether a query reads this metric with exactly these dimensions: one more narrows what is watched. */
export function readsMetric(
  {metric, accountId}: MetricOfAlarm,
  name: string,
  dimensions: Metric['dimensions'],
  {arn}: LoadBalancer,
): boolean {
  return (
    metric.namespace === ALB_NAMESPACE &&
    metric.name === name &&
    (accountId === null || accountId === arn.split(':')[4]) &&
    hasSameDimensions(metric.dimensions, dimensions)
  );
}

export function hasSameDimensions(one: Metric['dimensions'], other: Metric['dimensions']): boolean {
  return Object.keys(one).length === Object.keys(other).length && isPartOf(one, other);
}

/** Whether it is of the same, narrowed by more dimensions. */
export function isPartOf(one: Metric['dimensions'], other: Metric['dimensions']): boolean {
  return Object.entries(other).every(([key, value]) => one[key] === value);
}

/** Null for what is not a metric of load balancers, or not known to this version. */
export function albMetricOf({namespace, name}: Metric): AlbMetric | null {
  return namespace === ALB_NAMESPACE ? (ALB_METRICS.find((one) => one.name === name) ?? null) : null;
}

/** Whether load balancers report it under these dimensions; under others there is never any data. */
export function isReportedUnder({of}: AlbMetric, dimensions: Metric['dimensions']): boolean {
  const {AvailabilityZone: _zone, LoadBalancer, TargetGroup, ...others} = dimensions;
  if (LoadBalancer === undefined || Object.keys(others).length > 0) return false;
  return TargetGroup === undefined ? of !== 'target group' : of !== 'load balancer';
}

export function metricText({namespace, name, dimensions}: Metric): string {
  return `${namespace} ${name} of ${Object.values(dimensions).join(', ') || 'nothing in particular'}`;
}
