import type * as Sdk from '@aws-sdk/client-ec2';
import type {
  IpPermission,
  NetworkAcl,
  NetworkAclEntry,
  NetworkInterface,
  RouteTable,
  SecurityGroup,
  SecurityGroupRule,
  Subnet,
} from '../../../model/facts/aws-facts.ts';
import {type Shape, shapeOf} from '../shape.ts';

export function toSecurityGroup(action: string, from: Sdk.SecurityGroup): SecurityGroup {
  const shape = shapeOf(action);
  return {
    id: shape.required(from.GroupId, 'SecurityGroups[].GroupId'),
    name: shape.required(from.GroupName, 'SecurityGroups[].GroupName'),
    vpcId: from.VpcId ?? null,
    ingress: toPermissions(shape, from.IpPermissions, 'SecurityGroups[].IpPermissions'),
    egress: toPermissions(shape, from.IpPermissionsEgress, 'SecurityGroups[].IpPermissionsEgress'),
  };
}

function toPermissions(shape: Shape, from: readonly Sdk.IpPermission[] | undefined, member: string): IpPermission[] {
  return shape.required(from, member).map((permission) => toPermission(shape, permission, `${member}[]`));
}

function toPermission(shape: Shape, from: Sdk.IpPermission, at: string): IpPermission {
  const {required} = shape;
  return {
    ...toPorts(shape, from, at),
    cidrs: [
      ...required(from.IpRanges, `${at}.IpRanges`).map((range) => required(range.CidrIp, `${at}.IpRanges[].CidrIp`)),
      ...required(from.Ipv6Ranges, `${at}.Ipv6Ranges`).map((range) =>
        required(range.CidrIpv6, `${at}.Ipv6Ranges[].CidrIpv6`),
      ),
    ],
    prefixListIds: required(from.PrefixListIds, `${at}.PrefixListIds`).map((list) =>
      required(list.PrefixListId, `${at}.PrefixListIds[].PrefixListId`),
    ),
    groupIds: required(from.UserIdGroupPairs, `${at}.UserIdGroupPairs`).map((pair) =>
      required(pair.GroupId, `${at}.UserIdGroupPairs[].GroupId`),
    ),
  };
}

export function toSecurityGroupRule(action: string, from: Sdk.SecurityGroupRule): SecurityGroupRule {
  const shape = shapeOf(action);
  const {required} = shape;
  const at = (member: string) => `SecurityGroupRules[].${member}`;
  const peer = from.CidrIpv4 ?? from.CidrIpv6 ?? from.PrefixListId ?? from.ReferencedGroupInfo?.GroupId;
  return {
    id: required(from.SecurityGroupRuleId, at('SecurityGroupRuleId')),
    groupId: required(from.GroupId, at('GroupId')),
    isEgress: required(from.IsEgress, at('IsEgress')),
    ...toPorts(shape, from, 'SecurityGroupRules[]'),
    peer: required(peer, at('CidrIpv4')),
  };
}

const WITH_PORTS: ReadonlySet<string> = new Set(['tcp', '6', 'udp', '17']);

/**
 * "All ports" is written in two ways: a permission of a group omits the ports, a rule of a group says -1. ICMP has
 * types and codes instead of ports.
 */
function toPorts({required}: Shape, from: Pick<Sdk.IpPermission, 'IpProtocol' | 'FromPort' | 'ToPort'>, at: string) {
  const protocol = required(from.IpProtocol, `${at}.IpProtocol`);
  if (!WITH_PORTS.has(protocol)) return {protocol, fromPort: null, toPort: null};
  return {
    protocol,
    fromPort: required(from.FromPort, `${at}.FromPort`),
    toPort: required(from.ToPort, `${at}.ToPort`),
  };
}

export function toNetworkAcl(action: string, from: Sdk.NetworkAcl): NetworkAcl {
  const shape = shapeOf(action);
  const {required} = shape;
  return {
    id: required(from.NetworkAclId, 'NetworkAcls[].NetworkAclId'),
    subnetIds: required(from.Associations, 'NetworkAcls[].Associations').map(({SubnetId}) =>
      required(SubnetId, 'NetworkAcls[].Associations[].SubnetId'),
    ),
    entries: required(from.Entries, 'NetworkAcls[].Entries').map((entry) => toNetworkAclEntry(shape, entry)),
  };
}

