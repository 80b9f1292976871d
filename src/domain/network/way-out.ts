import {CannotTell} from '../../model/errors.ts';
import type {LoadBalancer, RouteTable, Subnet, VpcEndpoint} from '../../model/facts/aws-facts.ts';
import type {PrefixLists} from './admissions.ts';
import {type IpRange, listCidrs, readRange} from './cidr.ts';
import {type Clients, publicRanges} from './clients.ts';
import {listedAmong} from './listed-ranges.ts';
import {type RoutedPart, routedParts} from './route-choice.ts';

/** The routes of a VPC, and what is known of their targets. */
export interface Routing {
  readonly vpcId: string;
  readonly tables: readonly RouteTable[];
  readonly lists: PrefixLists;
  /** Those that routes lead to, as far as this account has them. */
  readonly endpoints: readonly VpcEndpoint[];
  /** The load balancer's; needed where a gateway has a route table of its own. */
  readonly subnets: readonly Subnet[];
}

/** Where replies start: one of the load balancer's subnets. */
export interface From {
  readonly subnetId: string;
  readonly table: RouteTable;
  readonly routing: Routing;
  /** Its clients have private addresses: gateways to the internet lead nobody. */
  readonly isInside: boolean;
}

/** What becomes of replies to some addresses. */
export interface WayPart {
  readonly ranges: readonly IpRange[];
  readonly open: boolean | 'unknown';
  /** `leads 0.0.0.0/0 to nat-1`. */
  readonly what: string;
  /** Null where nothing is to be done. */
  readonly fix: string | null;
  /** What stands there and is not looked at. */
  readonly unseen?: string;
}

type Route = NonNullable<RoutedPart['route']>;
type Outcome = Omit<WayPart, 'ranges'>;

/** Gateways that only connections from inside pass, or that lead to other private networks. */
const NO_WAY_TO_THE_INTERNET = /^(?:nat|eigw|tgw|vgw|pcx)-|:core-network\//;
const ONLY_TO_THE_INTERNET = /^(?:igw|nat|eigw)-/;

/**
 * What the table of one subnet makes of replies to clients, and of requests where a firewall stands between.
 * Source: the Amazon VPC user guide, route tables, gateway route tables, middlebox routing.
 */
export function wayOut(from: From, clients: Clients): WayPart[] {
  // Where private addresses are led says nothing about the internet.
  const meant = clients.kind === 'internet' ? publicRanges(clients.family) : clients.ranges;
  return routedParts(from.table, meant, from.routing.lists).map(({route, ranges}) => ({
    ranges,
    ...(route === null ? noRoute(from, listedAmong(ranges, clients.ranges, meant)) : outcomeOf(from, route, ranges)),
  }));
}

function outcomeOf(from: From, route: Route, ranges: readonly IpRange[]): Outcome {
  const {destination, target, state} = route;
  const led = `leads ${destination} to ${target}`;
  if (state !== 'active') return {open: false, what: `${led}, which is gone (${state})`, fix: elsewhere(from, route)};
  if (target === 'local') {
    const unseen = "the groups and network ACLs on the clients' side";
    return {open: true, what: `leads ${destination} within the VPC`, fix: null, unseen};
  }
  if (from.isInside) {
    if (!ONLY_TO_THE_INTERNET.test(target)) return {open: 'unknown', what: led, fix: ASK_FROM_THERE};
    return {open: false, what: `${led}, where nobody reaches its private addresses`, fix: elsewhere(from, route)};
  }
  if (target.startsWith('vpce-')) return throughEndpoint(from, route, ranges);
  if (target.startsWith('igw-')) return backThrough(from, target, null, led);
  if (NO_WAY_TO_THE_INTERNET.test(target)) return {open: false, what: led, fix: elsewhere(from, route)};
  const what = `${led}, and whether that hands replies on to the internet is not known`;
  return {open: 'unknown', what, fix: ASK_FROM_OUTSIDE};
}

const ASK_FROM_OUTSIDE = 'Send a request to the load balancer from the internet, or look at what is there by hand.';
const ASK_FROM_THERE = 'Send a request to the load balancer from there: what routes there lead here is not looked at.';

/** Through a firewall or another appliance behind an endpoint, which has to see requests as well as replies. */
function throughEndpoint(from: From, route: Route, ranges: readonly IpRange[]): Outcome {
  const {routing} = from;
  const led = `leads ${route.destination} to firewall endpoint ${route.target}`;
  const endpoint = routing.endpoints.find(({id}) => id === route.target);
  const unknown = (why: string): Outcome => ({open: 'unknown', what: `${led}, ${why}`, fix: ASK_FROM_OUTSIDE});
  if (endpoint === undefined) return unknown('which this account does not have');
  if (endpoint.type !== 'GatewayLoadBalancer') return unknown(`which is an endpoint of type ${endpoint.type}`);
  if (endpoint.state.toLowerCase() !== 'available') {
    const fix = `Look at ${endpoint.id}: an endpoint that is not available drops what is led to it.`;
    return {open: false, what: `${led}, which is ${endpoint.state}`, fix};
  }
  if (endpoint.vpcId !== routing.vpcId) return unknown(`which is in another VPC, ${endpoint.vpcId}`);
  const [subnetId] = endpoint.subnetIds;
  const table = subnetId === undefined ? null : tableOf(subnetId, routing.tables);
  if (table === null) return unknown('of whose subnet no route table was found');
  const onward = routedParts(table, ranges, routing.lists);
  const gateways = new Set(onward.map((part) => (part.route?.state === 'active' ? part.route.target : '')));
  const [gateway = ''] = gateways;
  if (gateways.size === 1 && gateway.startsWith('igw-')) {
    return backThrough(from, gateway, endpoint.id, `${led}, and ${table.id} on to ${gateway}`);
  }
  const stray = onward.find(({route: next}) => next === null || !isActiveGateway(next));
  const where = stray?.route === null || stray === undefined ? 'nowhere' : `to ${targetText(stray.route)}`;
  const passed = `${led}, and its route table ${table.id} leads on ${where}`;
  if (stray?.route != null && !NO_WAY_TO_THE_INTERNET.test(stray.route.target) && stray.route.state === 'active') {
    return {open: 'unknown', what: passed, fix: ASK_FROM_OUTSIDE};
  }
  const fix = `Let route table ${table.id} of the firewall's subnet ${subnetId} lead ${route.destination} to the VPC's internet gateway, as it may never go around the firewall.`;
  return {open: false, what: passed, fix};
}

