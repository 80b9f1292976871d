import {requireGroups} from '../domain/network/admissions.ts';
import {detours} from '../domain/network/inside-routes.ts';
import type {Leg, NetworkHop, Party} from '../domain/network/network-hop.ts';
import {
  type Family,
  partyInSubnets,
  placesOfTasks,
  requireLinkGroups,
  requireOneVpc,
} from '../domain/network/network-parties.ts';
import {CannotTell} from '../model/errors.ts';
import type {AwsFacts, EcsService, EcsTask, LoadBalancer, TargetGroup, VpcLink} from '../model/facts/aws-facts.ts';
import type {ResourceRef} from '../model/resource-ref.ts';
import {networkPathReading} from './prefix-lists.ts';

type Alb = ResourceRef<'loadBalancer'>;
type Where = Parameters<AwsFacts['subnets']>[0];
type Around = Pick<AwsFacts, 'subnets' | 'networkAcls'>;

/** What is read about a load balancer, its groups and the borders of its subnets. */
export type LoadBalancerNetwork = Around & Pick<AwsFacts, 'loadBalancer' | 'securityGroups'>;

/** @throws {CannotTell} when it has no security groups: only Network Load Balancers may do without. */
export async function loadBalancerSide(aws: LoadBalancerNetwork, alb: Alb, family: Family): Promise<Party> {
  const loadBalancer = await aws.loadBalancer(alb);
  const [groups, around] = await Promise.all([aws.securityGroups(alb), surroundings(aws, alb, loadBalancer.subnetIds)]);
  const name = `load balancer ${loadBalancer.name}`;
  const guards = loadBalancer.type === 'network' ? groups : requireGroups(loadBalancer, groups);
  return partyInSubnets(name, guards, around, family);
}

/** @throws {CannotTell} when neither the tasks nor their service say where they are, or they are in another VPC. */
export async function tasksSide(
  aws: Around & Pick<AwsFacts, 'networkInterfaces' | 'securityGroupsById'>,
  loadBalancer: LoadBalancer,
  {name, service, tasks}: {name: ResourceRef<'service'>; service: EcsService; tasks: readonly EcsTask[]},
  family: Family,
): Promise<Party> {
  const ids = tasks.flatMap(({networkInterfaceId}) => networkInterfaceId ?? []);
  const interfaces = ids.length === 0 ? [] : await aws.networkInterfaces(name, ids);
  const {subnetIds, securityGroupIds, party} = placesOfTasks(service, interfaces);
  const [groups, around] = await Promise.all([
    aws.securityGroupsById(name, securityGroupIds),
    surroundings(aws, name, subnetIds),
  ]);
  requireOneVpc(loadBalancer, around.subnets, "the tasks'");
  return party(groups, around, family);
}

/**
 * From the interfaces of a VPC link (V2) to a port of the load balancer, guard by guard.
 *
 * @throws {CannotTell} when the link names no group, or its subnets are in another VPC.
 */
export async function wayFromLink(
  aws: LoadBalancerNetwork & Pick<AwsFacts, 'securityGroupsById' | 'prefixListCidrs'>,
  alb: Alb,
  link: VpcLink,
  port: number,
): Promise<NetworkHop[]> {
  const [loadBalancer, groups, around, to] = await Promise.all([
    aws.loadBalancer(alb),
    groupsOfLink(aws, alb, link),
    surroundings(aws, alb, link.subnetIds),
    loadBalancerSide(aws, alb, 4),
  ]);
  requireOneVpc(loadBalancer, around.subnets, "the VPC link's");
  const from = partyInSubnets(`VPC link ${link.name}`, groups, around, 4);
  return walked(aws, alb, [{from, to, ports: [{port, use: 'listener'}]}]);
}

/** A version 1 link ends at a network load balancer, which may have none: then its addresses count. */
async function groupsOfLink(aws: Pick<AwsFacts, 'securityGroupsById'>, alb: Alb, link: VpcLink) {
  if (link.version === 1 && link.securityGroupIds.length === 0) return [];
  return aws.securityGroupsById(alb, requireLinkGroups(link));
}

/**
 * A Network Load Balancer may hand on connections with the addresses of clients: then it is they whom the tasks' groups have
 * to admit. An Application Load Balancer never does.
 *
 * @throws {CannotTell} when it does.
 */
export async function requireOwnAddress(
  aws: Pick<AwsFacts, 'loadBalancer' | 'targetGroupAttributes'>,
  alb: Alb,
  {arn, name}: TargetGroup,
): Promise<void> {
  const {type} = await aws.loadBalancer(alb);
  if (type === 'application') return;
  const attributes = await aws.targetGroupAttributes(alb, arn);
  if (attributes['preserve_client_ip.enabled'] === 'false') return;
  throw new CannotTell(
    `target group ${name}: connections may arrive with the addresses of clients (preserve_client_ip.enabled is ${attributes['preserve_client_ip.enabled'] ?? 'not set'}), whom the groups of the tasks then have to admit`,
    'look at the target health (alb/targets-healthy), and at the groups of the tasks by hand',
  );
}

/** From the load balancer to tasks in its VPC, guard by guard, and detours that routes make in either direction. */
export async function wayToTasks(
  aws: Pick<AwsFacts, 'loadBalancer' | 'prefixListCidrs' | 'routeTables'>,
  alb: Alb,
  legs: readonly Leg[],
): Promise<NetworkHop[]> {
  const [loadBalancer, tables, hops] = await Promise.all([
    aws.loadBalancer(alb),
    aws.routeTables(alb),
    walked(aws, alb, legs),
  ]);
  const led = legs.flatMap(({from, to}) => [
    ...detours(from, to, tables, loadBalancer),
    ...detours(to, from, tables, loadBalancer),
  ]);
  return [...hops, ...led];
}

/** Every hop of the legs, with the prefix lists read that it hangs on. */
export function walked(aws: Pick<AwsFacts, 'prefixListCidrs'>, alb: Alb, legs: readonly Leg[]): Promise<NetworkHop[]> {
  return networkPathReading(legs, (id) => aws.prefixListCidrs(alb, id));
}

async function surroundings(aws: Around, name: Where, subnetIds: readonly string[]) {
  const [subnets, acls] = await Promise.all([aws.subnets(name, subnetIds), aws.networkAcls(name, subnetIds)]);
  return {subnets, acls};
}
