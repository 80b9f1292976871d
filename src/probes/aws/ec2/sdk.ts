/**
 * What is used of EC2's client. Imported as a whole it is the largest of all (2 MB, a quarter of a second), because what
 * is imported when needed cannot be taken apart by the bundler; behind these names it can.
 */
export {
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  EC2Client,
  GetManagedPrefixListEntriesCommand,
} from '@aws-sdk/client-ec2';
