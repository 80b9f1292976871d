import {CannotTell} from '../../model/errors.ts';
import type {IpPermission, LoadBalancer, SecurityGroup} from '../../model/facts/aws-facts.ts';
import type {Evidence} from '../../model/outcome.ts';
import {type IpRange, readRange, subtract} from './cidr.ts';
import {includesTcpPort, protocolName, trafficText} from './port-sets.ts';

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

/** The rules that let TCP through on this port. */
export function admittingEvidence(groups: readonly SecurityGroup[], port: number): Evidence[] {
  return groups.flatMap(({id, name, ingress}) =>
    ingress
      .filter((permission) => includesTcpPort(permission, port))
      .map((permission) => ({
        what: `${id} (${name}) admits ${trafficText(permission)} from`,
        value: [...permission.cidrs, ...permission.prefixListIds, ...permission.groupIds],
        source: `ec2:DescribeSecurityGroups ${id}`,
      })),
  );
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

export function isIcmp({protocol}: Admission): boolean {
  return protocolName(protocol).startsWith('icmp');
}

/** `sg-1 admits tcp 22 from 0.0.0.0/0`. */
export function admissionText(admission: Admission): string {
  const {groupId, isEgress, peer} = admission;
  return `${groupId} ${isEgress ? 'lets out' : 'admits'} ${trafficText(admission)} ${isEgress ? 'to' : 'from'} ${peer}`;
}

/**
 * The groups on a load balancer.
 *
 * @throws {CannotTell} when it has none: then security groups do not decide who gets in.
 */
export function requireGroups(loadBalancer: LoadBalancer, groups: readonly SecurityGroup[]): readonly SecurityGroup[] {
  if (groups.length > 0) return groups;
  throw new CannotTell(
    `load balancer ${loadBalancer.name}: it has no security groups`,
    'only load balancers with security groups are judged',
  );
}
