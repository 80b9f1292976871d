import {
  AuthorizeSecurityGroupIngressCommand,
  CreateManagedPrefixListCommand,
  CreateSecurityGroupCommand,
  DescribeNetworkAclsCommand,
  type EC2Client,
  type IpPermission,
  ModifyVpcAttributeCommand,
} from '@aws-sdk/client-ec2';
import type {Network} from '../support/aws-network.ts';
import {given} from '../support/given.ts';

export const OFFICE_CIDR = '203.0.113.0/24';
export const OFFICE_PORT = 8443;

/** What stands between the parties: groups, the ACL of all subnets, and the list of addresses of an office. */
export interface Guards {
  readonly taskGroupId: string;
  readonly vpcLinkGroupId: string;
  readonly networkAclId: string;
  readonly prefixListId: string;
}

/** The tasks admit the load balancer alone; the load balancer admits the office on a second port. */
export async function createGuards(ec2: EC2Client, network: Network): Promise<Guards> {
  // Without host names the emulator can start no task.
  await ec2.send(new ModifyVpcAttributeCommand({VpcId: network.vpcId, EnableDnsHostnames: {Value: true}}));
  const createGroup = async (GroupName: string): Promise<string> => {
    const made = await ec2.send(
      new CreateSecurityGroupCommand({GroupName, Description: GroupName, VpcId: network.vpcId}),
    );
    return given(made.GroupId);
  };
  const taskGroupId = await createGroup('jessica-service-tasks');
  const vpcLinkGroupId = await createGroup('central-vpc-link');
  const list = await ec2.send(
    new CreateManagedPrefixListCommand({
      PrefixListName: 'office',
      AddressFamily: 'IPv4',
      MaxEntries: 5,
      Entries: [{Cidr: OFFICE_CIDR}],
    }),
  );
  const prefixListId = given(list.PrefixList?.PrefixListId);
  await admit(ec2, taskGroupId, taskRule(network.securityGroupId));
  await admit(ec2, network.securityGroupId, officeRule(prefixListId));
  const acls = await ec2.send(new DescribeNetworkAclsCommand({Filters: [{Name: 'vpc-id', Values: [network.vpcId]}]}));
  return {taskGroupId, vpcLinkGroupId, prefixListId, networkAclId: given(acls.NetworkAcls?.[0]?.NetworkAclId)};
}

/** On the tasks' group: the load balancer's, on the port of the container. */
export function taskRule(loadBalancerGroupId: string): IpPermission {
  return {IpProtocol: 'tcp', FromPort: 8000, ToPort: 8000, UserIdGroupPairs: [{GroupId: loadBalancerGroupId}]};
}

export function officeRule(prefixListId: string): IpPermission {
  return {
    IpProtocol: 'tcp',
    FromPort: OFFICE_PORT,
    ToPort: OFFICE_PORT,
    PrefixListIds: [{PrefixListId: prefixListId}],
  };
}

export async function admit(ec2: EC2Client, GroupId: string, permission: IpPermission): Promise<void> {
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({GroupId, IpPermissions: [permission]}));
}
