import {type Clients, standingOf} from '../domain/network/clients.ts';
import type {NetworkHop} from '../domain/network/network-hop.ts';
import {outsideParty} from '../domain/network/network-parties.ts';
import {foreignBlockHop, publicAccessHop} from '../domain/network/public-access.ts';
import {routeLists} from '../domain/network/route-choice.ts';
import {routeHops} from '../domain/network/route-hops.ts';
import {shutBorders} from '../domain/network/shut-borders.ts';
import {type From, requireTable} from '../domain/network/way-out.ts';
import {CannotTell} from '../model/errors.ts';
import type {AwsFacts, LoadBalancer} from '../model/facts/aws-facts.ts';
import type {ResourceRef} from '../model/resource-ref.ts';
import {type LoadBalancerNetwork, loadBalancerSide, walked} from './network-sides.ts';
import {readPrefixLists} from './prefix-lists.ts';

type Alb = ResourceRef<'loadBalancer'>;

export type Doors = Pick<
  AwsFacts,
  | 'loadBalancer'
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
  const from = outsideParty(clients.name, clients.ranges);
  const guards = await walked(aws, alb, [{from, to, ports: [{port, use: 'listener'}]}]);
  return withBlock(aws, alb, clients, [...guards, ...routes]);
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
  return withBlock(aws, alb, clients, [...routes, ...shutBorders(`load balancer ${name}`, acls, clients)]);
}

async function routesToClients(aws: Doors, alb: Alb, clients: Clients): Promise<NetworkHop[]> {
  const [loadBalancer, tables] = await Promise.all([aws.loadBalancer(alb), aws.routeTables(alb)]);
  const {vpcId, subnetIds} = loadBalancer;
  const own = subnetIds.map((subnetId) => ({subnetId, table: requireTable(subnetId, tables, loadBalancer)}));
  // Each of these costs a call: only where a route leads there, or a gateway has a table of its own.
  const leadsToEndpoint = own.some(({table}) => table.routes.some(({target}) => target.startsWith('vpce-')));
  const isLedIn = tables.some(({gatewayIds}) => gatewayIds.length > 0);
  const [endpoints, subnets] = await Promise.all([
    leadsToEndpoint ? aws.vpcEndpoints(alb) : [],
    isLedIn ? aws.subnets(alb, subnetIds) : [],
  ]);
  const ofGateway = new Set(endpoints.filter(({type}) => type === 'Gateway').map(({id}) => id));
  const unread = own.flatMap(({table}) => routeLists(table, (target) => ofGateway.has(target)));
  const lists = await readPrefixLists(unread, (id) => aws.prefixListCidrs(alb, id));
  const routing = {vpcId, tables, lists, endpoints, subnets};
  const from = own.map((one): From => ({...one, routing, isInside: clients.kind === 'inside'}));
  return routeHops(from, clients);
}

/** The block costs a call, and says nothing where the way is closed already, nor about clients inside. */
async function withBlock(aws: Doors, alb: Alb, clients: Clients, hops: readonly NetworkHop[]): Promise<NetworkHop[]> {
  if (clients.kind === 'inside' || hops.some((hop) => standingOf(hop, clients) === 'closed')) return [...hops];
  return [await blockHop(aws, alb, clients), ...hops];
}

async function blockHop(aws: Doors, alb: Alb, clients: Clients): Promise<NetworkHop> {
  const [loadBalancer, tables] = await Promise.all([aws.loadBalancer(alb), aws.routeTables(alb)]);
  const {vpcId, subnetIds} = loadBalancer;
  const name = `load balancer ${loadBalancer.name}`;
  const own = subnetIds.map((id) => requireTable(id, tables, loadBalancer));
  const stranger = own.find(({ownerId}) => ownerId !== null && ownerId !== accountOf(loadBalancer));
  if (stranger?.ownerId != null) return foreignBlockHop(name, stranger.ownerId, clients);
  const block = await aws.publicAccessBlock(alb);
  const exclusions = block.mode === 'off' ? [] : await aws.publicAccessExclusions(alb);
  const isBehindFirewall = own.some(({routes}) => routes.some(({target}) => target.startsWith('vpce-')));
  return publicAccessHop({name, vpcId, subnetIds, isBehindFirewall}, block, exclusions, clients);
}

function accountOf({arn}: LoadBalancer): string {
  return arn.split(':')[4] ?? '';
}
