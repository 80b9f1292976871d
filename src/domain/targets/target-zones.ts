import {CannotTell} from '../../model/errors.ts';
import type {LoadBalancer, TargetGroup, TargetHealth} from '../../model/facts/aws-facts.ts';
import type {Fault} from '../../model/outcome.ts';
import {type Attributes, attributeOf} from './elb-attributes.ts';
import type {TargetCensus} from './target-health.ts';

/**
 * Where a target group turns cross-zone load balancing off, the node of a load balancer in a zone has only the targets of that
 * zone. An application load balancer has it on otherwise.
 * Source: the ALB user guide (cross-zone load balancing for target groups; target group health).
 */

/**
 * The zones of the load balancer that lack a target, where they need one of their own.
 * @throws {CannotTell} where AWS does not say in which zone a target is that could make up for it.
 */
export function zoneFault(
  group: TargetGroup,
  {arn, name, zones}: Pick<LoadBalancer, 'arn' | 'name' | 'zones'>,
  attributes: Attributes,
  {healthy, perhapsShifted, shifted}: TargetCensus,
): Fault | null {
  const isOff = attributeOf(attributes, 'load_balancing.cross_zone.enabled').value === 'false';
  if (!isOff || !group.loadBalancerArns.includes(arn)) return null;
  const isIn = (targets: readonly TargetHealth[], zone: string) =>
    targets.some(({availabilityZone}) => availabilityZone === zone);
  // A zone that is shifted away from is not in DNS, and needs none.
  const used = zones.filter((zone) => !isIn(shifted, zone));
  const lacks = (targets: readonly TargetHealth[]) => used.filter((zone) => !isIn(targets, zone));
  const empty = lacks(healthy);
  if (empty.length === 0) return null;
  const unplaced = healthy.filter(({availabilityZone}) => availabilityZone === null || availabilityZone === 'all');
  if (unplaced.length > 0 || lacks([...healthy, ...perhapsShifted]).length < empty.length) {
    throw new CannotTell(
      `target group ${group.name}: whether a target serves ${empty.join(' and ')} is not known, and cross-zone load balancing is off`,
      'look at the zones of its targets and at zonal shifts (`aws arc-zonal-shift list-zonal-shifts`)',
    );
  }
  return {
    what: `no healthy target in ${empty.join(' and ')}, where load balancer ${name} takes requests, and cross-zone load balancing is off: those that arrive there are answered with 503 until DNS leaves the zone out`,
    fix: `Run a task in each zone of the load balancer, or turn cross-zone load balancing on (load_balancing_cross_zone_enabled of the aws_lb_target_group).`,
  };
}
