import {type Clients, clientsOf, internetClients, standingOf} from '../domain/network/clients.ts';
import type {Leg, NetworkHop} from '../domain/network/network-hop.ts';
import {byHandOf, hopText, opennessText} from '../domain/network/network-hop-text.ts';
import {ruleToAddText} from '../domain/network/network-rule-to-add.ts';
import {publicFamilies} from '../domain/network/scheme.ts';
import {targetPorts} from '../domain/targets/target-ports.ts';
import {groupsOf, loadBalancersOf} from '../domain/targets/task-sets.ts';
import type {TargetGroup} from '../model/facts/aws-facts.ts';
import type {HopKind, TraceLine} from '../model/trace.ts';
import {entrancesOf} from '../readers/network-load-balancer.ts';
import {loadBalancerSide, tasksSide, wayFromLink, wayFromOlderLink, wayToTasks} from '../readers/network-sides.ts';
import {wayFromClients} from '../readers/ways-in.ts';
import type {Arriving} from './arriving.ts';
import {brokenHop, okHop, type Step, step, unknownHop} from './hop.ts';
import type {LoadBalancerHere} from './load-balancer-hop.ts';
import {registersIn} from './services-behind.ts';
import type {GroupHere} from './target-group-hop.ts';
import type {TasksHere} from './tasks-hop.ts';

/** Through groups and ACLs to the load balancer's port: from the client, or from a VPC link. */
export function wayInStep(
  here: LoadBalancerHere,
  port: number,
  {sourceIp, link}: Pick<Arriving, 'sourceIp' | 'link'>,
): Promise<Step<never>> {
  return step('way-in', async () => {
    const {aws, name, loadBalancer} = here;
    const door = `${loadBalancer.name}:${port}`;
    if (link !== null) {
      const hops =
        link.version === 1
          ? await wayFromOlderLink(aws, name, await entrancesOf(aws, name, link, port), port)
          : await wayFromLink(aws, name, link, port);
      return judge('way-in', hops, `VPC link ${link.name} → ${door}`, null);
    }
    const [clients = internetClients(publicFamilies(loadBalancer)[0] ?? 4)] =
      sourceIp === null ? [] : clientsOf(loadBalancer, [sourceIp]);
    const hops = await wayFromClients(aws, name, clients, port);
    return judge('way-in', hops, `${clients.name} → ${door}`, clients);
  });
}

/** Through groups and ACLs from the load balancer to the tasks, the health check's port too. */
export function wayToTasksStep(
  here: LoadBalancerHere,
  groups: readonly GroupHere[],
  tasks: readonly TasksHere[] | null,
): Promise<Step<never>> {
  return step('way-to-tasks', async () => {
    if (tasks === null) {
      const because = 'without knowing the tasks, their security groups are not known either';
      const fix = 'name the service: --service CLUSTER/SERVICE, or a checklist that has it among its resources';
      return {hop: unknownHop('way-to-tasks', {summary: 'not judged', because, fix}), next: null};
    }
    if (tasks.length === 0) return shownByHealth(here, groups);
    const family = groups[0]?.group.ipAddressType === 'ipv6' ? 6 : 4;
    const from = await loadBalancerSide(here.aws, here.name, family);
    const legs = await Promise.all(
      tasks.map(async (behind): Promise<Leg> => {
        const own = groups.filter(({group}) => registersIn(behind.service, [group.arn]));
        const ports = own.flatMap(({group, targets}) => targetPorts(group, targets, containerPort(behind, group)));
        return {from, to: await tasksSide(behind.aws, here.loadBalancer, behind, family), ports};
      }),
    );
    const ways = legs.map(({to, ports}) => `${to.name}:${[...new Set(ports.map(({port}) => port))].join(', ')}`);
    const hops = await wayToTasks(here.aws, here.name, legs);
    return judge('way-to-tasks', hops, `${here.loadBalancer.name} → ${ways.join(' and ')}`, null);
  });
}

