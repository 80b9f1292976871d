import {acrossBorders} from '../domain/network/acl-hops.ts';
import {type Clients, standingOf} from '../domain/network/clients.ts';
import {deniedGatewayHops} from '../domain/network/denied-gateways.ts';
import type {Leg, NetworkHop} from '../domain/network/network-hop.ts';
import {outsideParty, partyInSubnets} from '../domain/network/network-parties.ts';
import {foreignBlockHop, publicAccessHop} from '../domain/network/public-access.ts';
import {routeLists} from '../domain/network/route-choice.ts';
import {routeHops} from '../domain/network/route-hops.ts';
import {shutBorders} from '../domain/network/shut-borders.ts';
import {type From, requireTable, tableOf} from '../domain/network/way-out.ts';
import {CannotTell} from '../model/errors.ts';
import type {AwsFacts, LoadBalancer, VpcEndpoint} from '../model/facts/aws-facts.ts';
import type {ResourceRef} from '../model/resource-ref.ts';
import {type LoadBalancerNetwork, loadBalancerSide, walked} from './network-sides.ts';
import {readPrefixLists} from './prefix-lists.ts';

type Alb = ResourceRef<'loadBalancer'>;

export type Doors = Pick<
  AwsFacts,
  | 'loadBalancer'
  | 'loadBalancerAttributes'
  | 'prefixListCidrs'
  | 'publicAccessBlock'
  | 'publicAccessExclusions'
  | 'routeTables'
  | 'subnets'
  | 'vpcEndpoints'
>;

/**
 * From clients to a port of the load balancer, guard by guard: groups, ACLs, the routes of its subnets, and the block of
 * public access.
 *
 * @throws {CannotTell} when the clients have private addresses and it has public ones.
 */
export async function wayFromClients(
  aws: Doors & LoadBalancerNetwork,
  alb: Alb,
  clients: Clients,
  port: number,
): Promise<NetworkHop[]> {
  const loadBalancer = await aws.loadBalancer(alb);
  if (clients.kind === 'inside' && clients.family === 4 && loadBalancer.scheme === 'internet-facing') {
    throw new CannotTell(
      `load balancer ${loadBalancer.name}: its name gives public addresses, at which clients in ${clients.name} arrive with the address of their NAT gateway`,
      'state the public addresses with which they arrive',
    );
  }
  const [to, routes] = await Promise.all([
    loadBalancerSide(aws, alb, clients.family),
    routesToClients(aws, alb, clients),
  ]);
  const from = outsideParty(clients.name, clients.ranges, clients.kind === 'inside');
  const leg: Leg = {from, to, ports: [{port, use: 'listener'}]};
  const [guards, across, denied] = await Promise.all([
    walked(aws, alb, [leg]),
    acrossFirewalls(aws, alb, routes, leg),
    deniedGateways(aws, alb, clients),
  ]);
  return withBlock(aws, alb, clients, routes, [...guards, ...across, ...routes.hops, ...denied]);
}

/**
 * Whether clients can be connected with its subnets at all: the routes back to them, network ACLs that shut a subnet
 * whatever the port, and the block of public access.
 */
export async function connectionToClients(
  aws: Doors & Pick<AwsFacts, 'networkAcls'>,
  alb: Alb,
  clients: Clients,
): Promise<NetworkHop[]> {
  const {name, subnetIds} = await aws.loadBalancer(alb);
  const [routes, acls] = await Promise.all([routesToClients(aws, alb, clients), aws.networkAcls(alb, subnetIds)]);
  const borders = shutBorders(`load balancer ${name}`, acls, clients);
  const through = await Promise.all(
    firewallsOnTheWay(routes).map(async (firewall) =>
      shutBorders(`firewall endpoint ${firewall.id}`, await aws.networkAcls(alb, firewall.subnetIds), clients),
    ),
  );
  const denied = await deniedGateways(aws, alb, clients);
  return withBlock(aws, alb, clients, routes, [...routes.hops, ...borders, ...through.flat(), ...denied]);
}

/** The routes from its subnets, and the firewalls that they lead through. */
interface Routes {
  readonly hops: readonly NetworkHop[];
  readonly firewalls: readonly VpcEndpoint[];
}

