import type {TargetHealth} from '../../model/facts/aws-facts.ts';

/**
 * What the states of a target group's targets say.
 * Source: the Elastic Load Balancing API reference (TargetHealth, TargetGroupAttribute) and the ALB user guide (target group health).
 */

/** The attribute of a target group that says with how few healthy targets the load balancer fails open. */
export const FAIL_OPEN_BELOW = 'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count';

export interface TargetCensus {
  /** Those whose health checks get through. */
  readonly well: readonly TargetHealth[];
  /** Those of them that get requests. */
  readonly healthy: readonly TargetHealth[];
  /** Healthy ones that get no requests: a zonal shift keeps these away from their zone. */
  readonly shifted: readonly TargetHealth[];
  /** Healthy ones of which AWS does not say whether a zonal shift keeps requests away, as in a group of one zone. */
  readonly perhapsShifted: readonly TargetHealth[];
  /** New ones that have not answered a health check yet. */
  readonly initial: readonly TargetHealth[];
  /** Unhealthy, or registered but not in use. */
  readonly failing: readonly TargetHealth[];
  /** In a state that is neither: not checked, or not known to this version. */
  readonly unclear: readonly TargetHealth[];
  /** Draining: they finish what they have and are not counted. */
  readonly draining: readonly TargetHealth[];
  /** Fewer than the least number are healthy: the load balancer then sends requests to the unhealthy ones too. */
  readonly hasFailedOpen: boolean;
}

/** @param leastHealthy with fewer healthy targets the load balancer fails open; see {@link FAIL_OPEN_BELOW}. */
export function censusOf(targets: readonly TargetHealth[], leastHealthy = 1): TargetCensus {
  const inState = (...states: string[]) => targets.filter(({state}) => states.includes(state));
  const well = inState('healthy');
  const healthy = well.filter(({override}) => override === null || override === 'no_override');
  const shifted = hasOneZone(targets) ? [] : well.filter(({override}) => override === 'zonal_shift_active');
  const failing = inState('unhealthy', 'unused');
  const draining = inState('draining');
  const staying = targets.filter((target) => !draining.includes(target));
  return {
    well,
    healthy,
    shifted,
    perhapsShifted: well.filter((target) => !healthy.includes(target) && !shifted.includes(target)),
    initial: inState('initial'),
    failing,
    unclear: targets.filter(({state}) => !KNOWN_STATES.includes(state)),
    draining,
    hasFailedOpen:
      well.length < leastHealthy &&
      well.length < staying.length &&
      staying.every(({state}) => state === 'healthy' || state === 'unhealthy'),
  };
}

/**
 * A zonal shift does not work for a target group in a single zone: what it then makes of requests is not documented.
 * Source: the Application Recovery Controller developer guide (zonal shift for Application Load Balancers).
 */
function hasOneZone(targets: readonly TargetHealth[]): boolean {
  const staying = targets.filter(({state}) => state !== 'draining');
  return new Set(staying.map(({availabilityZone}) => availabilityZone)).size < 2;
}

/** A shift is there because a zone is not well: whoever ends it unasked sends requests back into that. */
export const SHIFT_FIX =
  'Start enough tasks in the other zones. End the zonal shift only with whoever began it, once its zone is well again.';

/**
 * How many targets requests may reach, now or as soon as they answer health checks again: all but those that leave, and those
 * in a zone that the load balancer is not in. Where all are `unused`, so is the group, and none is left out.
 */
export function homesAmong(targets: readonly TargetHealth[]): number {
  const staying = targets.filter(({state}) => state !== 'draining');
  const used = staying.filter(({state}) => state !== 'unused');
  return used.length > 0 ? used.length : staying.length;
}

const KNOWN_STATES = ['healthy', 'initial', 'unhealthy', 'unused', 'draining'];

/** `10.0.1.10:8000 is unhealthy (Target.Timeout: Request timed out)`. */
export function describeTarget({targetId, port, state, reason, description, override}: TargetHealth): string {
  const isOverridden = override !== null && override !== 'no_override';
  const why = [reason, description, isOverridden ? override : null].filter((part) => part !== null).join(': ');
  return `${targetId}${port === null ? '' : `:${port}`} is ${state}${why === '' ? '' : ` (${why})`}`;
}

/** What is to be said of healthy targets that get no requests; null when there are none. */
export function shiftNote({shifted, perhapsShifted}: TargetCensus): string | null {
  const said = [
    ...(shifted.length === 0
      ? []
      : [`${shifted.length} more healthy in a zone that a zonal shift keeps requests away from`]),
    ...(perhapsShifted.length === 0
      ? []
      : [`${perhapsShifted.length} more healthy, of which AWS does not say whether a zonal shift keeps requests away`]),
  ];
  return said.length === 0 ? null : said.join(', ');
}

/** The first five of them. */
export function describeTargets(targets: readonly TargetHealth[]): string {
  const named = targets.slice(0, 5).map(describeTarget).join('; ');
  return targets.length > 5 ? `${named}; and ${targets.length - 5} more` : named;
}

/** What to do about a reason that AWS gives; null where there is nothing more to say than the reason itself. */
export function healthAdvice(reason: string | null): string | null {
  return reason === null ? null : (ADVICE[reason] ?? null);
}

/** The advice on all their reasons, each once. */
export function healthAdviceOn(failing: readonly TargetHealth[]): string {
  const advice = failing.map(
    ({reason}) => healthAdvice(reason) ?? `See what ${reason ?? 'a state without a reason'} means for these targets.`,
  );
  return [...new Set(advice)].join(' ');
}

const ADVICE: Readonly<Record<string, string>> = {
  'Target.ResponseCodeMismatch':
    "Request the health check's path from the task with its own address as Host, as the load balancer does: a path that answers with a status that the matcher does not list, or a guard that refuses the Host, fails here.",
  'Target.Timeout':
    'Let the security group of the tasks admit that of the load balancer on the health check port, and use a path that answers at once (an event stream never ends).',
  'Target.FailedHealthChecks':
    'Let the container listen on 0.0.0.0 and on the port of the target: a connection was refused or the answer was not HTTP.',
  'Target.NotInUse':
    'Let a listener rule forward to the target group, and enable the availability zone of the target on the load balancer: until then its health is not checked.',
  'Target.NotRegistered': 'Register the target: let the ECS service name the target group in its load balancers.',
  'Target.InvalidState': 'Start the instance: it is stopped or terminated.',
  'Target.IpUnusable': 'Register another address: this one belongs to a load balancer.',
};
