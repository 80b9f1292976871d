import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateNetworkAclEntryCommand,
  type CreateNetworkAclEntryCommandInput,
  DeleteNetworkAclEntryCommand,
  DescribeManagedPrefixListsCommand,
  type IpPermission,
  ModifyManagedPrefixListCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import {HTTPS_FROM_EVERYWHERE} from '../../support/aws-network.ts';
import {given} from '../../support/given.ts';
import type {EmulatedBreakage, Mend} from '../breakage.ts';
import {OFFICE_CIDR, OFFICE_PORT, taskRule} from '../network.ts';
import type {World} from '../world.ts';

const EVERYTHING_OUT: IpPermission = {IpProtocol: '-1', IpRanges: [{CidrIp: '0.0.0.0/0'}]};

export const NETWORK_BREAKAGES: readonly EmulatedBreakage[] = [
  {
    fault: 'the load balancer admits nobody on port 443',
    known: [],
    fails: ['clients-reach', 'https-open'],
    breaks: (world) => revoke(world, world.network.securityGroupId, HTTPS_FROM_EVERYWHERE),
  },
  {
    fault: 'port 80 was opened too',
    known: [],
    fails: ['nothing-else-open'],
    breaks: (world) => admit(world, {IpProtocol: 'tcp', FromPort: 80, ToPort: 80, IpRanges: [{CidrIp: '0.0.0.0/0'}]}),
  },
  {
    fault: 'every port was opened, by a rule for all protocols',
    known: [],
    fails: ['nothing-else-open', 'office-alone'],
    breaks: (world) => admit(world, {IpProtocol: '-1', IpRanges: [{CidrIp: '198.51.100.0/24'}]}),
  },
  {
    fault: 'all that clients come in by is a rule for all traffic from everywhere',
    known: [],
    fails: ['nothing-else-open', 'office-alone'],
    breaks: async (world) => {
      const close = await admit(world, {IpProtocol: '-1', IpRanges: [{CidrIp: '0.0.0.0/0'}]});
      const open = await revoke(world, world.network.securityGroupId, HTTPS_FROM_EVERYWHERE);
      return async () => {
        await open();
        await close();
      };
    },
  },
  {
    fault: "the office's port was opened to one more network",
    known: [],
    fails: ['office-alone'],
    breaks: (world) =>
      admit(world, {
        IpProtocol: 'tcp',
        FromPort: OFFICE_PORT,
        ToPort: OFFICE_PORT,
        IpRanges: [{CidrIp: '198.51.100.0/24'}],
      }),
  },
  {
    fault: "the office's addresses are no longer in its prefix list",
    known: [],
    fails: ['office-open'],
    breaks: async (world) => {
      await changeOffice(world, {RemoveEntries: [{Cidr: OFFICE_CIDR}]});
      return () => changeOffice(world, {AddEntries: [{Cidr: OFFICE_CIDR}]});
    },
  },
  {
    fault: "the tasks' group does not admit the load balancer's",
    known: [28],
    fails: ['way-to-tasks'],
    breaks: (world) => revoke(world, world.guards.taskGroupId, taskRule(world.network.securityGroupId)),
  },
  {
    fault: "the load balancer's group lets nothing out",
    known: [28],
    fails: ['way-to-tasks'],
    breaks: async ({ec2, network}) => {
      const rule = {GroupId: network.securityGroupId, IpPermissions: [EVERYTHING_OUT]};
      await ec2.send(new RevokeSecurityGroupEgressCommand(rule));
      return () => ec2.send(new AuthorizeSecurityGroupEgressCommand(rule));
    },
  },
  {
    fault: 'the network ACL lets no replies back to ephemeral ports',
    known: [29],
    fails: ['clients-reach', 'way-to-tasks'],
    breaks: (world) => deny(world, {Egress: true, PortRange: {From: 32_768, To: 65_535}}),
  },
  {
    fault: "the network ACL does not admit the container's port",
    known: [29],
    fails: ['way-to-tasks'],
    breaks: (world) => deny(world, {Egress: false, PortRange: {From: 8000, To: 8000}}),
  },
];

async function revoke({ec2}: World, GroupId: string, permission: IpPermission): Promise<Mend> {
  const rule = {GroupId, IpPermissions: [permission]};
  await ec2.send(new RevokeSecurityGroupIngressCommand(rule));
  return () => ec2.send(new AuthorizeSecurityGroupIngressCommand(rule));
}

async function admit({ec2, network}: World, permission: IpPermission): Promise<Mend> {
  const rule = {GroupId: network.securityGroupId, IpPermissions: [permission]};
  await ec2.send(new AuthorizeSecurityGroupIngressCommand(rule));
  return () => ec2.send(new RevokeSecurityGroupIngressCommand(rule));
}

async function deny(
  {ec2, guards}: World,
  {Egress, PortRange}: Pick<CreateNetworkAclEntryCommandInput, 'Egress' | 'PortRange'>,
): Promise<Mend> {
  // Before the entry that allows everything.
  const entry = {NetworkAclId: guards.networkAclId, RuleNumber: 50, Egress};
  await ec2.send(
    new CreateNetworkAclEntryCommand({
      ...entry,
      Protocol: '6',
      PortRange,
      RuleAction: 'deny',
      CidrBlock: '0.0.0.0/0',
    }),
  );
  return () => ec2.send(new DeleteNetworkAclEntryCommand(entry));
}

async function changeOffice(
  {ec2, guards}: World,
  changes: {readonly AddEntries?: {Cidr: string}[]; readonly RemoveEntries?: {Cidr: string}[]},
): Promise<void> {
  const PrefixListId = guards.prefixListId;
  const {PrefixLists} = await ec2.send(new DescribeManagedPrefixListsCommand({PrefixListIds: [PrefixListId]}));
  const CurrentVersion = given(PrefixLists?.[0]?.Version);
  await ec2.send(new ModifyManagedPrefixListCommand({PrefixListId, CurrentVersion, ...changes}));
}
