import type {RouteTable, SecurityGroup} from '../../model/aws-facts.ts';
import type {Connection} from './call.ts';
import type {Clients} from './connections.ts';
import {toRouteTable, toSecurityGroup} from './ec2-mapping.ts';
import {everyPage} from './pages.ts';
import {shapeOf} from './shape.ts';

type Ec2 = Connection<Clients['ec2']>;

const sdk = () => import('@aws-sdk/client-ec2');

/** The most values that one filter takes. */
export const IDS_PER_CALL = 200;

/** Asked for by filter: by id, one group that is missing would fail the call for all the others. */
export async function describeSecurityGroups(
  ec2: Ec2,
  groupIds: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, SecurityGroup>> {
  const {DescribeSecurityGroupsCommand} = await sdk();
  const action = 'ec2:DescribeSecurityGroups';
  const Filters = [{Name: 'group-id', Values: [...groupIds]}];
  const all = await everyPage(action, 'SecurityGroups', async (NextToken?: string) => {
    const page = await ec2.call(action, signal, (client, options) =>
      client.send(new DescribeSecurityGroupsCommand({Filters, NextToken, MaxResults: 1000}), options),
    );
    return {items: page.SecurityGroups, next: page.NextToken};
  });
  return new Map(all.map((from) => toSecurityGroup(action, from)).map((group) => [group.id, group]));
}

export async function getPrefixListCidrs(ec2: Ec2, PrefixListId: string, signal: AbortSignal): Promise<string[]> {
  const {GetManagedPrefixListEntriesCommand} = await sdk();
  const action = 'ec2:GetManagedPrefixListEntries';
  const entries = await everyPage(action, 'Entries', async (NextToken?: string) => {
    const page = await ec2.call(action, signal, (client, options) =>
      client.send(new GetManagedPrefixListEntriesCommand({PrefixListId, NextToken, MaxResults: 100}), options),
    );
    return {items: page.Entries, next: page.NextToken};
  });
  return entries.map((entry) => shapeOf(action).required(entry.Cidr, 'Entries[].Cidr'));
}

export async function describeRouteTables(ec2: Ec2, vpcId: string, signal: AbortSignal): Promise<RouteTable[]> {
  const {DescribeRouteTablesCommand} = await sdk();
  const action = 'ec2:DescribeRouteTables';
  const Filters = [{Name: 'vpc-id', Values: [vpcId]}];
  const all = await everyPage(action, 'RouteTables', async (NextToken?: string) => {
    const page = await ec2.call(action, signal, (client, options) =>
      client.send(new DescribeRouteTablesCommand({Filters, NextToken, MaxResults: 100}), options),
    );
    return {items: page.RouteTables, next: page.NextToken};
  });
  return all.map((from) => toRouteTable(action, from));
}
