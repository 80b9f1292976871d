import {command} from '../../model/text/shell.ts';
import {
  type Admission,
  admissionsIn,
  admissionsOut,
  admissionText,
  closedOnTcpPort,
  isIcmp,
  onTcpPort,
  type PrefixLists,
  prefixListIds,
} from './admissions.ts';
import {type IpRange, intersect, subtract, toCidrs, union} from './cidr.ts';
import {listedAmong} from './listed-ranges.ts';
import type {NetworkHop, Party} from './network-hop.ts';
import {type RuleToAdd, ruleToAddText} from './network-rule-to-add.ts';
import {trafficText} from './port-sets.ts';

/** One hop for each set of groups that the guarded interfaces carry. */
export function groupHops(
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
      const all = (isEgress ? admissionsOut : admissionsIn)(groups, lists);
      const admissions = onTcpPort(all, port);
      const named = (one: Party['interfaces'][number]) =>
        admissions.some(({peer: id}) => one.groups.some((group) => group.id === id));
      const strangers = peer.interfaces.filter((one) => !named(one));
      const closed = closedOnTcpPort(
        admissions,
        port,
        strangers.flatMap(({addresses}) => addresses),
      );
      const ids = groups.map(({id}) => id);
      const toward = `${isEgress ? 'to' : 'from'} ${listedAmong(closed, everyone)}`;
      const unread = prefixListIds(admissions.filter(({ranges}) => ranges === null));
      const peerGroup = strangers.flatMap((one) => one.groups)[0]?.id;
      const rule = {
        kind: 'security group rule',
        groupId: ids[0] ?? '',
        isEgress,
        port,
        // The ranges that were asked for, not the many pieces that are left of them.
        peers: peerGroup === undefined ? askedFor(strangers, closed) : [peerGroup],
      } as const;
      const members = closed.length === 0 ? [] : possibleGroups(strangers, admissions);
      return {
        at: guarded.name,
        peer: peer.name,
        guard: 'security group',
        direction,
        traffic,
        open: members.length > 0 ? 'unknown' : openness(everyone, closed),
        ids,
        decidedBy: [
          ...admissions.filter((one) => concerns(one, peer)).map(admissionText),
          ...(closed.length === 0
            ? []
            : members.length > 0
              ? [
                  `${ids.join(', ')} ${isEgress ? 'lets out' : 'admits'} tcp ${port} ${toward} only where they carry ${members.join(' or ')}, which is not known`,
                ]
              : [`no rule of ${ids.join(', ')} lets tcp ${port} ${toward} through${instead(all, admissions, peer)}`]),
        ],
        add: closed.length === 0 ? null : members.length > 0 ? unlessMembers(members, rule) : rule,
        closedTo: closed,
        unseen: [],
        unreadPrefixLists: closed.length === 0 ? [] : unread,
      };
    });
}

/** Groups that are let through and that these peers may carry: nobody said which they do. */
function possibleGroups(peers: Party['interfaces'], admissions: readonly Admission[]): string[] {
  if (!peers.some(({mayCarryOthers}) => mayCarryOthers === true)) return [];
  return [...new Set(admissions.filter(({kind}) => kind === 'group').map(({peer}) => peer))];
}

function unlessMembers(members: readonly string[], rule: RuleToAdd): RuleToAdd {
  const look = command`aws ec2 describe-network-interfaces --filters Name=group-id,Values=${members.join()} --query "NetworkInterfaces[].PrivateIpAddress"`;
  return {
    kind: 'other',
    text: `See whether their addresses are among those of the members: \`${look}\`. Only if not: ${ruleToAddText(rule)}`,
  };
}

function askedFor(peers: Party['interfaces'], closed: readonly IpRange[]): string[] {
  const asked = union(peers.flatMap(({addresses}) => addresses));
  return asked.filter((range) => intersect([range], closed).length > 0).flatMap(toCidrs);
}

function concerns({kind, peer: id, ranges}: Admission, {interfaces}: Party): boolean {
  if (kind === 'group') return interfaces.some(({groups}) => groups.some((group) => group.id === id));
  return interfaces.some(({addresses}) => intersect(ranges ?? [], addresses).length > 0);
}

/** What is let through in place of the port: a number that was mistyped shows here. */
function instead(all: readonly Admission[], onPort: readonly Admission[], peer: Party): string {
  const others = all.filter((one) => !onPort.includes(one) && !isIcmp(one) && concerns(one, peer));
  const traffic = [...new Set(others.map(trafficText))].slice(0, 3);
  return traffic.length === 0 ? '' : `, only ${traffic.join(', ')}`;
}

function openness(wanted: readonly IpRange[], closed: readonly IpRange[]): NetworkHop['open'] {
  if (closed.length === 0) return true;
  return subtract(wanted, closed).length === 0 ? false : 'partly';
}
