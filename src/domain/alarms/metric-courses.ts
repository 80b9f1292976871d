import type {AlbMetric} from '../metrics/alb-metrics.ts';
import type {Samples} from './metric-samples.ts';

/**
 * What a metric of a load balancer reports each minute while all is well, and while what an alarm is for has happened.
 * Source: the ALB user guide (CloudWatch metrics).
 */
export interface Course {
  /** What the alarm is for, nothing left that reports, or nothing that happens while all is well. */
  readonly kind: 'fault' | 'silence' | 'idle';
  /** `2 healthy targets, then none`, in two halves. */
  readonly healthyText: string;
  readonly failingText: string;
  /** Of one minute; without samples nothing is reported. */
  readonly healthy: readonly Samples[];
  readonly failing: readonly Samples[];
}

export interface CourseParams {
  /** Of an error, a minute. */
  readonly errors: number;
  /** Of an answer that is too slow. */
  readonly slowSeconds: number;
  /** A minute; undefined where the checklist does not say. */
  readonly requests: number | undefined;
  /** Whether the alarm is on too little: then requests that cease are what it is for. */
  readonly isOnTooLittle: boolean;
}

/** AWS does not say how a load balancer samples all of it; what is the same either way is known. */
export type Sampling = 'fine' | 'coarse';
export const SAMPLINGS: readonly Sampling[] = ['fine', 'coarse'];

const HEALTHY_HOSTS = 2;
const QUICK_SECONDS = 0.1;
/** A load balancer has several nodes, each of which counts the hosts. */
const NODES = {fine: 12, coarse: 1} as const;
const ANY_REQUESTS = {fine: 1_000_000, coarse: 1} as const;

const COUNTED_BY_ONE = /^(RequestCount|HTTPCode_ELB_[45]XX_Count|HTTPCode_Target_[2345]XX_Count)$/;
const IS_TRAFFIC = /^(RequestCount|ActiveConnectionCount|NewConnectionCount|HTTPCode_Target_[23]XX_Count)$/;

/** All that an alarm on this metric has to get right, the fault that it is for first. */
export function coursesOf(metric: AlbMetric, params: CourseParams, sampling: Sampling): Course[] {
  const {errors, slowSeconds, requests, isOnTooLittle} = params;
  if (metric.name === 'HealthyHostCount') {
    const well = {healthyText: `${HEALTHY_HOSTS} healthy targets`, healthy: hosts(HEALTHY_HOSTS, sampling)};
    return [
      {...well, kind: 'fault', failingText: 'no healthy target', failing: hosts(0, sampling)},
      {...well, kind: 'silence', failingText: 'no target at all, so that nothing is reported', failing: []},
    ];
  }
  if (metric.name === 'UnHealthyHostCount') {
    return [fault('no unhealthy target', hosts(0, sampling), '1 unhealthy target', hosts(1, sampling))];
  }
  if (metric.name === 'TargetResponseTime') {
    const count = requests ?? ANY_REQUESTS[sampling];
    const healthyText = `answers in ${QUICK_SECONDS} s`;
    const healthy = [{value: QUICK_SECONDS, count}];
    return [fault(healthyText, healthy, `answers in ${slowSeconds} s`, [{value: slowSeconds, count}])];
  }
  const counted = isTraffic(metric);
  const count = counted ? (requests ?? 0) : errors;
  const some = events(metric.name, count, sampling);
  const text = counted ? `a ${metric.name} of ${count} a minute` : `${count} errors a minute`;
  const none = counted ? 'no traffic' : 'no error';
  return counted && isOnTooLittle ? [fault(text, some, none, [])] : [fault(none, [], text, some)];
}

/** What it reports while all is well, beside the metric that an item is about. */
export function healthyMinute(metric: AlbMetric, {requests}: CourseParams, sampling: Sampling): readonly Samples[] {
  const count = requests ?? ANY_REQUESTS[sampling];
  if (isTraffic(metric)) return events(metric.name, count, sampling);
  if (metric.name === 'TargetResponseTime') return [{value: QUICK_SECONDS, count}];
  if (metric.name === 'HealthyHostCount') return hosts(HEALTHY_HOSTS, sampling);
  return metric.name === 'UnHealthyHostCount' ? hosts(0, sampling) : [];
}

/** Whether it counts what is no fault: how much there is has to be stated. */
export function isTraffic({name}: AlbMetric): boolean {
  return IS_TRAFFIC.test(name);
}

/** The unit that it is reported in; an alarm on any other sees nothing. */
export function unitOf({name}: AlbMetric): string {
  return name === 'TargetResponseTime' ? 'Seconds' : 'Count';
}

function fault(
  healthyText: string,
  healthy: readonly Samples[],
  failingText: string,
  failing: readonly Samples[],
): Course {
  return {kind: 'fault', healthyText, failingText, healthy, failing};
}

function hosts(value: number, sampling: Sampling): Samples[] {
  return [{value, count: NODES[sampling]}];
}

/** For most counts AWS says that each is a sample of 1. */
function events(name: string, count: number, sampling: Sampling): Samples[] {
  if (count === 0) return [];
  return COUNTED_BY_ONE.test(name) || sampling === 'fine' ? [{value: 1, count}] : [{value: count, count: 1}];
}
