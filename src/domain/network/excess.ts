import type {SecurityGroupRule} from '../../model/facts/aws-facts.ts';
import type {Fault} from '../../model/outcome.ts';
import {type Admission, admissionText, onTcpPort} from './admissions.ts';
import {type IpRange, intersect, parseCidr, subtract} from './cidr.ts';
import {listedAmong} from './listed-ranges.ts';
import {ruleToAddCommand} from './network-rule-to-add.ts';
import {
  includesTcpPort,
  type PortRange,
  portsBeyond,
  portsOf,
  portText,
  protocolName,
  trafficText,
} from './port-sets.ts';

/** What a security group admits beyond what it should. */
export interface Excess {
  readonly admission: Admission;
  /** The addresses in excess; null where they are not known. */
  readonly ranges: readonly IpRange[] | null;
  /** The ports in excess; null where it is not the ports that are. */
  readonly ports: readonly PortRange[] | null;
}

/**
 * Admissions of anything but these TCP ports from a peer in `from`, or from a peer whose addresses are not known. ICMP has
 * no ports and is not a connection: it is never an excess.
 */
export function admittedBeyondPorts(
  admissions: readonly Admission[],
  ports: readonly number[],
  from: readonly IpRange[],
): Excess[] {
  return admissions.flatMap((admission) => {
    const admitted = portsOf(admission);
    if (admitted === null) return [];
    const beyond = portsBeyond(admitted, protocolName(admission.protocol) === 'tcp' ? ports : []);
    const ranges = admission.ranges === null ? null : intersect(admission.ranges, from);
    return beyond.length === 0 || ranges?.length === 0 ? [] : [{admission, ranges, ports: beyond}];
  });
}

/** Whom a port may be open to. */
export interface AllowedSources {
  readonly ranges: readonly IpRange[];
  /** Group ids and prefix list ids. */
  readonly ids: readonly string[];
}

/** Admissions on this TCP port of a peer that is not wholly allowed. */
export function admittedBeyondSources(
  admissions: readonly Admission[],
  port: number,
  allowed: AllowedSources,
): Excess[] {
  return onTcpPort(admissions, port).flatMap((admission) => {
    if (allowed.ids.includes(admission.peer)) return [];
    const ranges = admission.ranges === null ? null : subtract(admission.ranges, allowed.ranges);
    return ranges?.length === 0 ? [] : [{admission, ranges, ports: null}];
  });
}

/**
 * The rules that cause the excesses, as DescribeSecurityGroupRules has them (these can be removed), and how to be rid of
 * them: `sgr-1: sg-1 admits tcp 0-65535 from 10.0.0.0/8, ports 0-442, 444-65535`.
 *
 * @param meant what of a rule's traffic is meant, so that it is admitted on its own before the rule is revoked.
 */
export function offencesOf(
  excesses: readonly Excess[],
  rules: readonly SecurityGroupRule[],
  meant: (admission: Admission) => readonly Meant[],
): Fault[] {
  const seen = new Set<string>();
  return excesses.map((excess) => {
    const rule = ruleOf(excess.admission, rules);
    const what = `${rule?.id ?? 'a rule'}: ${excessText(excess)}`;
    if (rule === undefined)
      return {
        what,
        fix: `Admit first on its own what is meant of that rule of ${excess.admission.groupId}, then remove it.`,
      };
    const narrow = meant(excess.admission).map(({port, peers}) =>
      ruleToAddCommand({kind: 'security group rule', groupId: rule.groupId, isEgress: rule.isEgress, port, peers}),
    );
    const first = narrow.filter((one) => !seen.has(one));
    for (const one of first) seen.add(one);
    const closesMore = excess.ports === null && isRange(excess.admission);
    const before = closesMore
      ? `${rule.id} opens other ports, too, which close with it: admit first what is meant there. `
      : '';
    return {
      what,
      fix: `${before}${first.length === 0 ? `Remove ${rule.id}: \`${removal(rule)}\`.` : replacing(rule, first)}`,
    };
  });
}

/** Traffic that a rule which goes too far admits and that is meant. */
export interface Meant {
  readonly port: number;
  /** CIDRs, ids of groups and of prefix lists. */
  readonly peers: readonly string[];
}

function replacing(rule: SecurityGroupRule, narrow: readonly string[]): string {
  return `Admit first on its own what is meant, then remove ${rule.id}, so that nobody is cut off in between: \`${[...narrow, removal(rule)].join(' && ')}\`.`;
}

/** The groups that have the rules. */
export function offendingGroupIds(excesses: readonly Excess[]): string[] {
  return [...new Set(excesses.map(({admission}) => admission.groupId))];
}

function ruleOf(admission: Admission, rules: readonly SecurityGroupRule[]): SecurityGroupRule | undefined {
  return rules.find(
    (rule) =>
      rule.groupId === admission.groupId &&
      rule.isEgress === admission.isEgress &&
      rule.peer === admission.peer &&
      trafficText(rule) === trafficText(admission),
  );
}

function removal({id, groupId, isEgress}: SecurityGroupRule): string {
  const way = isEgress ? 'egress' : 'ingress';
  return `aws ec2 revoke-security-group-${way} --group-id ${groupId} --security-group-rule-ids ${id}`;
}

/** The whole rule, and the part of it that is too much where that is not all of it. */
export function excessText({admission, ranges, ports}: Excess): string {
  const isTcp = protocolName(admission.protocol) === 'tcp';
  const tooMany = isTcp && ports !== null ? ports.map(portText).join(', ') : null;
  const portsAside = tooMany === null || trafficText(admission) === `tcp ${tooMany}` ? '' : `, ports ${tooMany}`;
  const tooWide = ranges === null ? null : listedAmong(ranges, admission.ranges ?? ranges);
  const rangesAside = tooWide === null || tooWide === admission.peer ? '' : `, in it ${tooWide}`;
  return `${admissionText(admission)}${rangesAside}${portsAside}`;
}

/** On which of these ports a rule that goes too far is needed: what no other admission lets in from the same peer. */
export function meantPorts(
  {peer, ...admission}: Admission,
  ports: readonly number[],
  others: readonly Admission[],
): Meant[] {
  const needed = ports.filter(
    (port) => includesTcpPort(admission, port) && !onTcpPort(others, port).some((other) => other.peer === peer),
  );
  return needed.map((port) => ({port, peers: [peer]}));
}

/** For which of the allowed sources a rule that goes too far is needed: what it may let in and no other admission does. */
export function meantSources(
  {ranges}: Admission,
  port: number,
  sources: readonly string[],
  others: readonly Admission[],
): Meant[] {
  const admitted = onTcpPort(others, port);
  const peers = sources.filter((source) => {
    const range = parseCidr(source);
    if (range === null) return !admitted.some(({peer}) => peer === source);
    const through = ranges === null ? [range] : intersect([range], ranges);
    return (
      subtract(
        through,
        admitted.flatMap((other) => other.ranges ?? []),
      ).length > 0
    );
  });
  return peers.length === 0 ? [] : [{port, peers}];
}

function isRange(admission: Admission): boolean {
  const ports = portsOf(admission);
  return ports !== null && ports.from !== ports.to;
}
