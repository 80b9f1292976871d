import {readPrefixLists, requireGroups} from '../domain/admissions.ts';
import {type IpRange, parseAddress, readRange} from '../domain/cidr.ts';
import {outsideParty, partyInSubnets, partyOfInterfaces, requireOneVpc} from '../domain/network-parties.ts';
import {type Leg, type NetworkHop, networkPath, type Party} from '../domain/network-path.ts';
import type {AwsFacts, ResourceName, VpcLink} from '../model/aws-facts.ts';
import {CannotTell} from '../model/errors.ts';
import type {LoadBalancerHere} from './load-balancer-hop.ts';
import type {TasksHere} from './tasks-hop.ts';

type Family = 4 | 6;

/** One address, or everybody where the request does not say where it comes from. */
export function clientParty(sourceIp: string | null, family: Family): Party {
  const everyone = readRange(family === 4 ? '0.0.0.0/0' : '::/0');
  const address: IpRange | null = sourceIp === null ? everyone : parseAddress(sourceIp);
  return outsideParty(sourceIp ?? 'the internet', address === null ? [] : [address]);
}

export async function linkParty(aws: AwsFacts, name: ResourceName, link: VpcLink): Promise<Party> {
  const groups = await aws.securityGroupsById(name, link.securityGroupIds);
  return partyInSubnets(`VPC link ${link.name}`, groups, await surroundings(aws, name, link.subnetIds), 4);
}

export async function loadBalancerParty({aws, name, loadBalancer}: LoadBalancerHere, family: Family): Promise<Party> {
  const groups = requireGroups(loadBalancer, await aws.securityGroups(name));
  const around = await surroundings(aws, name, loadBalancer.subnetIds);
  return partyInSubnets(`load balancer ${loadBalancer.name}`, groups, around, family);
}

/** @throws {CannotTell} when the tasks have no interfaces of their own, or stand in another VPC. */
export async function tasksParty(
  {aws, name, service, tasks}: TasksHere,
  {loadBalancer}: LoadBalancerHere,
  family: Family,
): Promise<Party> {
  const ids = tasks.flatMap(({networkInterfaceId}) => networkInterfaceId ?? []);
  if (ids.length === 0) {
    throw new CannotTell(
      `no task of ${service.name} has a network interface of its own`,
      'look at the security groups of the container instances, or start a task',
    );
  }
  const interfaces = await aws.networkInterfaces(name, ids);
  const groupIds = [...new Set(interfaces.flatMap(({securityGroupIds}) => securityGroupIds))];
  const subnetIds = [...new Set(interfaces.map(({subnetId}) => subnetId))];
  const [groups, around] = await Promise.all([
    aws.securityGroupsById(name, groupIds),
    surroundings(aws, name, subnetIds),
  ]);
  requireOneVpc(loadBalancer, around.subnets);
  return partyOfInterfaces(`tasks of ${service.name}`, interfaces, groups, around, family);
}

async function surroundings(aws: AwsFacts, name: ResourceName, subnetIds: readonly string[]) {
  const [subnets, acls] = await Promise.all([aws.subnets(name, subnetIds), aws.networkAcls(name, subnetIds)]);
  return {subnets, acls};
}

/** Prefix lists cost a call each: only where something is closed without them. */
export async function walk(
  {aws, name}: Pick<LoadBalancerHere, 'aws' | 'name'>,
  ...legs: readonly Leg[]
): Promise<NetworkHop[]> {
  const hops = networkPath(legs);
  const unread = hops.flatMap(({unreadPrefixLists}) => unreadPrefixLists);
  if (unread.length === 0) return hops;
  return networkPath(legs, await readPrefixLists(unread, (id) => aws.prefixListCidrs(name, id)));
}
