import type {AwsWorld} from '../../../src/lab/aws-world.ts';
import {securityGroupRules} from '../../../src/lab/aws-world.ts';
import type {IpPermission, NetworkInterface} from '../../../src/model/facts/aws-facts.ts';
import type {Answers} from './answers.ts';

/** What EC2 answers in a world of the lab. */
export function networkAnswers(world: AwsWorld): Answers {
  return {
    DescribeSecurityGroupsCommand: (input) => ({
      SecurityGroups: among(world.securityGroups, wanted(input), ({id}) => [id]).map((group) => ({
        GroupId: group.id,
        GroupName: group.name,
        VpcId: group.vpcId,
        IpPermissions: group.ingress.map(toPermission),
        IpPermissionsEgress: group.egress.map(toPermission),
      })),
    }),
    DescribeSecurityGroupRulesCommand: (input) => ({
      SecurityGroupRules: among(world.securityGroups, wanted(input), ({id}) => [id])
        .flatMap(securityGroupRules)
        .map((rule) => ({
          SecurityGroupRuleId: rule.id,
          GroupId: rule.groupId,
          IsEgress: rule.isEgress,
          IpProtocol: rule.protocol,
          FromPort: rule.fromPort ?? -1,
          ToPort: rule.toPort ?? -1,
          ...(rule.peer.startsWith('sg-') ? {ReferencedGroupInfo: {GroupId: rule.peer}} : {CidrIpv4: rule.peer}),
        })),
    }),
    DescribeNetworkAclsCommand: (input) => ({
      NetworkAcls: among([world.networkAcl], wanted(input), ({subnetIds}) => subnetIds).map((acl) => ({
        NetworkAclId: acl.id,
        Associations: acl.subnetIds.map((SubnetId) => ({SubnetId})),
        Entries: acl.entries.map((entry) => ({
          RuleNumber: entry.ruleNumber,
          Egress: entry.isEgress,
          Protocol: entry.protocol,
          RuleAction: entry.action,
          CidrBlock: entry.cidr,
        })),
      })),
    }),
    DescribeSubnetsCommand: (input) => ({
      Subnets: among(world.subnets, wanted(input), ({id}) => [id]).map((subnet) => ({
        SubnetId: subnet.id,
        VpcId: subnet.vpcId,
        AvailabilityZone: subnet.availabilityZone,
        CidrBlock: subnet.cidrs[0],
      })),
    }),
    DescribeRouteTablesCommand: () => ({
      RouteTables: world.routeTables.map((table) => ({
        RouteTableId: table.id,
        Associations: [{Main: table.isMain}, ...table.subnetIds.map((SubnetId) => ({SubnetId}))],
        Routes: table.routes.map((route) => ({
          DestinationCidrBlock: route.destination,
          GatewayId: route.target,
          State: route.state,
        })),
      })),
    }),
    DescribeNetworkInterfacesCommand: (input) => ({
      NetworkInterfaces: among(
        [...world.loadBalancerInterfaces, ...world.taskInterfaces],
        wanted(input),
        ({id, description}) => [id, description],
      ).map(toInterface),
    }),
    GetManagedPrefixListEntriesCommand: () => ({Entries: []}),
  };
}

/** The values of the one filter that our probes send. */
function wanted({Filters}: Readonly<Record<string, unknown>>): readonly string[] {
  return (Filters as {Values: string[]}[])[0]?.Values ?? [];
}

function among<T>(all: readonly T[], ids: readonly string[], idsOf: (one: T) => readonly string[]): T[] {
  return all.filter((one) => idsOf(one).some((id) => ids.includes(id)));
}

function toPermission({protocol, fromPort, toPort, cidrs, groupIds}: IpPermission): object {
  return {
    IpProtocol: protocol,
    ...(fromPort === null ? {} : {FromPort: fromPort, ToPort: toPort}),
    IpRanges: cidrs.filter((cidr) => !cidr.includes(':')).map((CidrIp) => ({CidrIp})),
    Ipv6Ranges: cidrs.filter((cidr) => cidr.includes(':')).map((CidrIpv6) => ({CidrIpv6})),
    UserIdGroupPairs: groupIds.map((GroupId) => ({GroupId})),
  };
}

function toInterface(from: NetworkInterface): object {
  return {
    NetworkInterfaceId: from.id,
    Description: from.description,
    SubnetId: from.subnetId,
    VpcId: from.vpcId,
    Groups: from.securityGroupIds.map((GroupId) => ({GroupId})),
    PrivateIpAddresses: from.privateAddresses.map((PrivateIpAddress, i) => ({
      PrivateIpAddress,
      Association: {PublicIp: from.publicAddresses[i]},
    })),
  };
}
