import type {SecurityGroupRule} from '../../model/facts/aws-facts.ts';
import {type Admission, admissionText, onTcpPort} from './admissions.ts';
import {type IpRange, intersect, listCidrs, subtract} from './cidr.ts';
import {type PortRange, portsBeyond, portsOf, portText, protocolName, trafficText} from './port-sets.ts';

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

/** The excesses with the rules that cause them, as DescribeSecurityGroupRules has them: these can be removed. */
export interface Offences {
  /** `sgr-1: sg-1 admits tcp 0-65535 from 10.0.0.0/8, ports 0-442, 444-65535`; several joined by `; `. */
  readonly text: string;
  /** CLI commands that remove the rules; null when none is left. */
  readonly removals: string | null;
}

export function offencesOf(excesses: readonly Excess[], rules: readonly SecurityGroupRule[]): Offences {
  const named = excesses.map((excess) => ({excess, rule: ruleOf(excess.admission, rules)}));
  const removals = named.flatMap(({rule}) => (rule === undefined ? [] : removal(rule)));
  return {
    text: named.map(({excess, rule}) => `${rule?.id ?? 'a rule'}: ${excessText(excess)}`).join('; '),
    removals: removals.length === 0 ? null : removals.join(', '),
  };
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
  return `\`aws ec2 revoke-security-group-${way} --group-id ${groupId} --security-group-rule-ids ${id}\``;
}

/** The whole rule, and the part of it that is too much where that is not all of it. */
export function excessText({admission, ranges, ports}: Excess): string {
  const isTcp = protocolName(admission.protocol) === 'tcp';
  const tooMany = isTcp && ports !== null ? ports.map(portText).join(', ') : null;
  const portsAside = tooMany === null || trafficText(admission) === `tcp ${tooMany}` ? '' : `, ports ${tooMany}`;
  const tooWide = ranges === null ? null : listCidrs(ranges);
  const rangesAside = tooWide === null || tooWide === admission.peer ? '' : `, in it ${tooWide}`;
  return `${admissionText(admission)}${rangesAside}${portsAside}`;
}
