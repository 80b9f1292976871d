import type {LoadBalancer, TargetGroup, TargetHealth} from '../../model/facts/aws-facts.ts';
import type {Health} from '../dns/record-health.ts';
import {describeTargets} from '../targets/target-health.ts';

/** A target group with what decides whether it is healthy. */
export interface GroupInUse {
  readonly group: TargetGroup;
  readonly attributes: Readonly<Record<string, string>>;
  readonly targets: readonly TargetHealth[];
}

const LEAST = 'target_group_health.dns_failover.minimum_healthy_targets';

/**
 * Whether an alias with EvaluateTargetHealth counts a load balancer as healthy: every target group that is attached to
 * it has enough healthy targets (one, unless its attributes say more), and one without any target does not
 * (https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html, EvaluateTargetHealth;
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html).
 */
export function dnsHealth({name, state}: LoadBalancer, groups: readonly GroupInUse[]): Health {
  const of = `load balancer ${name}`;
  if (!/^active(_impaired)?$/.test(state.code)) return {state: 'unknown', because: `${of} is in state ${state.code}`};
  if (groups.length === 0) return {state: 'unknown', because: `${of} has no target group`};
  const judged = groups.map(groupHealth);
  const worst = judged.find((one) => one.state === 'unhealthy') ?? judged.find((one) => one.state === 'unknown');
  return worst === undefined
    ? {state: 'healthy', because: `every target group of ${of} has a healthy target`}
    : {state: worst.state, because: `${worst.because} (${of})`};
}

function groupHealth({group, attributes, targets}: GroupInUse): Health {
  const of = `target group ${group.name}`;
  if (targets.length === 0) return {state: 'unhealthy', because: `${of} has no target`};
  const healthy = targets.filter(({state}) => state === 'healthy');
  if (healthy.length === 0) {
    const unclear = targets.filter(
      ({state}) => !/^(initial|unhealthy|unhealthy\.draining|unused|draining)$/.test(state),
    );
    return unclear.length > 0
      ? {state: 'unknown', because: `of ${of} ${describeTargets(unclear)}`}
      : {state: 'unhealthy', because: `${of} has no healthy target: ${describeTargets(targets)}`};
  }
  const isEnough = enoughBy(attributes);
  const zones = new Set(targets.map(({availabilityZone}) => availabilityZone));
  const inZone = (from: readonly TargetHealth[], zone: string | null) =>
    from.filter(({availabilityZone}) => availabilityZone === zone).length;
  if (isEnough(healthy.length, targets.length)) {
    // A zone with too few is taken out of the answers, and with the last one the load balancer.
    const some = [...zones].some((zone) => isEnough(inZone(healthy, zone), inZone(targets, zone)));
    if (some) return {state: 'healthy', because: `${of} has healthy targets`};
    return {
      state: 'unknown',
      because: `${of} has its ${healthy.length} healthy targets in several zones, in none enough`,
    };
  }
  const because = `${of} has ${healthy.length} healthy targets of ${targets.length}, fewer than its ${LEAST} asks for`;
  return {state: 'unhealthy', because};
}

/** A threshold that is `off` asks for nothing; of two both have to be met. */
function enoughBy(attributes: GroupInUse['attributes']): (healthy: number, all: number) => boolean {
  const number = (key: string, without: string) =>
    Number((attributes[`${LEAST}.${key}`] ?? without).replace('off', '0'));
  const count = number('count', '1');
  const percentage = number('percentage', 'off');
  return (healthy, all) => healthy >= count && healthy * 100 >= percentage * all;
}
