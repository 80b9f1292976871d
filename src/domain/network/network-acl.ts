import type {NetworkAcl, NetworkAclEntry} from '../../model/facts/aws-facts.ts';
import {type IpRange, intersect, readRange, subtract, toCidrs, union} from './cidr.ts';
import {EVERY_PORT, type PortRange, protocolName, trafficText} from './port-sets.ts';

/**
 * Network ACLs: stateless, the entry with the lowest number that matches decides, what none matches is denied.
 * Evaluated only where traffic enters or leaves a subnet. Source: the Amazon VPC user guide, network ACLs.
 */

/** What a client may choose as its own port, and so where replies go to. */
export const EPHEMERAL_PORTS: PortRange = {from: 1024, to: 65_535};

/** The numbers of the denials that end every ACL, for IPv4 and IPv6. */
const IMPLICIT = [32_767, 32_768];

/** TCP to destination ports, with the addresses on the other side of the subnet's border. */
export interface TcpTraffic {
  readonly isEgress: boolean;
  readonly peers: readonly IpRange[];
  readonly ports: PortRange;
}

/** A part of the traffic that one entry decides. */
export interface AclPart {
  readonly ports: PortRange;
  readonly peers: readonly IpRange[];
  /** Null: no entry matches, which denies. */
  readonly entry: NetworkAclEntry | null;
}

/** All of the traffic, split exactly where the decision changes, so nothing is guessed. */
export function aclParts(acl: NetworkAcl, {isEgress, peers, ports}: TcpTraffic): AclPart[] {
  const entries = acl.entries
    .filter((entry) => entry.isEgress === isEgress && ['tcp', '-1'].includes(protocolName(entry.protocol)))
    .toSorted((a, b) => a.ruleNumber - b.ruleNumber);
  return joined(bands(ports, entries).flatMap((band) => partsOfBand(band, entries, peers)));
}

export function isAllowed({entry}: AclPart): boolean {
  return entry?.action === 'allow';
}

/** Whether what decides is that no entry of the ACL's owner does. */
export function isImplicit({entry}: AclPart): boolean {
  return entry === null || IMPLICIT.includes(entry.ruleNumber);
}

/**
 * The first three entries that allow other traffic with the same addresses: a port that was mistyped shows here.
 */
export function insteadOf(acl: NetworkAcl, {peers}: AclPart, isEgress: boolean) {
  return acl.entries
    .filter((entry) => entry.isEgress === isEgress && entry.action === 'allow' && !isIcmp(entry))
    .filter(({cidr}) => intersect([readRange(cidr)], peers).length > 0)
    .toSorted((a, b) => a.ruleNumber - b.ruleNumber)
    .slice(0, 3)
    .map(({ruleNumber, protocol, ports}) => ({
      ruleNumber,
      traffic: trafficText({protocol, fromPort: ports?.from ?? null, toPort: ports?.to ?? null}),
    }));
}

function isIcmp({protocol}: NetworkAclEntry): boolean {
  return protocolName(protocol).startsWith('icmp');
}

/** The ports cut into bands that every entry covers wholly or not at all. */
function bands({from, to}: PortRange, entries: readonly NetworkAclEntry[]): PortRange[] {
  const starts = entries.map(portsOfEntry).flatMap((ports) => [ports.from, ports.to + 1]);
  const cuts = [from, ...starts.filter((port) => port > from && port <= to), to + 1];
  const sorted = [...new Set(cuts)].toSorted((a, b) => a - b);
  return sorted.slice(0, -1).map((start, i) => ({from: start, to: (sorted[i + 1] ?? 0) - 1}));
}

function partsOfBand(band: PortRange, entries: readonly NetworkAclEntry[], peers: readonly IpRange[]): AclPart[] {
  const parts: AclPart[] = [];
  let undecided = union(peers);
  for (const entry of entries) {
    const ports = portsOfEntry(entry);
    if (band.from < ports.from || band.from > ports.to) continue;
    const cidr = [readRange(entry.cidr)];
    const matched = intersect(undecided, cidr);
    if (matched.length === 0) continue;
    parts.push({ports: band, peers: matched, entry});
    undecided = subtract(undecided, cidr);
  }
  return undecided.length === 0 ? parts : [...parts, {ports: band, peers: undecided, entry: null}];
}

/** Neighbouring bands in which the same entry decides about the same addresses are one part. */
function joined(parts: readonly AclPart[]): AclPart[] {
  const whole = new Map<string, AclPart[]>();
  for (const part of parts) {
    const key = `${part.entry?.ruleNumber} ${part.peers.flatMap(toCidrs)}`;
    const sorted = whole.get(key) ?? [];
    const before = sorted.at(-1);
    if (before === undefined || before.ports.to + 1 < part.ports.from) whole.set(key, [...sorted, part]);
    else sorted[sorted.length - 1] = {...before, ports: {from: before.ports.from, to: part.ports.to}};
  }
  return [...whole.values()].flat();
}

/** Protocol `-1` means every port, whatever the entry says of ports. */
function portsOfEntry({protocol, ports}: NetworkAclEntry): PortRange {
  return protocol === '-1' || ports === null ? EVERY_PORT : ports;
}
