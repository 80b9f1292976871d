import {type AwsWorld, HEALTHY} from '../../../src/lab/aws-world.ts';
import {ALB, RECORDED_AT, SSE_TARGET_GROUP_ARN} from '../../../src/lab/worlds/names.ts';
import type {ApiRoute, Datapoint, MetricQuery} from '../../../src/model/facts/aws-facts.ts';

/** Five that checklist.yaml asks for, and the five since that CloudWatch may not have published all of. */
const WINDOW_MINUTES = 10;

/** What checklist.yaml is told of the lab: the emulator's answers to the same. */
export const LAB_VARS = {
  hostZone: 'georgi.io',
  heartbeat: '1s',
  longestStream: '2m',
  revisionBefore: 'jessica-service:8',
} as const;

const [EVERYTHING] = HEALTHY.apiRoutes;
if (EVERYTHING?.integration == null) throw new Error('the API of the lab has no integration');

/** A route of the API that streams, as REST APIs can. */
const EVENTS: ApiRoute = {
  ...EVERYTHING,
  method: 'GET',
  path: '/events',
  integration: {...EVERYTHING.integration, httpMethod: 'GET', responseTransferMode: 'STREAM', timeoutMs: 900_000},
};

/** A name that DNS has no address of. */
export const GONE_LOAD_BALANCER = 'dualstack.gone-alb-7.eu-central-1.elb.amazonaws.com';

/** The lab's world with what checklist.yaml asks for beyond the shipped one. */
export const LAB: AwsWorld = {
  ...HEALTHY,
  zonesOfVpcs: {'vpc-0consumer': []},
  apiRoutes: [...HEALTHY.apiRoutes, EVENTS],
  metrics: [
    ...HEALTHY.metrics,
    {query: healthyHosts(), datapoints: everyMinute(1)},
    {query: badGateways(), datapoints: []},
    {query: errorsOf('Target'), datapoints: []},
    {query: errorsOf('ELB'), datapoints: []},
  ],
};

export function healthyHosts(): MetricQuery {
  const TargetGroup = SSE_TARGET_GROUP_ARN.split(':').at(-1) ?? '';
  return query('HealthyHostCount', 'Minimum', {LoadBalancer: ALB, TargetGroup});
}

export function badGateways(): MetricQuery {
  return query('HTTPCode_ELB_502_Count', 'Sum', {LoadBalancer: ALB});
}

/** Of all targets, or of the load balancer itself. */
export function errorsOf(whose: 'Target' | 'ELB'): MetricQuery {
  return query(`HTTPCode_${whose}_5XX_Count`, 'Sum', {LoadBalancer: ALB});
}

/** One for each minute that the items look back. */
export function everyMinute(value: number): Datapoint[] {
  return Array.from({length: WINDOW_MINUTES}, (_, minute) => ({at: minutesBefore(WINDOW_MINUTES - minute), value}));
}

function query(name: string, statistic: string, dimensions: MetricQuery['dimensions']): MetricQuery {
  return {
    namespace: 'AWS/ApplicationELB',
    name,
    dimensions,
    statistic,
    periodSeconds: 60,
    from: minutesBefore(WINDOW_MINUTES),
    to: minutesBefore(0),
  };
}

function minutesBefore(minutes: number): string {
  return new Date(Date.parse(RECORDED_AT) - minutes * 60_000).toISOString();
}
