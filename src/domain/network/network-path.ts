import {CannotTell} from '../../model/errors.ts';
import type {NetworkAcl, SecurityGroup} from '../../model/facts/aws-facts.ts';
import {
  type Admission,
  admissionsIn,
  admissionsOut,
  admissionText,
  closedOnTcpPort,
  NO_PREFIX_LISTS,
  onTcpPort,
  type PrefixLists,
  prefixListIds,
} from './admissions.ts';
import {type IpRange, intersect, listCidrs, subtract, toCidrs, union} from './cidr.ts';
import {type AclPart, aclParts, EPHEMERAL_PORTS, isAllowed, isImplicit} from './network-acl.ts';
import {aclEntryToAdd, type RuleToAdd} from './network-rule-to-add.ts';
import {type PortRange, portText} from './port-sets.ts';

/**
 * What a connection crosses: security groups out and in (stateful: replies pass by themselves), and network ACLs at the
 * border of every subnet (stateless: replies are judged too). Source: the Amazon VPC user guide, security groups and
 * network ACLs; the guide of Application Load Balancers, recommended rules.
 */

/** Clients, a VPC link, a load balancer, tasks: one end of a connection. */
export interface Party {
  /** As a person calls it: `load balancer central-alb`. */
  readonly name: string;
  /** Interfaces by the groups they carry. A client outside AWS carries none. */
  readonly interfaces: readonly {
    readonly groups: readonly SecurityGroup[];
    /** Where these interfaces are, or may be. */
    readonly addresses: readonly IpRange[];
  }[];
  /** The subnets they are in; none for a client outside AWS. */
  readonly subnets: readonly {readonly id: string; readonly ranges: readonly IpRange[]; readonly acl: NetworkAcl}[];
}

export interface Leg {
  readonly from: Party;
  readonly to: Party;
  readonly ports: readonly {
    readonly port: number;
    /** `listener`, `target port`, `health check`. */
    readonly use: string;
  }[];
}

export interface NetworkHop {
  /** Whose border it is, and who is on the other side: names of parties. */
  readonly at: string;
  readonly peer: string;
  readonly guard: 'security group' | 'network ACL';
  readonly direction: 'in' | 'out';
  /** `tcp 8000 (target port)`, `replies on tcp 1024-65535`. */
  readonly traffic: string;
  /** `partly`: for some of the addresses or ports only. */
  readonly open: true | false | 'partly';
  /** The groups, or the ACL. */
  readonly ids: readonly string[];
  /** What decided: `sg-2 admits tcp 8000 from sg-1`, `acl-1 rule 90 denies tcp 8000 from 10.0.1.0/24`. */
  readonly decidedBy: readonly string[];
  /** What would open it; null when it is open. */
  readonly add: RuleToAdd | null;
  /** Prefix lists that were not passed in and may open what seems closed: it is known only once they are read. */
  readonly unreadPrefixLists: readonly string[];
}

/**
 * Every hop of the legs, in the order of travel, replies last.
 *
 * @throws {CannotTell} when an end of a leg has no address: with nobody to admit, everything would look open.
 */
export function networkPath(legs: readonly Leg[], lists: PrefixLists = NO_PREFIX_LISTS): NetworkHop[] {
  return legs.flatMap((leg) => {
    const {from, to, ports} = leg;
    for (const party of [from, to]) requireAddresses(party);
    const requests = ports.flatMap(({port, use}) => {
      const traffic = `tcp ${port} (${use})`;
      return [
        ...groupHops(from, to, 'out', port, traffic, lists),
        ...aclHops(from, to, 'out', {from: port, to: port}, traffic),
        ...aclHops(to, from, 'in', {from: port, to: port}, traffic),
        ...groupHops(to, from, 'in', port, traffic, lists),
      ];
    });
    const replies = `replies on tcp ${portText(EPHEMERAL_PORTS)}`;
    return [
      ...requests,
      ...aclHops(to, from, 'out', EPHEMERAL_PORTS, replies),
      ...aclHops(from, to, 'in', EPHEMERAL_PORTS, replies),
    ];
  });
}

function requireAddresses({name, interfaces}: Party): void {
  if (interfaces.some(({addresses}) => addresses.length > 0)) return;
  throw new CannotTell(`${name}: no address of the family in question`, 'compare the IP address types on both sides');
}