function targetText({target, state}: Route): string {
  return state === 'active' ? target : `${target} (${state})`;
}

function isActiveGateway({state, target}: Route): boolean {
  return state === 'active' && target.startsWith('igw-');
}

/**
 * A gateway may have a route table of its own, which leads requests through a firewall: requests and replies have to
 * pass the same one.
 */
function backThrough(from: From, gateway: string, endpoint: string | null, led: string): Outcome {
  const {routing, subnetId} = from;
  const edge = routing.tables.find(({gatewayIds}) => gatewayIds.includes(gateway));
  const straight = {open: true, what: led, fix: null} as const;
  if (edge === undefined) return endpoint === null ? straight : pastFirewall(from, gateway, endpoint, led);
  const subnet = routing.subnets.find(({id}) => id === subnetId);
  if (subnet === undefined)
    return {open: 'unknown', what: `${led}, whose own routes were not read`, fix: ASK_FROM_OUTSIDE};
  const inward = routedParts(edge, subnet.cidrs.map(readRange), routing.lists);
  const wrong = inward.find((part) => part.route?.state !== 'active' || part.route.target !== (endpoint ?? 'local'));
  if (wrong === undefined) {
    if (endpoint === null) return straight;
    const unseen = `the rules of the firewall behind ${endpoint}`;
    return {...straight, what: `${led}; ${edge.id} leads requests through it, too`, unseen};
  }
  const {route} = wrong;
  if (endpoint !== null && route?.target === 'local') return pastFirewall(from, gateway, endpoint, led);
  const target = route === null ? 'nowhere' : `to ${targetText(route)}`;
  const what = `${led}, while ${gateway} leads requests for ${listCidrs(wrong.ranges)} ${target} (${edge.id})`;
  // What is no firewall of AWS may let replies pass that it saw no request for.
  const isSure = route === null || route.state !== 'active' || route.target.startsWith('vpce-');
  if (!isSure) return {open: 'unknown', what, fix: ASK_FROM_OUTSIDE};
  const fix = `Let requests and replies pass the same firewall: give subnet ${subnetId} a route table of its own that leads to the endpoint to which ${edge.id} leads.`;
  return {open: false, what, fix};
}

/** Requests come straight in, and the firewall drops replies to connections that it never saw begin. */
function pastFirewall({subnetId}: From, gateway: string, endpoint: string, led: string): Outcome {
  return {
    open: false,
    what: `${led}, while requests come from ${gateway} past the firewall`,
    fix: `Lead requests through the firewall, too: associate a route table with ${gateway} that leads the addresses of subnet ${subnetId} to ${endpoint}.`,
  };
}

/**
 * A route that leads elsewhere may go through a firewall on purpose, or others may depend on it: it is never to be
 * replaced in passing.
 */
function elsewhere({table, isInside, routing}: From, {target, state}: Route): string {
  if (state !== 'active' && target.startsWith('igw-')) {
    return `Attach an internet gateway to ${routing.vpcId}, and let ${table.id} lead to it: ${target} is no longer attached.`;
  }
  const where = isInside
    ? 'subnets from which its clients are reached (or create an internet-facing one, if they come over the internet)'
    : 'public subnets';
  return `Move the load balancer to ${where}, and leave the routes of ${table.id} alone, as a firewall or other subnets may depend on them.`;
}

function noRoute({table, isInside}: From, where: string): Outcome {
  const fix = isInside
    ? `Add a route for ${where} to route table ${table.id}.`
    : `Add a route for ${where} to the VPC's internet gateway to route table ${table.id}, or move the load balancer to public subnets.`;
  return {open: false, what: `has no route for ${where}`, fix};
}

/** @throws {CannotTell} when the subnet has no route table. */
export function requireTable(
  subnetId: string,
  tables: readonly RouteTable[],
  {vpcId}: Pick<LoadBalancer, 'vpcId'>,
): RouteTable {
  const table = tableOf(subnetId, tables);
  if (table !== null) return table;
  throw new CannotTell(
    `subnet ${subnetId} of ${vpcId}: neither a route table of its own nor the VPC's main one was found`,
    `check with \`aws ec2 describe-route-tables --filters Name=vpc-id,Values=${vpcId}\``,
  );
}

/** A subnet without a table of its own has the VPC's main one. */
export function tableOf(subnetId: string, tables: readonly RouteTable[]): RouteTable | null {
  return tables.find((one) => one.subnetIds.includes(subnetId)) ?? tables.find((one) => one.isMain) ?? null;
}
