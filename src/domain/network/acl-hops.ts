import type {NetworkAcl} from '../../model/facts/aws-facts.ts';
import {type IpRange, subtract, toCidrs, union} from './cidr.ts';
import {listedAmong, READABLE} from './listed-ranges.ts';
import {type AclPart, aclParts, EPHEMERAL_PORTS, insteadOf, isAllowed, isImplicit} from './network-acl.ts';
import type {Leg, NetworkHop, Party} from './network-hop.ts';
import {aclEntryToAdd} from './network-rule-to-add.ts';
import {type PortRange, portText} from './port-sets.ts';

/** One hop for each ACL. What stays within a subnet does not cross its border and is not judged. */
export function aclHops(
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
    const among = (ranges: readonly IpRange[]) => listedAmong(ranges, everyone, crossing);
    const parts = aclParts(acl, {isEgress, peers: crossing, ports});
    const denials = parts.filter((part) => !isAllowed(part));
    const open = denials.length === 0 ? true : denials.length === parts.length ? false : 'partly';
    const closedTo = union(denials.flatMap((part) => part.peers));
    // The addresses as they were asked for, instead of the many pieces that what is open leaves of them.
    const toOpen = open === false || closedTo.flatMap(toCidrs).length > READABLE ? everyone : closedTo;
    return {
      at: guarded.name,
      peer: peer.name,
      guard: 'network ACL',
      direction,
      traffic,
      open,
      ids: [acl.id],
      decidedBy: (denials.length === 0 ? parts : denials).map((part) => partText(acl, part, {isEgress, among})),
      add: open === true ? null : aclEntryToAdd(acl, isEgress, ports, toOpen, denials),
      closedTo,
      unseen: [],
      unreadPrefixLists: [],
    };
  });
}

/** What a leg crosses where it passes through a subnet between its ends, as in front of a firewall: both ways, in and out. */
export function acrossBorders(between: Party, {from, to, ports}: Leg): NetworkHop[] {
  const replies = `replies on tcp ${portText(EPHEMERAL_PORTS)}`;
  return [
    ...ports.flatMap(({port, use}) => {
      const only = {from: port, to: port};
      const traffic = `tcp ${port} (${use})`;
      return [...aclHops(between, from, 'in', only, traffic), ...aclHops(between, to, 'out', only, traffic)];
    }),
    ...aclHops(between, to, 'in', EPHEMERAL_PORTS, replies),
    ...aclHops(between, from, 'out', EPHEMERAL_PORTS, replies),
  ];
}

interface Told {
  readonly isEgress: boolean;
  among(ranges: readonly IpRange[]): string;
}

/** `acl-1: rule 100 allows tcp 443 from 0.0.0.0/0`; what no rule allows, with the traffic that it allows instead. */
function partText(acl: NetworkAcl, part: AclPart, {isEgress, among}: Told): string {
  const what = `tcp ${portText(part.ports)} ${isEgress ? 'to' : 'from'} ${among(part.peers)}`;
  if (!isImplicit(part)) {
    return `${acl.id}: rule ${part.entry?.ruleNumber} ${isAllowed(part) ? 'allows' : 'denies'} ${what}`;
  }
  const others = insteadOf(acl, part, isEgress).map(({ruleNumber, traffic}) => `rule ${ruleNumber} allows ${traffic}`);
  return `${acl.id}: no rule allows ${what}${others.length === 0 ? '' : ` (${others.join(', ')})`}`;
}
