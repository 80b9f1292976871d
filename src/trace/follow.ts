import type {HealthBySource} from '../domain/dns/record-health.ts';
import type {StreamPath} from '../domain/streams/stream-timers.ts';
import type {Listener, ListenerRule} from '../model/facts/aws-facts.ts';
import type {TraceDocument, TraceHop} from '../model/trace.ts';
import {apiEndpointStep} from './api-endpoint-hop.ts';
import {type Arriving, arrivingFromClient} from './arriving.ts';
import {certificateStep} from './certificate-hop.ts';
import {apiEndpointOf, type EntryPoint} from './entry-points.ts';
import {exposedBeside} from './exposed.ts';
import {type ApiHere, apiDomainStep, apiRouteStep, vpcLinkStep} from './gateway-hops.ts';
import type {Step} from './hop.ts';
import {listenerStep} from './listener-hop.ts';
import {type LoadBalancerHere, type LoadBalancerWanted, loadBalancerStep} from './load-balancer-hop.ts';
import {wayInStep, wayToTasksStep} from './network-hops.ts';
import {recordOf, recordStep} from './record-hop.ts';
import {rulesStep, type Shares} from './rules-hop.ts';
import type {TraceScope} from './scope.ts';
import {targetGroupStep} from './target-group-hop.ts';
import {tasksStep} from './tasks-hop.ts';
import {timersOf} from './timers.ts';
import type {RequestToFollow} from './traced-request.ts';
import {webAclStep} from './web-acl-hop.ts';
import {type Answered, zoneStep} from './zone-hop.ts';

export interface Followed extends Pick<TraceDocument, 'hops' | 'timers' | 'alsoExposed'> {
  readonly way: FollowedWay;
}

/** What the hops are about, as far as the way could be followed. */
export interface FollowedWay {
  /** The name behind the host that clients connect to; null: a name that the zone does not hold, or that leads elsewhere. */
  readonly entry: EntryPoint | null;
  readonly loadBalancer: LoadBalancerHere | null;
  readonly listener: Listener | null;
  /** The rule that takes the request. */
  readonly winner: ListenerRule | null;
}

/** Where a request comes to a load balancer, and which one. */
interface Entered {
  readonly wanted: LoadBalancerWanted;
  readonly arriving: Arriving;
  /** The zone whose records name it, and the health they are chosen by; null when something else does. */
  readonly named: {readonly inZone: Answered; readonly health: HealthBySource} | null;
}

/** A part of the way: its hops, and where it leads; null when it cannot be followed further. */
interface Part<Next> {
  readonly hops: readonly TraceHop[];
  readonly gateway: StreamPath['gateway'];
  readonly next: Next | null;
}

/**
 * Follows one request from the host's name to the task. A hop that is broken or unknown does not end the trace as
 * long as there is a way to go on.
 * @param now when certificates are judged.
 */
export async function follow(scope: TraceScope, request: RequestToFollow, now: Date): Promise<Followed> {
  const names = await followNames(scope, request);
  const entered = names.next;
  if (entered === null) {
    const timers = await timersOf({gateway: names.gateway, loadBalancer: null, group: null, tasks: null});
    const way = {entry: names.entry, loadBalancer: null, listener: null, winner: null};
    return {hops: names.hops, timers, alsoExposed: [], way};
  }
  const behind = await followLoadBalancer(scope, entered, now);
  const timers = await timersOf({gateway: names.gateway, ...behind});
  const known = names.hops.map((hop) => {
    const {named} = entered;
    if (hop.kind !== 'record' || named === null || behind.loadBalancer === null) return hop;
    return recordOf(hop, request.shown.host, named, behind.loadBalancer.loadBalancer);
  });
  const {loadBalancer, listener, winner} = behind;
  const way = {entry: names.entry, loadBalancer, listener, winner};
  return {hops: [...known, ...behind.hops], timers, alsoExposed: behind.alsoExposed, way};
}

