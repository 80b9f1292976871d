import type {IpPermission, SecurityGroup, SecurityGroupRule} from '../model/aws-facts.ts';
import {type IpRange, intersect, readRange, subtract} from './cidr.ts';
import {includesTcpPort, type PortRange, portsBeyond, portsOf, protocolName, trafficText} from './port-sets.ts';

/**
 * What security groups admit, one source (or destination) at a time. Groups only ever allow, and all on an interface are
 * added together. Source: the Amazon VPC user guide, security group rules.
 */
export interface Admission {
  readonly groupId: string;
  readonly isEgress: boolean;
  readonly protocol: string;
  readonly fromPort: number | null;
  readonly toPort: number | null;
  /** A CIDR, a prefix list's id or a group's id, as AWS gives it. */
  readonly peer: string;
  readonly kind: 'cidr' | 'prefix list' | 'group';
  /** Null where the addresses are not known: members of a group, a prefix list that was not fetched. */
  readonly ranges: readonly IpRange[] | null;
}

/** The CIDRs of prefix lists, by id. */
export type PrefixLists = ReadonlyMap<string, readonly string[]>;

export const NO_PREFIX_LISTS: PrefixLists = new Map();

export function admissionsIn(groups: readonly SecurityGroup[], lists: PrefixLists = NO_PREFIX_LISTS): Admission[] {
  return groups.flatMap((group) => group.ingress.flatMap((one) => perPeer(group.id, false, one, lists)));
}

export function admissionsOut(groups: readonly SecurityGroup[], lists: PrefixLists = NO_PREFIX_LISTS): Admission[] {
  return groups.flatMap((group) => group.egress.flatMap((one) => perPeer(group.id, true, one, lists)));
}

function perPeer(groupId: string, isEgress: boolean, permission: IpPermission, lists: PrefixLists): Admission[] {
  const {protocol, fromPort, toPort, cidrs, prefixListIds, groupIds} = permission;
  const base = {groupId, isEgress, protocol, fromPort, toPort};
  return [
    ...cidrs.map((peer) => ({...base, peer, kind: 'cidr' as const, ranges: [readRange(peer)]})),
    ...prefixListIds.map((peer) => ({
      ...base,
      peer,
      kind: 'prefix list' as const,
      ranges: lists.get(peer)?.map(readRange) ?? null,
    })),
    ...groupIds.map((peer) => ({...base, peer, kind: 'group' as const, ranges: null})),
  ];
}

/** The ids of the prefix lists among the peers. */
export function prefixListIds(admissions: readonly Admission[]): string[] {
  return [...new Set(admissions.filter(({kind}) => kind === 'prefix list').map(({peer}) => peer))];
}

/** Those that let TCP through on this port. */
export function onTcpPort(admissions: readonly Admission[], port: number): Admission[] {
  return admissions.filter((admission) => includesTcpPort(admission, port));
}

/**
 * The part of `wanted` that no admission lets through on this TCP port. A group named as the source never proves that an
 * address is admitted: it stands for its members' private addresses.
 */
export function closedOnTcpPort(admissions: readonly Admission[], port: number, wanted: readonly IpRange[]): IpRange[] {
  return subtract(
    wanted,
    onTcpPort(admissions, port).flatMap(({ranges}) => ranges ?? []),
  );
}

/** An admission that lets through more than it should. */
export interface Excess {
  readonly admission: Admission;
  /** The addresses in excess; null where they are not known. */
  readonly ranges: readonly IpRange[] | null;
  /** The TCP or UDP ports in excess; null where it is not the ports that are. */
  readonly ports: readonly PortRange[] | null;
}

/**
 * Admissions of anything but these TCP ports to a peer in `to`, or to a peer whose addresses are not known. ICMP has no
 * ports and is no connection: {@link isIcmp} tells it apart, it is never an excess.
 */
export function admittedBeyondPorts(
  admissions: readonly Admission[],
  ports: readonly number[],
  to: readonly IpRange[],
): Excess[] {
  return admissions.flatMap((admission) => {
    const admitted = portsOf(admission);
    if (admitted === null) return [];
    const beyond = portsBeyond(admitted, protocolName(admission.protocol) === 'tcp' ? ports : []);
    const ranges = admission.ranges === null ? null : intersect(admission.ranges, to);
    return beyond.length === 0 || ranges?.length === 0 ? [] : [{admission, ranges, ports: beyond}];
  });
}

export function isIcmp({protocol}: Admission): boolean {
  return protocolName(protocol).startsWith('icmp');
}

/** Whom a port may be open to. */
export interface AllowedSources {
  readonly ranges: readonly IpRange[];
  /** Group ids and prefix list ids. */
  readonly ids: readonly string[];
}

/** Admissions on this TCP port to a peer that is not wholly allowed. */
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

/** `sg-1 admits tcp 22 from 0.0.0.0/0`. */
export function admissionText(admission: Admission): string {
  const {groupId, isEgress, peer} = admission;
  return `${groupId} ${isEgress ? 'lets out' : 'admits'} ${trafficText(admission)} ${isEgress ? 'to' : 'from'} ${peer}`;
}

/** The rule that this admission is in DescribeSecurityGroupRules; null when it is gone in the meantime. */
export function ruleOf(admission: Admission, rules: readonly SecurityGroupRule[]): SecurityGroupRule | null {
  const {groupId, isEgress, peer} = admission;
  const traffic = trafficText(admission);
  return (
    rules.find(
      (rule) =>
        rule.groupId === groupId && rule.isEgress === isEgress && rule.peer === peer && trafficText(rule) === traffic,
    ) ?? null
  );
}