/** Which ECS will register the next task with, whatever port the group names. */
function containerPort({service}: TasksHere, {arn}: TargetGroup): number | undefined {
  const entry = loadBalancersOf(service).find((one) => groupsOf(one).includes(arn));
  return entry?.containerPort ?? undefined;
}

/**
 * Which groups guard targets that are not tasks is not known here; health checks that get through prove that the way
 * is open.
 */
function shownByHealth({loadBalancer}: LoadBalancerHere, groups: readonly GroupHere[]): Step<never> {
  const ports = groups.flatMap(({group, census}) => (census.well.length === 0 ? [] : targetPorts(group, census.well)));
  const shown = ports.map(({port}) => port).join(', ');
  const hasNone = groups.some(({census}) => census.well.length === 0);
  const unproven = ports.find(({use}) => use === 'target port');
  if (!hasNone && unproven === undefined) {
    const summary = `${loadBalancer.name} → targets:${shown}: health checks on the port of the requests get through`;
    return {hop: okHop('way-to-tasks', {summary}), next: null};
  }
  const because = hasNone
    ? 'the targets are not tasks of an ECS service, so that their security groups are not known, and no health check gets through'
    : `the targets are not tasks of an ECS service, so that their security groups are not known, and no health check goes to port ${unproven?.port}`;
  const fix = 'look at the security groups and network ACLs of the targets by hand';
  return {hop: unknownHop('way-to-tasks', {summary: 'not judged', because, fix}), next: null};
}

/** @param clients those it is judged for, where it is not a party inside AWS. */
function judge(kind: HopKind, hops: readonly NetworkHop[], way: string, clients: Clients | null): Step<never> {
  const judged = hops.map((hop) => ({hop, standing: clients === null ? plainly(hop) : standingOf(hop, clients)}));
  const closed = judged.filter(({standing}) => standing === 'closed').map(({hop}) => hop);
  const unknown = judged.filter(({standing}) => standing === 'unknown').map(({hop}) => hop);
  const isOpen = closed.length === 0 && unknown.length === 0;
  const said = {
    summary: isOpen ? `${way}: ${hops.length} of ${hops.length} guards open, replies too` : way,
    lines: judged.map(({hop, standing}): TraceLine => ({mark: MARKS[standing], text: lineOf(hop)})),
    facts: {
      guards: hops.map(({guard, ids, at, peer, direction, traffic, open, decidedBy}) => ({
        guard,
        ids: [...ids],
        at,
        peer,
        direction,
        traffic,
        open,
        decidedBy: [...decidedBy],
      })),
    },
  };
  const first = closed[0] ?? unknown[0];
  if (first === undefined) return {hop: okHop(kind, said), next: null};
  const because = `${hopText(first)}: ${opennessText(first)}`;
  const byHand = byHandOf(first);
  const opening = first.add === null ? 'Open it.' : ruleToAddText(first.add);
  // The source is everybody: what is open to some only may be open to the client that is meant.
  if (clients?.kind === 'internet' && closed.length > 0 && closed.every(({open}) => open === 'partly')) {
    const fix = `Say where the request comes from: --source-ip ADDRESS. To open it for everyone: ${opening}`;
    return {hop: unknownHop(kind, {...said, because, fix, byHand}), next: null};
  }
  if (closed.length === 0) return {hop: unknownHop(kind, {...said, because, fix: opening, byHand}), next: null};
  return {hop: brokenHop(kind, {...said, because, fix: opening, byHand}), next: null};
}

const MARKS = {open: null, except: null, closed: 'broken', unknown: 'unknown'} as const;

function plainly({open}: NetworkHop): keyof typeof MARKS {
  return open === true ? 'open' : open === 'unknown' ? 'unknown' : 'closed';
}

function lineOf({direction, traffic, decidedBy, open}: NetworkHop): string {
  const replies = traffic.startsWith('replies') ? 'replies ' : '';
  const state = open === true ? '' : `${opennessText({open})}: `;
  return `${replies}${direction}: ${state}${decidedBy.join('; ')}`;
}
