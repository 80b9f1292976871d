import {type IpRange, parseAddress, readRange} from '../domain/network/cidr.ts';
import type {Leg, NetworkHop, Party} from '../domain/network/network-hop.ts';
import {byHandOf, hopText, opennessText} from '../domain/network/network-hop-text.ts';
import {type Family, outsideParty} from '../domain/network/network-parties.ts';
import {ruleToAddText} from '../domain/network/network-rule-to-add.ts';
import {targetPorts} from '../domain/targets/target-ports.ts';
import type {TargetGroup} from '../model/facts/aws-facts.ts';
import type {HopKind, TraceLine} from '../model/trace.ts';
import {loadBalancerSide, tasksSide, walked, wayFromLink} from '../readers/network-sides.ts';
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
      const hops = await wayFromLink(aws, name, link, port);
      return judge('way-in', hops, `VPC link ${link.name} → ${door}`, false);
    }
    const family = sourceIp?.includes(':') ? 6 : 4;
    const to = await loadBalancerSide(aws, name, family);
    const from = clientParty(sourceIp, family);
    const hops = await walked(aws, name, [{from, to, ports: [{port, use: 'listener'}]}]);
    return judge('way-in', hops, `${from.name} → ${door}`, sourceIp === null);
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
    const hops = await walked(here.aws, here.name, legs);
    return judge('way-to-tasks', hops, `${here.loadBalancer.name} → ${ways.join(' and ')}`, false);
  });
}

/** One address, or everybody where the request does not say where it comes from. */
function clientParty(sourceIp: string | null, family: Family): Party {
  const everyone = readRange(family === 4 ? '0.0.0.0/0' : '::/0');
  const address: IpRange | null = sourceIp === null ? everyone : parseAddress(sourceIp);
  return outsideParty(sourceIp ?? 'the internet', address === null ? [] : [address]);
}

/** Which ECS will register the next task with, whatever port the group names. */
function containerPort({service}: TasksHere, {arn}: TargetGroup): number | undefined {
  const entry = service.loadBalancers.find((one) => [one.targetGroupArn, one.alternateTargetGroupArn].includes(arn));
  return entry?.containerPort ?? undefined;
}

/**
 * Which groups guard targets that are not tasks is not known here; health checks that get through prove that the way
 * is open.
 */
function shownByHealth({loadBalancer}: LoadBalancerHere, groups: readonly GroupHere[]): Step<never> {
  const ports = groups.flatMap(({group, census}) =>
    census.healthy.length === 0 ? [] : targetPorts(group, census.healthy),
  );
  const shown = ports.map(({port}) => port).join(', ');
  const hasNone = groups.some(({census}) => census.healthy.length === 0);
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

/** @param isAnyone The source is everybody: what is open to some only may be open to the client that is meant. */
function judge(kind: HopKind, hops: readonly NetworkHop[], way: string, isAnyone: boolean): Step<never> {
  const closed = hops.filter(({open}) => open !== true);
  const said = {
    summary: closed.length === 0 ? `${way}: ${hops.length} of ${hops.length} guards open, replies too` : way,
    lines: hops.map((hop): TraceLine => ({mark: hop.open === true ? null : 'broken', text: lineOf(hop)})),
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
  const [first] = closed;
  if (first === undefined) return {hop: okHop(kind, said), next: null};
  const because = `${hopText(first)}: ${opennessText(first)}`;
  const byHand = byHandOf(first);
  const opening = first.add === null ? 'Open it.' : ruleToAddText(first.add);
  if (isAnyone && closed.every(({open}) => open === 'partly')) {
    const fix = `Say where the request comes from: --source-ip ADDRESS. To open it for everyone: ${opening}`;
    return {hop: unknownHop(kind, {...said, because, fix, byHand}), next: null};
  }
  return {hop: brokenHop(kind, {...said, because, fix: opening, byHand}), next: null};
}

function lineOf({direction, traffic, decidedBy, open}: NetworkHop): string {
  const replies = traffic.startsWith('replies') ? 'replies ' : '';
  const state = open === true ? '' : `${opennessText({open})}: `;
  return `${replies}${direction}: ${state}${decidedBy.join('; ')}`;
}