/** From the name to a load balancer, through API Gateway where it answers. */
async function followNames(
  scope: TraceScope,
  request: RequestToFollow,
): Promise<Part<Entered> & Pick<FollowedWay, 'entry'>> {
  const {host} = request.shown;
  const endpoint = apiEndpointOf(host);
  // No zone of one's own has the names that AWS gives.
  if (endpoint !== null) {
    return {...(await followGateway(await apiEndpointStep(scope, endpoint, request.shown), request)), entry: endpoint};
  }
  const zone = await zoneStep(scope, host);
  const record = zone.next === null ? null : await recordStep(scope, host, zone.next);
  const hops = [zone.hop, ...(record === null ? [] : [record.hop])];
  const entry = record?.next ?? null;
  const {loadBalancer: named} = scope;
  // What the caller named is used where a record does not say, never where it does.
  if (named !== null && (entry === null || record?.hop.status !== 'ok')) {
    const {account, region, loadBalancer} = named;
    const next = fromClient(request, null, {accounts: [account], region, loadBalancer});
    return {hops, gateway: undefined, next, entry};
  }
  if (entry?.kind === 'gateway') {
    const gateway = await followGateway(await apiDomainStep(scope, entry, request.shown), request);
    return {...gateway, hops: [...hops, ...gateway.hops], entry};
  }
  if (entry?.kind !== 'load-balancer') return {hops, gateway: undefined, next: null, entry};
  const accounts = scope.loadBalancerAccounts;
  const by = record === null ? null : {inZone: record.inZone, health: record.health};
  const next = fromClient(request, by, {accounts, region: entry.region, loadBalancer: entry.dnsName});
  return {hops, gateway: undefined, next, entry};
}

function fromClient(
  request: RequestToFollow,
  named: Entered['named'],
  wanted: Omit<LoadBalancerWanted, 'port' | 'isPrivate'>,
): Entered {
  const arriving = arrivingFromClient(request);
  return {wanted: {...wanted, port: request.shown.port, isPrivate: false}, arriving, named};
}

/** Route and VPC link, behind a custom domain or the API's own endpoint, to the load balancer behind them. */
async function followGateway(domain: Step<ApiHere>, request: RequestToFollow): Promise<Part<Entered>> {
  if (domain.next === null) return {hops: [domain.hop], gateway: null, next: null};
  const here = domain.next;
  const route = await apiRouteStep(here, request);
  if (route.next === null) return {hops: [domain.hop, route.hop], gateway: null, next: null};
  const {integration, arrival} = route.next;
  const gateway = {api: here.api, integration};
  const link = await vpcLinkStep(here, route.next);
  const hops = [domain.hop, route.hop, link.hop];
  if (link.next === null) return {hops, gateway, next: null};
  const {source, target} = link.next;
  const {method, scheme, host, paths, headers} = arrival;
  const port = target.port ?? arrival.port;
  const arriving: Arriving = {
    ...{method, scheme, host, paths, port, headers},
    query: arrival.query ?? null,
    // The load balancer sees an address of the link.
    sourceIp: null,
    listenerArn: target.listenerArn,
    link: source,
  };
  const {account, region} = here;
  const wanted = {accounts: [account], region, loadBalancer: target.loadBalancerArn, port: port ?? 0, isPrivate: true};
  return {hops, gateway, next: {wanted, arriving, named: null}};
}

/** From the load balancer to the tasks. */
async function followLoadBalancer(scope: TraceScope, {wanted, arriving}: Entered, now: Date) {
  const hops: TraceHop[] = [];
  const add = <Next>({hop, next}: Step<Next>): Next | null => {
    hops.push(hop);
    return next;
  };
  const nothing = {hops, group: null, tasks: null, alsoExposed: [], listener: null, winner: null};
  const found = add(await loadBalancerStep(scope, wanted, arriving));
  if (found === null) return {...nothing, loadBalancer: null};
  const listening = await listenerStep(found, arriving);
  const {here, listener} = listening.next ?? {here: found, listener: null};
  if (listener !== null) add(await wayInStep(here, listener.port, arriving));
  add(listening);
  if (listener === null) return {...nothing, loadBalancer: here};
  if (listener.protocol === 'HTTPS' && arriving.host !== null)
    add(await certificateStep(here, listener, arriving.host, now));
  add(await webAclStep(here, arriving));
  const ruling = add(await rulesStep(here, listener, arriving));
  const winner = ruling?.winner ?? null;
  const alsoExposed = ruling === null ? [] : await exposedBeside(here, arriving, ruling.winner);
  const shares = ruling?.shares ?? null;
  if (shares === null) return {...nothing, loadBalancer: here, alsoExposed, listener, winner};
  const behind = await followTargets(scope, here, shares, arriving);
  hops.push(...behind.hops);
  const group = behind.groups?.[0] ?? null;
  return {hops, loadBalancer: here, listener, winner, group, tasks: behind.tasks?.[0] ?? null, alsoExposed};
}

/** A way that is closed comes before the targets that are unhealthy because of it. */
async function followTargets(scope: TraceScope, here: LoadBalancerHere, shares: Shares, arriving: Arriving) {
  const groups = await targetGroupStep(here, shares, arriving);
  if (groups.next === null) return {hops: [groups.hop], groups: null, tasks: null};
  const tasks = await tasksStep(scope, here, groups.next);
  const way = await wayToTasksStep(here, groups.next, tasks.next);
  return {hops: [way.hop, groups.hop, tasks.hop], groups: groups.next, tasks: tasks.next};
}
