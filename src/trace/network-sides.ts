import {requireGroups} from '../domain/network/admissions.ts';
import {type IpRange, parseAddress, readRange} from '../domain/network/cidr.ts';
import {
  type Family,
  outsideParty,
  partyInSubnets,
  placesOfTasks,
  requireOneVpc,
} from '../domain/network/network-parties.ts';
import type {Party} from '../domain/network/network-path.ts';
import type {AwsFacts, VpcLink} from '../model/facts/aws-facts.ts';
import type {LoadBalancerHere} from './load-balancer-hop.ts';
import type {TasksHere} from './tasks-hop.ts';

/** One address, or everybody where the request does not say where it comes from. */
export function clientParty(sourceIp: string | null, family: Family): Party {
  const everyone = readRange(family === 4 ? '0.0.0.0/0' : '::/0');
  const address: IpRange | null = sourceIp === null ? everyone : parseAddress(sourceIp);
  return outsideParty(sourceIp ?? 'the internet', address === null ? [] : [address]);
}

export async function linkParty(
  aws: AwsFacts,
  name: Parameters<AwsFacts['subnets']>[0],
  link: VpcLink,
): Promise<Party> {
  const groups = await aws.securityGroupsById(name, link.securityGroupIds);
  return partyInSubnets(`VPC link ${link.name}`, groups, await surroundings(aws, name, link.subnetIds), 4);
}

export async function loadBalancerParty({aws, name, loadBalancer}: LoadBalancerHere, family: Family): Promise<Party> {
  const groups = requireGroups(loadBalancer, await aws.securityGroups(name));
  const around = await surroundings(aws, name, loadBalancer.subnetIds);
  return partyInSubnets(`load balancer ${loadBalancer.name}`, groups, around, family);
}

/** @throws {CannotTell} when neither tasks nor their service say where they are, or they are in another VPC. */
export async function tasksParty(
  {aws, name, service, tasks}: TasksHere,
  {loadBalancer}: LoadBalancerHere,
  family: Family,
): Promise<Party> {
  const ids = tasks.flatMap(({networkInterfaceId}) => networkInterfaceId ?? []);
  const interfaces = ids.length === 0 ? [] : await aws.networkInterfaces(name, ids);
  const {subnetIds, securityGroupIds, party} = placesOfTasks(service, interfaces);
  const [groups, around] = await Promise.all([
    aws.securityGroupsById(name, securityGroupIds),
    surroundings(aws, name, subnetIds),
  ]);
  requireOneVpc(loadBalancer, around.subnets);
  return party(groups, around, family);
}

async function surroundings(aws: AwsFacts, name: Parameters<AwsFacts['subnets']>[0], subnetIds: readonly string[]) {
  const [subnets, acls] = await Promise.all([aws.subnets(name, subnetIds), aws.networkAcls(name, subnetIds)]);
  return {subnets, acls};
}
