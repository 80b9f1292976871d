import type * as Sdk from '@aws-sdk/client-ec2';
import type {IpPermission, RouteTable, SecurityGroup} from '../../model/aws-facts.ts';
import {type Shape, shapeOf} from './shape.ts';

export function toSecurityGroup(action: string, from: Sdk.SecurityGroup): SecurityGroup {
  const shape = shapeOf(action);
  return {
    id: shape.required(from.GroupId, 'SecurityGroups[].GroupId'),
    name: shape.required(from.GroupName, 'SecurityGroups[].GroupName'),
    vpcId: from.VpcId ?? null,
    ingress: shape
      .required(from.IpPermissions, 'SecurityGroups[].IpPermissions')
      .map((permission) => toPermission(shape, permission)),
  };
}

const AT = 'SecurityGroups[].IpPermissions[]';

function toPermission({required}: Shape, from: Sdk.IpPermission): IpPermission {
  const protocol = required(from.IpProtocol, `${AT}.IpProtocol`);
  // Only these have ports; every other protocol means all of them.
  const hasPorts = protocol === 'tcp' || protocol === 'udp';
  return {
    protocol,
    fromPort: hasPorts ? required(from.FromPort, `${AT}.FromPort`) : (from.FromPort ?? null),
    toPort: hasPorts ? required(from.ToPort, `${AT}.ToPort`) : (from.ToPort ?? null),
    cidrs: [
      ...(from.IpRanges ?? []).map((range) => required(range.CidrIp, `${AT}.IpRanges[].CidrIp`)),
      ...(from.Ipv6Ranges ?? []).map((range) => required(range.CidrIpv6, `${AT}.Ipv6Ranges[].CidrIpv6`)),
    ],
    prefixListIds: (from.PrefixListIds ?? []).map((list) =>
      required(list.PrefixListId, `${AT}.PrefixListIds[].PrefixListId`),
    ),
    groupIds: (from.UserIdGroupPairs ?? []).map((pair) => required(pair.GroupId, `${AT}.UserIdGroupPairs[].GroupId`)),
  };
}

export function toRouteTable(action: string, from: Sdk.RouteTable): RouteTable {
  const shape = shapeOf(action);
  const associations = from.Associations ?? [];
  return {
    id: shape.required(from.RouteTableId, 'RouteTables[].RouteTableId'),
    isMain: associations.some((association) => association.Main === true),
    subnetIds: associations.flatMap((association) => association.SubnetId ?? []),
    routes: shape.required(from.Routes, 'RouteTables[].Routes').map((route) => toRoute(shape, route)),
  };
}

function toRoute({required}: Shape, from: Sdk.Route): RouteTable['routes'][number] {
  const destination = from.DestinationCidrBlock ?? from.DestinationIpv6CidrBlock ?? from.DestinationPrefixListId;
  const target =
    from.GatewayId ??
    from.NatGatewayId ??
    from.TransitGatewayId ??
    from.VpcPeeringConnectionId ??
    from.EgressOnlyInternetGatewayId ??
    from.NetworkInterfaceId ??
    from.InstanceId ??
    from.LocalGatewayId ??
    from.CarrierGatewayId ??
    from.CoreNetworkArn ??
    from.OdbNetworkArn;
  return {
    destination: required(destination, 'RouteTables[].Routes[].DestinationCidrBlock'),
    // A kind of target that this version does not know is none of those that it does.
    target: target ?? 'unknown',
    state: required(from.State, 'RouteTables[].Routes[].State'),
  };
}
