import {attributeOf} from '../domain/targets/elb-attributes.ts';
import {targetGroupName, versionFault, versionNote} from '../domain/targets/target-groups.ts';
import {
  censusOf,
  describeTarget,
  FAIL_OPEN_BELOW,
  healthAdvice,
  SHIFT_FIX,
  type TargetCensus,
} from '../domain/targets/target-health.ts';
import {zoneFault} from '../domain/targets/target-zones.ts';
import {CannotTell} from '../model/errors.ts';
import type {TargetGroup, TargetHealth} from '../model/facts/aws-facts.ts';
import type {Fault as ZoneFault} from '../model/outcome.ts';
import {command} from '../model/text/shell.ts';
import type {TraceLine} from '../model/trace.ts';
import type {Arriving} from './arriving.ts';
import {brokenHop, okHop, type Step, step, unknownHop} from './hop.ts';
import type {LoadBalancerHere} from './load-balancer-hop.ts';
import type {Shares} from './rules-hop.ts';

/** A target group that requests reach, with every target in it. */
export interface GroupHere {
  readonly group: TargetGroup;
  readonly targets: readonly TargetHealth[];
  readonly census: TargetCensus;
  /** A zone of the load balancer without a target of its own, where it needs one. */
  readonly zone: ZoneFault | null;
}

export function targetGroupStep(
  {aws, name, loadBalancer}: LoadBalancerHere,
  shares: Shares,
  {method}: Pick<Arriving, 'method'>,
): Promise<Step<readonly GroupHere[]>> {
  return step('target-group', async () => {
    const all = await aws.targetGroups(name);
    const groups = await Promise.all(
      shares.map(async ({targetGroupArn}): Promise<GroupHere> => {
        const group = all.find(({arn}) => arn === targetGroupArn);
        if (group === undefined) {
          const what = `target group ${targetGroupName(targetGroupArn)} of the rule is not in the list of the account's groups`;
          throw new CannotTell(
            what,
            `check with \`aws elbv2 describe-target-groups --target-group-arns ${targetGroupArn}\``,
          );
        }
        const [targets, attributes] = await Promise.all([
          aws.targetHealth(name, group.arn),
          aws.targetGroupAttributes(name, group.arn),
        ]);
        const census = censusOf(targets, Number(attributeOf(attributes, FAIL_OPEN_BELOW).value));
        return {group, targets, census, zone: zoneFault(group, loadBalancer, attributes, census)};
      }),
    );
    const said = {
      summary: groups.map(summaryOf).join('; '),
      lines: groups.flatMap(({group, targets}) => [...noteLine(versionNote(group)), ...targets.map(targetLine)]),
      facts: {
        groups: groups.map(({group, targets, census}) => ({
          arn: group.arn,
          name: group.name,
          port: group.port,
          protocolVersion: group.protocolVersion,
          hasFailedOpen: census.hasFailedOpen,
          targets: targets.map(({targetId, port, state, reason}) => ({targetId, port, state, reason})),
        })),
      },
      byHand: command`aws elbv2 describe-target-health --target-group-arn ${groups[0]?.group.arn ?? ''}`,
    };
    const faults = groups.flatMap((one) => faultOf(one, method) ?? []);
    const fault = faults.find(({status}) => status === 'broken') ?? faults[0];
    if (fault === undefined) return {hop: okHop('target-group', said), next: groups};
    const hop = fault.status === 'broken' ? brokenHop : unknownHop;
    return {hop: hop('target-group', {...said, because: fault.because, fix: fault.fix}), next: groups};
  });
}

interface Fault {
  readonly status: 'broken' | 'unknown';
  readonly because: string;
  readonly fix: string;
}

/** Why requests that reach the group are not answered well. */
function faultOf({group, targets, census, zone}: GroupHere, method: string): Fault | null {
  const refused = versionFault(group, method);
  if (refused !== null) return {status: 'broken', because: refused.what, fix: refused.fix};
  if (census.healthy.length > 0) {
    return zone === null ? null : {status: 'broken', because: `${group.name} has ${zone.what}`, fix: zone.fix};
  }
  const advice = [...census.failing].map(({reason}) => healthAdvice(reason)).find((text) => text !== null);
  if (targets.length === census.draining.length) {
    const because = `${group.name} has no registered target: the load balancer answers 503`;
    return {status: 'broken', because, fix: 'Let the ECS service register its tasks in this target group.'};
  }
  if (census.perhapsShifted.length > 0) {
    const because = `whether a zonal shift keeps requests from ${group.name} is not known: ${census.perhapsShifted.map(describeTarget).join(', ')}`;
    return {
      status: 'unknown',
      because,
      fix: 'start tasks in another zone, or look at the zonal shifts of the load balancer',
    };
  }
  if (census.shifted.length > 0) {
    const because = `every healthy target of ${group.name} is in a zone that a zonal shift keeps requests away from`;
    return {status: 'broken', because, fix: SHIFT_FIX};
  }
  if (census.unclear.length > 0 && census.failing.length === 0) {
    const because = `the health of ${group.name} is not known: ${census.unclear.map(describeTarget).join(', ')}`;
    return {status: 'unknown', because, fix: 'look at the health checks of the target group'};
  }
  const open = census.hasFailedOpen
    ? '; the load balancer has failed open and sends requests to them all the same'
    : '';
  const because = `no target of ${group.name} is healthy${open}`;
  return {status: 'broken', because, fix: advice ?? 'Wait for the health checks of new targets, or see why they fail.'};
}

function summaryOf({group, targets, census}: GroupHere): string {
  const staying = targets.length - census.draining.length;
  const draining = census.draining.length === 0 ? '' : `, ${census.draining.length} draining`;
  const speaks = [group.protocolVersion ?? group.protocol, group.targetType].filter((part) => part !== null).join(', ');
  return `${group.name} (${speaks}): ${census.healthy.length} of ${staying} healthy${draining}`;
}

function noteLine(text: string | null): TraceLine[] {
  return text === null ? [] : [{mark: null, text}];
}

function targetLine(target: TargetHealth): TraceLine {
  const isBroken = target.state === 'unhealthy' || target.state === 'unused';
  return {mark: isBroken ? 'broken' : null, text: describeTarget(target)};
}
