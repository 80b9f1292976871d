import {requireGroups} from '../domain/network/admissions.ts';
import type {AwsFacts, SecurityGroup} from '../model/facts/aws-facts.ts';
import type {ResourceRef} from '../model/resource-ref.ts';

/** @throws {CannotTell} when the load balancer has no security groups. */
export async function securityGroupsOn(
  alb: ResourceRef<'loadBalancer'>,
  aws: Pick<AwsFacts, 'loadBalancer' | 'securityGroups'>,
): Promise<{readonly place: string; readonly groups: readonly SecurityGroup[]}> {
  const [loadBalancer, attached] = await Promise.all([aws.loadBalancer(alb), aws.securityGroups(alb)]);
  return {place: `load balancer ${loadBalancer.name}`, groups: requireGroups(loadBalancer, attached)};
}
