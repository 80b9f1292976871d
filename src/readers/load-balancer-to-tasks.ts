import {requireGroups} from '../domain/network/admissions.ts';
import {partyInSubnets, placesOfTasks, requireOneVpc} from '../domain/network/network-parties.ts';
import type {Party} from '../domain/network/network-path.ts';
import type {AwsFacts, TargetGroup} from '../model/facts/aws-facts.ts';
import type {ResourceRef} from '../model/resource-ref.ts';

export type Alb = ResourceRef<'loadBalancer'>;
export type Network = Pick<AwsFacts, 'loadBalancer' | 'subnets' | 'networkAcls'>;

export async function loadBalancerSide(
  aws: Network & Pick<AwsFacts, 'securityGroups'>,
  alb: Alb,
  group: TargetGroup,
): Promise<Party> {
  const loadBalancer = await aws.loadBalancer(alb);
  const [groups, subnets, acls] = await Promise.all([
    aws.securityGroups(alb),
    aws.subnets(alb, loadBalancer.subnetIds),
    aws.networkAcls(alb, loadBalancer.subnetIds),
  ]);
  const {name} = loadBalancer;
  return partyInSubnets(`load balancer ${name}`, requireGroups(loadBalancer, groups), {subnets, acls}, familyOf(group));
}

export async function tasksSide(
  aws: Network & Pick<AwsFacts, 'service' | 'tasks' | 'networkInterfaces' | 'securityGroupsById'>,
  alb: Alb,
  name: ResourceRef<'service'>,
  group: TargetGroup,
): Promise<Party> {
  const [loadBalancer, service, tasks] = await Promise.all([aws.loadBalancer(alb), aws.service(name), aws.tasks(name)]);
  const interfaceIds = tasks.flatMap(({networkInterfaceId}) => networkInterfaceId ?? []);
  const interfaces = interfaceIds.length === 0 ? [] : await aws.networkInterfaces(name, interfaceIds);
  const {subnetIds, securityGroupIds, party} = placesOfTasks(service, interfaces);
  const [groups, subnets, acls] = await Promise.all([
    aws.securityGroupsById(name, securityGroupIds),
    aws.subnets(name, subnetIds),
    aws.networkAcls(name, subnetIds),
  ]);
  requireOneVpc(loadBalancer, subnets);
  return party(groups, {subnets, acls}, familyOf(group));
}

function familyOf({ipAddressType}: TargetGroup): 4 | 6 {
  return ipAddressType === 'ipv6' ? 6 : 4;
}
