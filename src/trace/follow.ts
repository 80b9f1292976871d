import type {TraceDocument, TraceHop} from '../model/trace.ts';
import {certificateStep} from './certificate-hop.ts';
import type {EntryPoint} from './entry-points.ts';
import type {Step} from './hop.ts';
import {listenerStep} from './listener-hop.ts';
import {type LoadBalancerHere, type LoadBalancerWanted, loadBalancerStep} from './load-balancer-hop.ts';
import {wayInStep, wayToTasksStep} from './network-hops.ts';
import {recordStep} from './record-hop.ts';
import {rulesStep, type Shares} from './rules-hop.ts';
import type {TraceScope} from './scope.ts';
import {targetGroupStep} from './target-group-hop.ts';
import {tasksStep} from './tasks-hop.ts';
import {timersOf} from './timers.ts';
import type {RequestToFollow} from './traced-request.ts';
import {zoneStep} from './zone-hop.ts';

export type Followed = Pick<TraceDocument, 'hops' | 'timers' | 'alsoExposed'>;

/**
 * Follows one request from the host's name to the task. A hop that is broken or can't be told does not end the trace as
 * long as there is a way to go on.
 * @param now when certificates are judged.
 */
export async function follow(scope: TraceScope, request: RequestToFollow, now: Date): Promise<Followed> {
  const hops: TraceHop[] = [];
  const add = <Next>({hop, next}: Step<Next>): Next | null => {
    hops.push(hop);
    return next;
  };
  const {shown} = request;

  const zone = add(await zoneStep(scope, shown.host));
  const entry = zone === null ? null : add(recordStep(shown.host, zone));
  const wanted = wantedLoadBalancer(
    scope,
    entry,
    hops.every(({status}) => status === 'ok'),
    shown.port,
  );
  const loadBalancer = wanted === null ? null : add(await loadBalancerStep(scope, wanted, shown));
  if (loadBalancer !== null) add(await wayInStep(loadBalancer, shown.port, {sourceIp: shown.sourceIp}));
  const listener = loadBalancer === null ? null : add(await listenerStep(loadBalancer, shown));
  if (loadBalancer === null || listener === null) {
    const timers = await timersOf({gateway: undefined, loadBalancer, group: null, tasks: null});
    return {hops, timers, alsoExposed: []};
  }
  if (listener.protocol === 'HTTPS') add(await certificateStep(loadBalancer, shown.host, now));
  const {host, path, method, query, sourceIp} = shown;
  const routed = {host, path, method, query, headers: request.headers, ...(sourceIp === null ? {} : {sourceIp})};
  const shares = add(await rulesStep(loadBalancer, listener, routed));
  const behind = shares === null ? null : await followBehind(scope, loadBalancer, shares);
  hops.push(...(behind?.hops ?? []));
  const {groups, tasks} = behind ?? {groups: null, tasks: null};
  const timers = await timersOf({gateway: undefined, loadBalancer, group: groups?.[0] ?? null, tasks});
  return {hops, timers, alsoExposed: []};
}

/** A way that is closed comes before the targets that are unhealthy because of it. */
async function followBehind(scope: TraceScope, here: LoadBalancerHere, shares: Shares) {
  const groups = await targetGroupStep(here, shares);
  if (groups.next === null) return {hops: [groups.hop], groups: null, tasks: null};
  const tasks = await tasksStep(scope, groups.next);
  const way = await wayToTasksStep(here, groups.next, tasks.next);
  return {hops: [way.hop, groups.hop, tasks.hop], groups: groups.next, tasks: tasks.next};
}

/** The one in DNS when that is sure, else the one that was named, else whatever DNS gave. */
function wantedLoadBalancer(
  scope: TraceScope,
  entry: EntryPoint | null,
  isSure: boolean,
  port: number,
): LoadBalancerWanted | null {
  const {loadBalancer: named} = scope;
  if (named !== null && !(isSure && entry?.kind === 'load-balancer')) {
    return {accounts: [named.account], region: named.region, loadBalancer: named.loadBalancer, port, isPrivate: false};
  }
  if (entry?.kind !== 'load-balancer') return null;
  const {region, dnsName} = entry;
  return {accounts: scope.loadBalancerAccounts, region, loadBalancer: dnsName, port, isPrivate: false};
}
