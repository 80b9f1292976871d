import type {AwsWorld} from '../../../../src/lab/aws-world.ts';
import {securityGroupRules} from '../../../../src/lab/worlds/ec2.ts';
import {PUBLIC_SUBNETS, TASK_GROUP, TASK_INTERFACE, VPC_LINK_GROUP} from '../../../../src/lab/worlds/names.ts';
import type {Ec2Facts, IpPermission, NetworkInterface} from '../../../../src/model/facts/aws-facts.ts';
import type {Answers, Played} from '../played.ts';

export const PLAYED: Played<keyof Ec2Facts> = {
  clients: {EC2Client: 'ec2'},
  answers: (world) => ({ec2: ec2Answers(world)}),
  asks: {
    securityGroups: (facts) => facts.securityGroups('alb'),
    securityGroupsById: (facts) => facts.securityGroupsById('alb', [TASK_GROUP, VPC_LINK_GROUP]),
    securityGroupRules: (facts) => facts.securityGroupRules('alb', TASK_GROUP),
    prefixListCidrs: (facts) => facts.prefixListCidrs('alb', 'pl-1'),
    networkAcls: (facts) => facts.networkAcls('alb', PUBLIC_SUBNETS),
    subnets: (facts) => facts.subnets('alb', PUBLIC_SUBNETS),
    routeTables: (facts) => facts.routeTables('alb'),
    vpcEndpoints: (facts) => facts.vpcEndpoints('alb'),
    publicAccessBlock: (facts) => facts.publicAccessBlock('alb'),
    publicAccessExclusions: (facts) => facts.publicAccessExclusions('alb'),
    networkInterfaces: (facts) => facts.networkInterfaces('alb', [TASK_INTERFACE]),
    loadBalancerInterfaces: (facts) => facts.loadBalancerInterfaces('alb'),
  },
};

function ec2Answers(world: AwsWorld): Answers {
  return {
    DescribeSecurityGroups: (input) => ({
      SecurityGroups: among(world.securityGroups, wanted(input), ({id}) => [id]).map((group) => ({
        GroupId: group.id,
        GroupName: group.name,
        VpcId: group.vpcId,
        IpPermissions: group.ingress.map(toPermission),
        IpPermissionsEgress: group.egress.map(toPermission),
      })),
    }),
    DescribeSecurityGroupRules: (input) => ({
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
    DescribeNetworkAcls: (input) => ({
      NetworkAcls: among(world.networkAcls, wanted(input), ({subnetIds}) => subnetIds).map((acl) => ({
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
    DescribeSubnets: (input) => ({
      Subnets: among(world.subnets, wanted(input), ({id}) => [id]).map((subnet) => ({
        SubnetId: subnet.id,
        VpcId: subnet.vpcId,
        AvailabilityZone: subnet.availabilityZone,
        CidrBlock: subnet.cidrs[0],
      })),
    }),
    DescribeRouteTables: () => ({
      RouteTables: world.routeTables.map((table) => ({
        RouteTableId: table.id,
        OwnerId: table.ownerId,
        Associations: [
          {Main: table.isMain},
          ...table.subnetIds.map((SubnetId) => ({SubnetId})),
          ...table.gatewayIds.map((GatewayId) => ({GatewayId})),
        ],
        Routes: table.routes.map((route) => ({
          DestinationCidrBlock: route.destination,
          GatewayId: route.target,
          State: route.state,
          Origin: route.isPropagated ? 'EnableVgwRoutePropagation' : 'CreateRoute',
        })),
      })),
    }),
    DescribeVpcEndpoints: () => ({
      VpcEndpoints: world.vpcEndpoints.map((endpoint) => ({
        VpcEndpointId: endpoint.id,
        VpcEndpointType: endpoint.type,
        VpcId: endpoint.vpcId,
        State: endpoint.state,
        SubnetIds: endpoint.subnetIds,
      })),
    }),
    DescribeVpcBlockPublicAccessOptions: () => ({
      VpcBlockPublicAccessOptions: {
        InternetGatewayBlockMode: world.publicAccessBlock.mode,
        State: world.publicAccessBlock.state,
      },
    }),
    DescribeVpcBlockPublicAccessExclusions: () => ({
      VpcBlockPublicAccessExclusions: world.publicAccessExclusions.map((exclusion) => ({
        ExclusionId: exclusion.id,
        InternetGatewayExclusionMode: exclusion.mode,
        State: exclusion.state,
        ResourceArn: exclusion.resourceArn,
      })),
    }),
    DescribeNetworkInterfaces: (input) => ({
      NetworkInterfaces: among(
        [...world.loadBalancerInterfaces, ...world.taskInterfaces],
        wanted(input),
        ({id, description}) => [id, description],
      ).map(toInterface),
    }),
    GetManagedPrefixListEntries: ({PrefixListId}) => ({
      Entries: (world.prefixLists[String(PrefixListId)] ?? []).map((Cidr) => ({Cidr})),
    }),
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
    PrefixListIds: [],
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