/** One hop for each set of groups that the guarded interfaces carry. */
function groupHops(
  guarded: Party,
  peer: Party,
  direction: 'in' | 'out',
  port: number,
  traffic: string,
  lists: PrefixLists,
): NetworkHop[] {
  const isEgress = direction === 'out';
  const everyone = peer.interfaces.flatMap(({addresses}) => addresses);
  return guarded.interfaces
    .filter(({groups}) => groups.length > 0)
    .map(({groups}) => {
      const admissions = onTcpPort((isEgress ? admissionsOut : admissionsIn)(groups, lists), port);
      const named = (one: Party['interfaces'][number]) =>
        admissions.some(({peer: id}) => one.groups.some((group) => group.id === id));
      const strangers = peer.interfaces.filter((one) => !named(one));
      const closed = closedOnTcpPort(
        admissions,
        port,
        strangers.flatMap(({addresses}) => addresses),
      );
      const ids = groups.map(({id}) => id);
      const toward = `${isEgress ? 'to' : 'from'} ${listCidrs(closed)}`;
      const unread = prefixListIds(admissions.filter(({ranges}) => ranges === null));
      const peerGroup = strangers.flatMap((one) => one.groups)[0]?.id;
      return {
        at: guarded.name,
        peer: peer.name,
        guard: 'security group',
        direction,
        traffic,
        open: openness(everyone, closed),
        ids,
        decidedBy: [
          ...admissions.filter((one) => concerns(one, peer)).map(admissionText),
          ...(closed.length === 0 ? [] : [`no rule of ${ids.join(', ')} lets tcp ${port} ${toward} through`]),
        ],
        add:
          closed.length === 0
            ? null
            : {
                kind: 'security group rule',
                groupId: ids[0] ?? '',
                isEgress,
                port,
                // The ranges that were asked for, not the many pieces that are left of them.
                peers: peerGroup === undefined ? askedFor(strangers, closed) : [peerGroup],
              },
        unreadPrefixLists: closed.length === 0 ? [] : unread,
      };
    });
}

function askedFor(peers: Party['interfaces'], closed: readonly IpRange[]): string[] {
  const asked = union(peers.flatMap(({addresses}) => addresses));
  return asked.filter((range) => intersect([range], closed).length > 0).flatMap(toCidrs);
}

function concerns({kind, peer: id, ranges}: Admission, {interfaces}: Party): boolean {
  if (kind === 'group') return interfaces.some(({groups}) => groups.some((group) => group.id === id));
  return interfaces.some(({addresses}) => intersect(ranges ?? [], addresses).length > 0);
}

/** One hop for each ACL. What stays within a subnet does not cross its border and is not judged. */
function aclHops(
  guarded: Party,
  peer: Party,
  direction: 'in' | 'out',
  ports: PortRange,
  traffic: string,
): NetworkHop[] {
  const isEgress = direction === 'out';
  const acls = [...new Map(guarded.subnets.map(({acl}) => [acl.id, acl])).values()];
  const everyone = union(peer.interfaces.flatMap(({addresses}) => addresses));
  return acls.flatMap((acl) => {
    const behind = guarded.subnets.filter((subnet) => subnet.acl.id === acl.id);
    const crossing = union(behind.flatMap(({ranges}) => subtract(everyone, ranges)));
    if (crossing.length === 0) return [];
    const parts = aclParts(acl, {isEgress, peers: crossing, ports});
    const denials = parts.filter((part) => !isAllowed(part));
    const open = denials.length === 0 ? true : denials.length === parts.length ? false : 'partly';
    // All closed: the addresses as they were, instead of the many pieces that a subnet cut out of them leaves.
    const closed = open === false ? everyone : union(denials.flatMap((part) => part.peers));
    return {
      at: guarded.name,
      peer: peer.name,
      guard: 'network ACL',
      direction,
      traffic,
      open,
      ids: [acl.id],
      decidedBy: (denials.length === 0 ? parts : denials).map((part) => partText(acl, part, isEgress)),
      add: open === true ? null : aclEntryToAdd(acl, isEgress, ports, closed, denials),
      unreadPrefixLists: [],
    };
  });
}

function partText(acl: NetworkAcl, part: AclPart, isEgress: boolean): string {
  const rule = isImplicit(part) ? 'the implicit rule' : `rule ${part.entry?.ruleNumber}`;
  const what = `tcp ${portText(part.ports)} ${isEgress ? 'to' : 'from'} ${listCidrs(part.peers)}`;
  return `${acl.id}: ${rule} ${isAllowed(part) ? 'allows' : 'denies'} ${what}`;
}

function openness(wanted: readonly IpRange[], closed: readonly IpRange[]): NetworkHop['open'] {
  if (closed.length === 0) return true;
  return subtract(wanted, closed).length === 0 ? false : 'partly';
}
