import {
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  type Filter,
  GetManagedPrefixListEntriesCommand,
  type NetworkAcl,
  type NetworkInterface,
  type SecurityGroup,
  type SecurityGroupRule,
  type Subnet,
} from '@aws-sdk/client-ec2';
import type {Ec2Facts} from '../../../src/model/facts/aws-facts.ts';
import {actionsSent, type PlayedService} from './played-service.ts';

/** What the one filter of a call asks for; what is called `…-gone` is not there. */
function askedFor({Filters = []}: {readonly Filters?: Filter[]}): string[] {
  return (Filters[0]?.Values ?? []).filter((value) => !value.endsWith('-gone'));
}

export function sdkGroup(GroupId: string): SecurityGroup {
  return {GroupId, GroupName: `name of ${GroupId}`, VpcId: 'vpc-1', IpPermissions: [], IpPermissionsEgress: []};
}

export function sdkRule(GroupId: string, members: Partial<SecurityGroupRule> = {}): SecurityGroupRule {
  const open = {IsEgress: false, IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIpv4: '0.0.0.0/0'};
  return {SecurityGroupRuleId: `sgr-of-${GroupId}`, GroupId, ...open, ...members};
}

export function sdkAcl(NetworkAclId: string, ...subnetIds: string[]): NetworkAcl {
  return {NetworkAclId, Associations: subnetIds.map((SubnetId) => ({SubnetId})), Entries: []};
}

export function sdkSubnet(SubnetId: string): Subnet {
  return {SubnetId, VpcId: 'vpc-1', AvailabilityZone: 'eu-central-1a', CidrBlock: '10.0.0.0/24'};
}

export function sdkInterface(NetworkInterfaceId: string): NetworkInterface {
  return {NetworkInterfaceId, SubnetId: 'subnet-a', VpcId: 'vpc-1', Groups: [], PrivateIpAddresses: []};
}

export const PLAYED_EC2: PlayedService<keyof Ec2Facts> = {
  answer({ec2}) {
    ec2.on(DescribeSecurityGroupsCommand).callsFake((input) => ({SecurityGroups: askedFor(input).map(sdkGroup)}));
    ec2
      .on(DescribeSecurityGroupRulesCommand)
      .callsFake((input) => ({SecurityGroupRules: askedFor(input).map((id) => sdkRule(id))}));
    ec2.on(GetManagedPrefixListEntriesCommand).resolves({Entries: [{Cidr: '10.0.0.0/8'}]});
    ec2
      .on(DescribeNetworkAclsCommand)
      .callsFake((input) => ({NetworkAcls: [sdkAcl('acl-1', 'subnet-x', ...askedFor(input))]}));
    ec2.on(DescribeSubnetsCommand).callsFake((input) => ({Subnets: askedFor(input).map(sdkSubnet)}));
    ec2.on(DescribeRouteTablesCommand).resolves({RouteTables: []});
    ec2
      .on(DescribeNetworkInterfacesCommand)
      .callsFake((input) => ({NetworkInterfaces: askedFor(input).map(sdkInterface)}));
  },
  asks: {
    securityGroups: (facts) => facts.securityGroups('alb'),
    securityGroupsById: (facts) => facts.securityGroupsById('zone', ['sg-2', 'sg-1']),
    securityGroupRules: (facts) => facts.securityGroupRules('alb', 'sg-1'),
    prefixListCidrs: (facts) => facts.prefixListCidrs('alb', 'pl-1'),
    networkAcls: (facts) => facts.networkAcls('alb', ['subnet-b', 'subnet-a']),
    subnets: (facts) => facts.subnets('alb', ['subnet-b', 'subnet-a']),
    routeTables: (facts) => facts.routeTables('alb'),
    networkInterfaces: (facts) => facts.networkInterfaces('alb', ['eni-2', 'eni-1']),
    loadBalancerInterfaces: (facts) => facts.loadBalancerInterfaces('alb'),
  },
  keys: [
    'securityGroup:sg-1',
    'securityGroup:sg-2',
    'securityGroupRules:sg-1',
    'prefixList:pl-1',
    'networkAcl:subnet-a',
    'networkAcl:subnet-b',
    'subnet:subnet-a',
    'subnet:subnet-b',
    'routeTables:vpc-1',
    'networkInterface:eni-1',
    'networkInterface:eni-2',
    'loadBalancerInterfaces:arn:aws:elasticloadbalancing:eu-central-1:444444444444:loadbalancer/app/central-alb/1',
  ].map((key) => `aws:platform:eu-central-1:${key}`),
  sent: ({ec2}) => actionsSent('ec2', ec2),
  refuse: {
    'ec2:DescribeSecurityGroups': ({ec2}, refusal) => ec2.on(DescribeSecurityGroupsCommand).rejects(refusal),
    'ec2:DescribeSecurityGroupRules': ({ec2}, refusal) => ec2.on(DescribeSecurityGroupRulesCommand).rejects(refusal),
    'ec2:GetManagedPrefixListEntries': ({ec2}, refusal) => ec2.on(GetManagedPrefixListEntriesCommand).rejects(refusal),
    'ec2:DescribeNetworkAcls': ({ec2}, refusal) => ec2.on(DescribeNetworkAclsCommand).rejects(refusal),
    'ec2:DescribeSubnets': ({ec2}, refusal) => ec2.on(DescribeSubnetsCommand).rejects(refusal),
    'ec2:DescribeRouteTables': ({ec2}, refusal) => ec2.on(DescribeRouteTablesCommand).rejects(refusal),
    'ec2:DescribeNetworkInterfaces': ({ec2}, refusal) => ec2.on(DescribeNetworkInterfacesCommand).rejects(refusal),
  },
};