async function routesToClients(aws: Doors, alb: Alb, clients: Clients): Promise<Routes> {
  const [loadBalancer, tables] = await Promise.all([aws.loadBalancer(alb), aws.routeTables(alb)]);
  const {vpcId, subnetIds} = loadBalancer;
  const own = subnetIds.map((subnetId) => ({subnetId, table: requireTable(subnetId, tables, loadBalancer)}));
  const targets = own.flatMap(({table}) => table.routes.map(({target}) => target));
  // Each of these costs a call: only where a route leads there, or a gateway has a table of its own.
  const [endpoints, subnets] = await Promise.all([
    targets.some((target) => target.startsWith('vpce-')) ? aws.vpcEndpoints(alb) : [],
    tables.some(({gatewayIds}) => gatewayIds.length > 0) ? aws.subnets(alb, subnetIds) : [],
  ]);
  const firewalls = endpoints.filter(({id, type}) => type === 'GatewayLoadBalancer' && targets.includes(id));
  const behind = firewalls.flatMap((firewall) => firewall.subnetIds.flatMap((id) => tableOf(id, tables) ?? []));
  const ofGateway = new Set(endpoints.filter(({type}) => type === 'Gateway').map(({id}) => id));
  const unread = [...own.map(({table}) => table), ...behind].flatMap((table) =>
    routeLists(table, (target) => ofGateway.has(target)),
  );
  const lists = await readPrefixLists(unread, (id) => aws.prefixListCidrs(alb, id));
  const routing = {vpcId, tables, lists, endpoints, subnets};
  const from = own.map((one): From => ({...one, routing, isInside: clients.kind === 'inside'}));
  return {hops: routeHops(from, clients), firewalls};
}

/** Asked of IPv6 alone: of IPv4 no attribute decides. */
async function deniedGateways(aws: Doors, alb: Alb, clients: Clients): Promise<NetworkHop[]> {
  if (clients.family === 4 || clients.kind === 'inside') return [];
  const [loadBalancer, attributes] = await Promise.all([aws.loadBalancer(alb), aws.loadBalancerAttributes(alb)]);
  return deniedGatewayHops(loadBalancer, attributes, clients);
}

/** None where the routes do not lead through them and back: then nothing there can change what is so. */
function firewallsOnTheWay({hops, firewalls}: Routes): readonly VpcEndpoint[] {
  return hops.every(({open}) => open === true || open === 'partly') ? firewalls : [];
}

/** What stands at the borders of the firewalls' subnets. */
async function acrossFirewalls(
  aws: Pick<AwsFacts, 'networkAcls' | 'subnets'>,
  alb: Alb,
  routes: Routes,
  leg: Leg,
): Promise<NetworkHop[]> {
  const all = await Promise.all(
    firewallsOnTheWay(routes).map(async ({id, subnetIds}) => {
      const [subnets, acls] = await Promise.all([aws.subnets(alb, subnetIds), aws.networkAcls(alb, subnetIds)]);
      return acrossBorders(partyInSubnets(`firewall endpoint ${id}`, [], {subnets, acls}, 4), leg);
    }),
  );
  return all.flat();
}

/** The block costs a call, and says nothing where the way is closed already, nor about clients inside. */
async function withBlock(
  aws: Doors,
  alb: Alb,
  clients: Clients,
  {firewalls}: Routes,
  hops: readonly NetworkHop[],
): Promise<NetworkHop[]> {
  if (clients.kind === 'inside' || hops.some((hop) => standingOf(hop, clients) === 'closed')) return [...hops];
  const [loadBalancer, tables] = await Promise.all([aws.loadBalancer(alb), aws.routeTables(alb)]);
  const {vpcId, subnetIds} = loadBalancer;
  const name = `load balancer ${loadBalancer.name}`;
  const owners = subnetIds.map((id) => requireTable(id, tables, loadBalancer).ownerId);
  const stranger = owners.find((ownerId) => ownerId !== null && ownerId !== accountOf(loadBalancer)) ?? null;
  if (stranger !== null) return [foreignBlockHop(name, stranger, clients), ...hops];
  const block = await aws.publicAccessBlock(alb);
  const exclusions = block.mode === 'off' ? [] : await aws.publicAccessExclusions(alb);
  const blocked = {name, vpcId, subnetIds, isBehindFirewall: firewalls.length > 0};
  return [publicAccessHop(blocked, block, exclusions, clients), ...hops];
}

function accountOf({arn}: LoadBalancer): string {
  return arn.split(':')[4] ?? '';
}
