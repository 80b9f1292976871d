import type {NetworkAcl} from '../../model/facts/aws-facts.ts';
import {type IpRange, toCidrs} from './cidr.ts';
import {type AclPart, isImplicit} from './network-acl.ts';
import {type PortRange, portText} from './port-sets.ts';

/** What opens a closed hop: no more than is needed. TCP only. */
export type RuleToAdd =
  | {
      /** Nothing that a single rule does. */
      readonly kind: 'other';
      readonly text: string;
    }
  | {
      readonly kind: 'security group rule';
      readonly groupId: string;
      readonly isEgress: boolean;
      readonly port: number;
      /** One group's id, or CIDRs. */
      readonly peers: readonly string[];
    }
  | {
      readonly kind: 'network ACL entry';
      readonly aclId: string;
      readonly isEgress: boolean;
      readonly ports: PortRange;
      /** The number comes before the entry that denies; null when none is free there. */
      readonly entries: readonly {readonly cidr: string; readonly ruleNumber: number | null}[];
      /** Numbers of entries that deny it now, and may do so on purpose; empty where only the implicit one does. */
      readonly deniedBy: readonly number[];
    };

/** @param denials what the ACL denies of the traffic now: at least one part. */
export function aclEntryToAdd(
  acl: NetworkAcl,
  isEgress: boolean,
  ports: PortRange,
  closed: readonly IpRange[],
  denials: readonly AclPart[],
): RuleToAdd {
  const cidrs = closed.flatMap(toCidrs);
  const numbers = freeNumbers(acl, isEgress, denials);
  const entries = cidrs.map((cidr) => ({cidr, ruleNumber: numbers.next().value ?? null}));
  return {kind: 'network ACL entry', aclId: acl.id, isEgress, ports, entries, deniedBy: explicit(denials)};
}

/** After all others in steps of ten when nothing but the implicit rule denies, else before the first that does. */
function* freeNumbers(acl: NetworkAcl, isEgress: boolean, denials: readonly AclPart[]): Generator<number, undefined> {
  const used = new Set(acl.entries.filter((entry) => entry.isEgress === isEgress).map(({ruleNumber}) => ruleNumber));
  const denying = explicit(denials);
  const limit = Math.min(32_767, ...denying);
  const last = Math.max(0, ...[...used].filter((number) => number < limit));
  const steps = denying.length > 0 ? 0 : Math.floor((limit - 1 - last) / 10);
  for (let i = 1; i <= steps; i++) yield (Math.floor(last / 10) + i) * 10;
  // Close to the limit there are no steps left.
  for (let number = limit - 1; steps === 0 && number > 0; number--) if (!used.has(number)) yield number;
}

function explicit(denials: readonly AclPart[]): number[] {
  return [...new Set(denials.filter((part) => !isImplicit(part)).flatMap(({entry}) => entry?.ruleNumber ?? []))];
}

/** The rule in words, for Terraform and for the AWS CLI. */
export function ruleToAddText(rule: RuleToAdd): string {
  if (rule.kind === 'other') return rule.text;
  if (rule.kind === 'network ACL entry' && rule.entries.some(({ruleNumber}) => ruleNumber === null)) {
    return `${aclEntry(rule)[0]} No number is free before the entry that denies: renumber that one first.`;
  }
  const [sentence, terraform, cli] = rule.kind === 'security group rule' ? groupRule(rule) : aclEntry(rule);
  return `${sentence} Terraform: \`${terraform.join('` and `')}\`. CLI: \`${cli.join('; ')}\`.`;
}

/** The AWS CLI's command alone. */
export function ruleToAddCommand(rule: RuleToAdd & {readonly kind: 'security group rule'}): string {
  return groupRule(rule)[2].join('; ');
}

type Texts = readonly [sentence: string, terraform: readonly string[], cli: readonly string[]];

/** How Terraform and the AWS CLI name a peer, by its sort. */
const PEERS = [
  {sort: /^sg-/, terraform: 'referenced_security_group_id', list: 'UserIdGroupPairs', member: 'GroupId'},
  {sort: /^pl-/, terraform: 'prefix_list_id', list: 'PrefixListIds', member: 'PrefixListId'},
  {sort: /:/, terraform: 'cidr_ipv6', list: 'Ipv6Ranges', member: 'CidrIpv6'},
  {sort: /\//, terraform: 'cidr_ipv4', list: 'IpRanges', member: 'CidrIp'},
] as const;

function groupRule({groupId, isEgress, port, peers}: RuleToAdd & {kind: 'security group rule'}): Texts {
  const [way, side] = isEgress ? ['egress', 'to'] : ['ingress', 'from'];
  const sorted = PEERS.map((names) => ({
    ...names,
    own: peers.filter((peer) => PEERS.find(({sort}) => sort.test(peer)) === names),
  })).filter(({own}) => own.length > 0);
  const grants = sorted.map(({list, member, own}) => `${list}=[${own.map((peer) => `{${member}=${peer}}`).join()}]`);
  return [
    `Add to ${groupId} an ${isEgress ? 'outbound' : 'inbound'} rule for tcp ${port} ${side} ${peers.join(', ')}.`,
    sorted.map(({terraform, own}) => {
      const each = own.length === 1 ? '' : `for_each = toset([${own.map((peer) => `"${peer}"`).join(', ')}]), `;
      const peer = own.length === 1 ? `"${own[0]}"` : 'each.value';
      return `aws_vpc_security_group_${way}_rule { ${each}security_group_id = "${groupId}", ip_protocol = "tcp", from_port = ${port}, to_port = ${port}, ${terraform} = ${peer} }`;
    }),
    [
      `aws ec2 authorize-security-group-${way} --group-id ${groupId} --ip-permissions 'IpProtocol=tcp,FromPort=${port},ToPort=${port},${grants.join()}'`,
    ],
  ];
}

function aclEntry({aclId, isEgress, ports, entries, deniedBy}: RuleToAdd & {kind: 'network ACL entry'}): Texts {
  const [way, side] = isEgress ? ['outbound', 'to'] : ['inbound', 'from'];
  const listed = entries.map(({cidr, ruleNumber}) => `${cidr}${ruleNumber === null ? '' : ` (rule ${ruleNumber})`}`);
  const unless = deniedBy.length === 0 ? '' : `, unless its rule ${deniedBy.join(' and ')} denies this on purpose,`;
  const each = entries.flatMap(({cidr, ruleNumber: number}) =>
    number === null ? [] : {cidr, number, isV6: cidr.includes(':')},
  );
  return [
    `Add to ${aclId}${unless} an ${way} allow entry for tcp ${portText(ports)} ${side} ${listed.join(', ')}.`,
    each.map(
      ({cidr, number, isV6}) =>
        `aws_network_acl_rule { network_acl_id = "${aclId}", egress = ${isEgress}, rule_number = ${number}, rule_action = "allow", protocol = "tcp", from_port = ${ports.from}, to_port = ${ports.to}, ${isV6 ? 'ipv6_cidr_block' : 'cidr_block'} = "${cidr}" }`,
    ),
    each.map(
      ({cidr, number, isV6}) =>
        `aws ec2 create-network-acl-entry --network-acl-id ${aclId} ${isEgress ? '--egress' : '--ingress'} --rule-number ${number} --protocol tcp --rule-action allow --port-range From=${ports.from},To=${ports.to} ${isV6 ? '--ipv6-cidr-block' : '--cidr-block'} ${cidr}`,
    ),
  ];
}