function toNetworkAclEntry({required, oneOf}: Shape, from: Sdk.NetworkAclEntry): NetworkAclEntry {
  const at = (member: string) => `NetworkAcls[].Entries[].${member}`;
  const protocol = required(from.Protocol, at('Protocol'));
  const action = oneOf(from.RuleAction, ['allow', 'deny'], at('RuleAction'));
  const cidr = required(from.CidrBlock ?? from.Ipv6CidrBlock, at('CidrBlock'));
  // "All ports" of these is 0 to 65535; the other protocols have none.
  const ports = WITH_PORTS.has(protocol) ? required(from.PortRange, at('PortRange')) : from.PortRange;
  return {
    ruleNumber: required(from.RuleNumber, at('RuleNumber')),
    isEgress: required(from.Egress, at('Egress')),
    protocol,
    action,
    cidr,
    ports:
      ports === undefined
        ? null
        : {from: required(ports.From, at('PortRange.From')), to: required(ports.To, at('PortRange.To'))},
  };
}

export function toSubnet(action: string, from: Sdk.Subnet): Subnet {
  const {required} = shapeOf(action);
  // A subnet keeps its former IPv6 blocks, marked as disassociated.
  const ipv6 = (from.Ipv6CidrBlockAssociationSet ?? []).filter(
    ({Ipv6CidrBlockState: state}) =>
      required(state?.State, 'Subnets[].Ipv6CidrBlockAssociationSet[].Ipv6CidrBlockState.State') === 'associated',
  );
  return {
    id: required(from.SubnetId, 'Subnets[].SubnetId'),
    vpcId: required(from.VpcId, 'Subnets[].VpcId'),
    availabilityZone: required(from.AvailabilityZone, 'Subnets[].AvailabilityZone'),
    cidrs: [
      ...(from.CidrBlock === undefined ? [] : [from.CidrBlock]),
      ...ipv6.map(({Ipv6CidrBlock}) =>
        required(Ipv6CidrBlock, 'Subnets[].Ipv6CidrBlockAssociationSet[].Ipv6CidrBlock'),
      ),
    ],
  };
}

export function toNetworkInterface(action: string, from: Sdk.NetworkInterface): NetworkInterface {
  const {required} = shapeOf(action);
  const at = (member: string) => `NetworkInterfaces[].${member}`;
  const ipv4 = required(from.PrivateIpAddresses, at('PrivateIpAddresses'));
  return {
    id: required(from.NetworkInterfaceId, at('NetworkInterfaceId')),
    description: from.Description ?? '',
    subnetId: required(from.SubnetId, at('SubnetId')),
    vpcId: required(from.VpcId, at('VpcId')),
    securityGroupIds: required(from.Groups, at('Groups')).map(({GroupId}) => required(GroupId, at('Groups[].GroupId'))),
    privateAddresses: [
      ...ipv4.map(({PrivateIpAddress}) => required(PrivateIpAddress, at('PrivateIpAddresses[].PrivateIpAddress'))),
      ...(from.Ipv6Addresses ?? []).map(({Ipv6Address}) => required(Ipv6Address, at('Ipv6Addresses[].Ipv6Address'))),
    ],
    publicAddresses: ipv4.flatMap(({Association}) => Association?.PublicIp ?? []),
    tcpEstablishedTimeoutSeconds: from.ConnectionTrackingConfiguration?.TcpEstablishedTimeout ?? null,
  };
}

export function toRouteTable(action: string, from: Sdk.RouteTable): RouteTable {
  const shape = shapeOf(action);
  const associations = shape
    .required(from.Associations, 'RouteTables[].Associations')
    .filter(({AssociationState}) => !ENDED.has(AssociationState?.State ?? ''));
  const isMain = associations.some(({Main}) => Main === true);
  return {
    id: shape.required(from.RouteTableId, 'RouteTables[].RouteTableId'),
    isMain,
    subnetIds: associations.flatMap((association) => association.SubnetId ?? []),
    gatewayIds: associations.flatMap((association) => association.GatewayId ?? []),
    ownerId: from.OwnerId ?? null,
    routes: shape.required(from.Routes, 'RouteTables[].Routes').map((route) => toRoute(shape, route)),
  };
}

/** A table that is being taken away from a subnet, or could not be given to it, is not the subnet's. */
const ENDED: ReadonlySet<string> = new Set(['disassociating', 'disassociated', 'failed']);

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
    // An unknown kind of target must not be taken for a known one.
    target: target ?? 'unknown',
    state: required(from.State, 'RouteTables[].Routes[].State'),
    isPropagated: from.Origin === 'EnableVgwRoutePropagation',
  };
}
