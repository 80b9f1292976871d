import type {Filter, NetworkAcl, NetworkInterface, SecurityGroup, SecurityGroupRule, Subnet} from '@aws-sdk/client-ec2';

/** What the one filter of a call asks for; what is called `…-gone` is not there. */
export function askedFor({Filters = []}: {readonly Filters?: Filter[]}): string[] {
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
