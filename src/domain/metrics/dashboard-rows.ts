import type {LoadBalancer, Metric} from '../../model/facts/aws-facts.ts';
import {ALB_NAMESPACE} from './alb-metrics.ts';
import type {ShownMetric} from './dashboard-metrics.ts';

/** A row may be about one target group of the load balancer, not about one zone, nor about another region or account. */
export function showsMetric(
  metric: ShownMetric,
  dimensions: Metric['dimensions'],
  {arn, region}: LoadBalancer,
): boolean {
  return (
    metric.namespace === ALB_NAMESPACE &&
    metric.region === region &&
    (metric.accountId === null || metric.accountId === arn.split(':')[4]) &&
    !('AvailabilityZone' in metric.dimensions) &&
    Object.entries(dimensions).every(([key, value]) => metric.dimensions[key] === value)
  );
}

/** A search that names all of it, with no word that excludes any of it, finds it. */
export function searchNames(expression: string, words: readonly string[]): boolean {
  // Whole words: HealthyHostCount is the end of UnHealthyHostCount.
  const named = new Set(expression.split(/[^\w/.-]+/));
  return /SEARCH/i.test(expression) && !/\b(OR|NOT)\b/.test(expression) && words.every((one) => named.has(one));
}

/** A search in another namespace finds nothing of a load balancer. */
export function mayBeAboutLoadBalancers(opaque: string): boolean {
  const namespace = /SEARCH\(\s*['"]\s*\{\s*"?([\w/]+)/i.exec(opaque)?.[1];
  return namespace === undefined || namespace === ALB_NAMESPACE;
}

export function shownMetricTexts(metrics: readonly ShownMetric[], namespace: string): string[] {
  const texts = metrics
    .filter((one) => one.namespace === namespace)
    .map(
      ({name, dimensions, region}) => `${name} of ${Object.values(dimensions).join(', ')} in ${region ?? 'no region'}`,
    );
  return [...new Set(texts)];
}
