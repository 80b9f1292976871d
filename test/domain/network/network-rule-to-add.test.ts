import {expect} from 'chai';
import {readRange} from '../../../src/domain/network/cidr.ts';
import {aclParts, isAllowed} from '../../../src/domain/network/network-acl.ts';
import {aclEntryToAdd, ruleToAddText} from '../../../src/domain/network/network-rule-to-add.ts';
import type {NetworkAclEntry} from '../../../src/model/facts/aws-facts.ts';
import {aclEntry, networkAcl} from '../../support/aws-facts.ts';

const PORTS = {from: 8000, to: 8000};

describe('a rule to add', () => {
  it('reads as a sentence, as Terraform and as a command: a group by reference', () => {
    const rule = {
      kind: 'security group rule',
      groupId: 'sg-task',
      isEgress: false,
      port: 8000,
      peers: ['sg-1'],
    } as const;
    expect(ruleToAddText(rule)).to.equal(
      'Add to sg-task an inbound rule for tcp 8000 from sg-1.' +
        ' Terraform: `aws_vpc_security_group_ingress_rule { security_group_id = "sg-task", ip_protocol = "tcp", from_port = 8000, to_port = 8000, referenced_security_group_id = "sg-1" }`.' +
        " CLI: `aws ec2 authorize-security-group-ingress --group-id sg-task --ip-permissions 'IpProtocol=tcp,FromPort=8000,ToPort=8000,UserIdGroupPairs=[{GroupId=sg-1}]'`.",
    );
  });

  it('reads so for addresses of both families', () => {
    const peers = ['10.0.0.0/8', '10.1.0.0/16', '::/0'];
    const text = ruleToAddText({kind: 'security group rule', groupId: 'sg-1', isEgress: true, port: 443, peers});
    expect(text).to.include('Add to sg-1 an outbound rule for tcp 443 to 10.0.0.0/8, 10.1.0.0/16, ::/0.');
    expect(text).to.include('authorize-security-group-egress');
    expect(text).to.include('Ipv6Ranges=[{CidrIpv6=::/0}],IpRanges=[{CidrIp=10.0.0.0/8},{CidrIp=10.1.0.0/16}]');
    expect(text).to.include('for_each = toset(["10.0.0.0/8", "10.1.0.0/16"])').and.to.include('cidr_ipv4 = each.value');
    expect(text).to.include('cidr_ipv6 = "::/0"');
    const v6 = ruleToAddText({
      kind: 'security group rule',
      groupId: 'sg-1',
      isEgress: true,
      port: 443,
      peers: ['::/0'],
    });
    expect(v6).to.include('cidr_ipv6 = "::/0"').and.not.to.include('IpRanges=[{CidrIp=');
  });

  it('reads so for a prefix list', () => {
    const text = ruleToAddText({
      kind: 'security group rule',
      groupId: 'sg-1',
      isEgress: false,
      port: 443,
      peers: ['pl-1', 'sg-2'],
    });
    expect(text).to.include('prefix_list_id = "pl-1"').and.to.include('referenced_security_group_id = "sg-2"');
    expect(text).to.include('UserIdGroupPairs=[{GroupId=sg-2}],PrefixListIds=[{PrefixListId=pl-1}]');
  });

  it('reads so for an entry of a network ACL', () => {
    const text = ruleToAddText(toAdd([aclEntry({cidr: '10.9.0.0/16'})], ['10.0.1.0/24', '10.0.2.0/24']));
    expect(text).to.include(
      'Add to acl-subnet-a an inbound allow entry for tcp 8000 from 10.0.1.0/24 (rule 110), 10.0.2.0/24 (rule 120).',
    );
    expect(text).to.include('egress = false, rule_number = 110, rule_action = "allow", protocol = "tcp"');
    expect(text).to.include(
      '--ingress --rule-number 110 --protocol tcp --rule-action allow --port-range From=8000,To=8000 --cidr-block 10.0.1.0/24; ',
    );
    expect(text).to.include('--rule-number 120 --protocol tcp').and.to.include('cidr_block = "10.0.2.0/24"');
    const v6 = ruleToAddText(toAdd([aclEntry()], ['2001:db8::/64']));
    expect(v6).to.include('ipv6_cidr_block = "2001:db8::/64"').and.to.include('--ipv6-cidr-block 2001:db8::/64`');
  });

  it('comes before the entry that denies', () => {
    const deny = aclEntry({ruleNumber: 90, action: 'deny'});
    const taken = aclEntry({ruleNumber: 89, cidr: '10.9.0.0/16'});
    expect(numbers([deny, taken, aclEntry()])).to.deep.equal([88]);
    expect(numbers([aclEntry({ruleNumber: 1, action: 'deny'})])).to.deep.equal([null]);
    const text = ruleToAddText(toAdd([aclEntry({ruleNumber: 1, action: 'deny'})]));
    expect(text).to.match(/renumber that one first\.$/, 'no command, as there is no number to fill in');
    expect(text).to.include('Add to acl-subnet-a, unless its rule 1 denies this on purpose, an inbound allow entry');
  });

  it('comes after all others when nothing but the implicit rule denies', () => {
    const elsewhere = (ruleNumber: number) => aclEntry({ruleNumber, cidr: '10.9.0.0/16'});
    const last = aclEntry({ruleNumber: 32_767, action: 'deny'});
    expect(numbers([last])).to.deep.equal([10]);
    expect(numbers([elsewhere(100), aclEntry({ruleNumber: 500, isEgress: true}), last])).to.deep.equal([110]);
    expect(numbers([elsewhere(105), last])).to.deep.equal([110]);
    expect(numbers([elsewhere(32_766), elsewhere(32_765), last])).to.deep.equal([32_764]);
  });
});

function toAdd(entries: readonly NetworkAclEntry[], cidrs: readonly string[] = ['10.0.1.0/24']) {
  const acl = networkAcl(['subnet-a'], ...entries);
  const peers = cidrs.map(readRange);
  const denials = aclParts(acl, {isEgress: false, peers, ports: PORTS}).filter((part) => !isAllowed(part));
  return aclEntryToAdd(acl, false, PORTS, peers, denials);
}

function numbers(entries: readonly NetworkAclEntry[]) {
  const rule = toAdd(entries);
  return rule.kind === 'network ACL entry' ? rule.entries.map(({ruleNumber}) => ruleNumber) : [];
}
