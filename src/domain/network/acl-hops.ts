import type {NetworkAcl} from '../../model/facts/aws-facts.ts';
import {type IpRange, subtract, union} from './cidr.ts';
import {listedAmong} from './listed-ranges.ts';
import {type AclPart, aclParts, insteadOf, isAllowed, isImplicit} from './network-acl.ts';
import type {NetworkHop, Party} from './network-hop.ts';
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
      decidedBy: (denials.length === 0 ? parts : denials).map((part) => partText(acl, part, {isEgress, among})),
      add: open === true ? null : aclEntryToAdd(acl, isEgress, ports, closed, denials),
      closedTo: union(denials.flatMap((part) => part.peers)),
      unreadPrefixLists: [],
    };
  });
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
