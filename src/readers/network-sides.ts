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
import {type Entrances, requireOpenToLink} from './network-load-balancer.ts';
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

type LinkNetwork = LoadBalancerNetwork & Pick<AwsFacts, 'securityGroupsById' | 'prefixListCidrs'>;

/**
 * From the interfaces of a VPC link (V2) to a port of the load balancer, guard by guard.
 *
 * @throws {CannotTell} when the link names no group, or its subnets are in another VPC.
 */
export async function wayFromLink(aws: LinkNetwork, alb: Alb, link: VpcLink, port: number): Promise<NetworkHop[]> {
  return await wayFrom(
    aws,
    alb,
    {...link, name: `VPC link ${link.name}`, securityGroupIds: requireLinkGroups(link)},
    port,
  );
}

/**
 * From the network load balancer that a VPC link of version 1 ends at.
 *
 * @throws {CannotTell} when it is in another VPC, or may shut out what comes over the link.
 */
export async function wayFromOlderLink(
  aws: LinkNetwork,
  alb: Alb,
  entrances: Entrances,
  port: number,
): Promise<NetworkHop[]> {
  await requireOpenToLink(aws, alb, entrances);
  const {network} = entrances;
  return await wayFrom(aws, alb, {...network, name: `network load balancer ${network.name}`}, port);
}

/** Without groups its addresses count. */
async function wayFrom(
  aws: LinkNetwork,
  alb: Alb,
  {name, subnetIds, securityGroupIds}: Pick<VpcLink, 'name' | 'subnetIds' | 'securityGroupIds'>,
  port: number,
): Promise<NetworkHop[]> {
  const [loadBalancer, groups, around, to] = await Promise.all([
    aws.loadBalancer(alb),
    securityGroupIds.length === 0 ? [] : aws.securityGroupsById(alb, securityGroupIds),
    surroundings(aws, alb, subnetIds),
    loadBalancerSide(aws, alb, 4),
  ]);
  requireOneVpc(loadBalancer, around.subnets, "the VPC link's");
  const from = partyInSubnets(name, groups, around, 4);
  return walked(aws, alb, [{from, to, ports: [{port, use: 'listener'}]}]);
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
