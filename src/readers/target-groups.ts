import {findTargetGroup} from '../domain/targets/target-groups.ts';
import type {AwsFacts, LoadBalancer, TargetGroup} from '../model/facts/aws-facts.ts';
import type {ResourceRef} from '../model/resource-ref.ts';

type Asked = Pick<AwsFacts, 'loadBalancer' | 'targetGroups'>;
type Alb = ResourceRef<'loadBalancer'>;

/** @throws {CannotTell} when there is no group of this name or ARN where the load balancer is. */
export async function targetGroupAt(
  alb: Alb,
  wanted: string,
  aws: Asked,
): Promise<{readonly loadBalancer: LoadBalancer; readonly group: TargetGroup}> {
  const [loadBalancer, groups] = await Promise.all([aws.loadBalancer(alb), aws.targetGroups(alb)]);
  return {loadBalancer, group: findTargetGroup(wanted, groups, loadBalancer.arn)};
}

/** Null where an item names none: then groups are not asked for. */
export async function targetGroupIfNamed(
  alb: Alb,
  wanted: string | undefined,
  aws: Asked,
): Promise<TargetGroup | null> {
  return wanted === undefined ? null : (await targetGroupAt(alb, wanted, aws)).group;
}
