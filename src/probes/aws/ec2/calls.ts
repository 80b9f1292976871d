import type {
  NetworkAcl,
  NetworkInterface,
  RouteTable,
  SecurityGroup,
  SecurityGroupRule,
  Subnet,
} from '../../../model/facts/aws-facts.ts';
import type {Connection} from '../call.ts';
import type {Clients} from '../connections.ts';
import {everyPage} from '../pages.ts';
import {shapeOf} from '../shape.ts';
import {
  toNetworkAcl,
  toNetworkInterface,
  toRouteTable,
  toSecurityGroup,
  toSecurityGroupRule,
  toSubnet,
} from './mapping.ts';

type Ec2 = Connection<Clients['ec2']>;

const sdk = () => import('./sdk.ts');

/** The maximum number of values in one filter. */
export const IDS_PER_CALL = 200;

/** By filter, like all that follow: with ids, one missing group would fail the call for all the others. */
export async function describeSecurityGroups(
  ec2: Ec2,
  groupIds: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, SecurityGroup>> {
  const {DescribeSecurityGroupsCommand} = await sdk();
  const action = 'ec2:DescribeSecurityGroups';
  const Filters = [{Name: 'group-id', Values: [...groupIds]}];
  const all = await everyPage(action, 'SecurityGroups', async (NextToken?: string) => {
    const page = await ec2.call(
      action,
      signal,
      new DescribeSecurityGroupsCommand({Filters, NextToken, MaxResults: 1000}),
    );
    return {items: page.SecurityGroups, next: page.NextToken};
  });
  return new Map(all.map((from) => toSecurityGroup(action, from)).map((group) => [group.id, group]));
}

/** By group; a group without rules is missing in the answer and has no entry here. */
export async function describeSecurityGroupRules(
  ec2: Ec2,
  groupIds: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, SecurityGroupRule[]>> {
  const {DescribeSecurityGroupRulesCommand} = await sdk();
  const action = 'ec2:DescribeSecurityGroupRules';
  const Filters = [{Name: 'group-id', Values: [...groupIds]}];
  const all = await everyPage(action, 'SecurityGroupRules', async (NextToken?: string) => {
    const page = await ec2.call(
      action,
      signal,
      new DescribeSecurityGroupRulesCommand({Filters, NextToken, MaxResults: 1000}),
    );
    return {items: page.SecurityGroupRules, next: page.NextToken};
  });
  return Map.groupBy(
    all.map((from) => toSecurityGroupRule(action, from)),
    (rule) => rule.groupId,
  );
}

export async function getPrefixListCidrs(ec2: Ec2, PrefixListId: string, signal: AbortSignal): Promise<string[]> {
  const {GetManagedPrefixListEntriesCommand} = await sdk();
  const action = 'ec2:GetManagedPrefixListEntries';
  const entries = await everyPage(action, 'Entries', async (NextToken?: string) => {
    const page = await ec2.call(
      action,
      signal,
      new GetManagedPrefixListEntriesCommand({PrefixListId, NextToken, MaxResults: 100}),
    );
    return {items: page.Entries, next: page.NextToken};
  });
  return entries.map((entry) => shapeOf(action).required(entry.Cidr, 'Entries[].Cidr'));
}

/** By subnet; each has exactly one, its own or the VPC's default. */
export async function describeNetworkAcls(
  ec2: Ec2,
  subnetIds: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, NetworkAcl>> {
  const {DescribeNetworkAclsCommand} = await sdk();
  const action = 'ec2:DescribeNetworkAcls';
  const Filters = [{Name: 'association.subnet-id', Values: [...subnetIds]}];
  const all = await everyPage(action, 'NetworkAcls', async (NextToken?: string) => {
    const page = await ec2.call(action, signal, new DescribeNetworkAclsCommand({Filters, NextToken, MaxResults: 1000}));
    return {items: page.NetworkAcls, next: page.NextToken};
  });
  return new Map(
    all.map((from) => toNetworkAcl(action, from)).flatMap((acl) => acl.subnetIds.map((id) => [id, acl] as const)),
  );
}

export async function describeSubnets(
  ec2: Ec2,
  subnetIds: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, Subnet>> {
  const {DescribeSubnetsCommand} = await sdk();
  const action = 'ec2:DescribeSubnets';
  const Filters = [{Name: 'subnet-id', Values: [...subnetIds]}];
  const all = await everyPage(action, 'Subnets', async (NextToken?: string) => {
    const page = await ec2.call(action, signal, new DescribeSubnetsCommand({Filters, NextToken, MaxResults: 1000}));
    return {items: page.Subnets, next: page.NextToken};
  });
  return new Map(all.map((from) => toSubnet(action, from)).map((subnet) => [subnet.id, subnet]));
}

/** By `network-interface-id`, or by the `description` that an AWS service sets. */
export async function describeNetworkInterfaces(
  ec2: Ec2,
  filter: {readonly Name: 'network-interface-id' | 'description'; readonly Values: string[]},
  signal: AbortSignal,
): Promise<NetworkInterface[]> {
  const {DescribeNetworkInterfacesCommand} = await sdk();
  const action = 'ec2:DescribeNetworkInterfaces';
  const all = await everyPage(action, 'NetworkInterfaces', async (NextToken?: string) => {
    const page = await ec2.call(
      action,
      signal,
      new DescribeNetworkInterfacesCommand({Filters: [filter], NextToken, MaxResults: 1000}),
    );
    return {items: page.NetworkInterfaces, next: page.NextToken};
  });
  return all.map((from) => toNetworkInterface(action, from));
}

export async function describeRouteTables(ec2: Ec2, vpcId: string, signal: AbortSignal): Promise<RouteTable[]> {
  const {DescribeRouteTablesCommand} = await sdk();
  const action = 'ec2:DescribeRouteTables';
  const Filters = [{Name: 'vpc-id', Values: [vpcId]}];
  const all = await everyPage(action, 'RouteTables', async (NextToken?: string) => {
    const page = await ec2.call(action, signal, new DescribeRouteTablesCommand({Filters, NextToken, MaxResults: 100}));
    return {items: page.RouteTables, next: page.NextToken};
  });
  return all.map((from) => toRouteTable(action, from));
}
