import type {NetworkAcl} from '../../model/facts/aws-facts.ts';
import {type IpRange, toCidrs} from './cidr.ts';
import {type AclPart, isImplicit} from './network-acl.ts';
import {type PortRange, portText} from './port-sets.ts';

/** What opens a closed hop: no more than is needed. TCP only. */
export type RuleToAdd =
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
  return {kind: 'network ACL entry', aclId: acl.id, isEgress, ports, entries};
}

/** After all others in steps of ten when nothing but the implicit rule denies, else before the first that does. */
function* freeNumbers(acl: NetworkAcl, isEgress: boolean, denials: readonly AclPart[]): Generator<number, undefined> {
  const used = new Set(acl.entries.filter((entry) => entry.isEgress === isEgress).map(({ruleNumber}) => ruleNumber));
  const denying = denials.filter((part) => !isImplicit(part)).flatMap(({entry}) => entry?.ruleNumber ?? []);
  const limit = Math.min(32_767, ...denying);
  const last = Math.max(0, ...[...used].filter((number) => number < limit));
  const steps = denying.length > 0 ? 0 : Math.floor((limit - 1 - last) / 10);
  for (let i = 1; i <= steps; i++) yield (Math.floor(last / 10) + i) * 10;
  // Close to the limit there are no steps left.
  for (let number = limit - 1; steps === 0 && number > 0; number--) if (!used.has(number)) yield number;
}

/** The rule in words, for Terraform and for the AWS CLI. */
export function ruleToAddText(rule: RuleToAdd): string {
  const [sentence, terraform, cli] = rule.kind === 'security group rule' ? groupRule(rule) : aclEntry(rule);
  return `${sentence} Terraform: \`${terraform}\`. CLI: \`${cli}\`.`;
}

type Texts = readonly [sentence: string, terraform: string, cli: string];

function groupRule({groupId, isEgress, port, peers}: RuleToAdd & {kind: 'security group rule'}): Texts {
  const [way, side] = isEgress ? ['egress', 'to'] : ['ingress', 'from'];
  const [first = ''] = peers;
  const isGroup = !first.includes('/');
  const peerOf = (cidr: string) => (cidr.includes(':') ? `cidr_ipv6 = "${cidr}"` : `cidr_ipv4 = "${cidr}"`);
  const reference = isGroup ? `referenced_security_group_id = "${first}"` : peerOf(first);
  const v4 = peers.filter((peer) => !peer.includes(':'));
  const v6 = peers.filter((peer) => peer.includes(':'));
  const grants = isGroup
    ? [`UserIdGroupPairs=[{GroupId=${first}}]`]
    : [
        ...(v4.length > 0 ? [`IpRanges=[${v4.map((cidr) => `{CidrIp=${cidr}}`).join()}]`] : []),
        ...(v6.length > 0 ? [`Ipv6Ranges=[${v6.map((cidr) => `{CidrIpv6=${cidr}}`).join()}]`] : []),
      ];
  return [
    `Add to ${groupId} an ${isEgress ? 'outbound' : 'inbound'} rule for tcp ${port} ${side} ${peers.join(', ')}.`,
    `aws_vpc_security_group_${way}_rule { security_group_id = "${groupId}", ip_protocol = "tcp", from_port = ${port}, to_port = ${port}, ${reference} }`,
    `aws ec2 authorize-security-group-${way} --group-id ${groupId} --ip-permissions 'IpProtocol=tcp,FromPort=${port},ToPort=${port},${grants.join()}'`,
  ];
}

function aclEntry({aclId, isEgress, ports, entries}: RuleToAdd & {kind: 'network ACL entry'}): Texts {
  const [way, side] = isEgress ? ['outbound', 'to'] : ['inbound', 'from'];
  const listed = entries.map(({cidr, ruleNumber}) => `${cidr}${ruleNumber === null ? '' : ` (rule ${ruleNumber})`}`);
  const {cidr = '', ruleNumber = null} = entries[0] ?? {};
  const number = ruleNumber ?? 'RULE_NUMBER';
  const isV6 = cidr.includes(':');
  const room = ruleNumber === null ? ' No number is free before the entry that denies: renumber that one first.' : '';
  return [
    `Add to ${aclId} an ${way} allow entry for tcp ${portText(ports)} ${side} ${listed.join(', ')}.${room}`,
    `aws_network_acl_rule { network_acl_id = "${aclId}", egress = ${isEgress}, rule_number = ${number}, rule_action = "allow", protocol = "tcp", from_port = ${ports.from}, to_port = ${ports.to}, ${isV6 ? 'ipv6_cidr_block' : 'cidr_block'} = "${cidr}" }`,
    `aws ec2 create-network-acl-entry --network-acl-id ${aclId} ${isEgress ? '--egress' : '--ingress'} --rule-number ${number} --protocol tcp --rule-action allow --port-range From=${ports.from},To=${ports.to} ${isV6 ? '--ipv6-cidr-block' : '--cidr-block'} ${cidr}`,
  ];
}
