/** The network of a VPC as plain values. */

import type {ResourceRef} from '../../resource-ref.ts';
import type {AwsService} from '../aws-service.ts';

/** A resource in whose account and region to look. */
type Where = ResourceRef<'loadBalancer' | 'service' | 'account'>;

export interface IpPermission {
  /** `tcp`, `udp`, `icmp`, `icmpv6`, a protocol number, or `-1` for everything. */
  readonly protocol: string;
  /** Null where the permission has no ports (`-1`). */
  readonly fromPort: number | null;
  readonly toPort: number | null;
  readonly cidrs: readonly string[];
  readonly prefixListIds: readonly string[];
  /** Groups whose members' private addresses are meant. */
  readonly groupIds: readonly string[];
}

export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly vpcId: string | null;
  readonly ingress: readonly IpPermission[];
  readonly egress: readonly IpPermission[];
}

/** One permission for one source or destination, by the id that a person removes it with. */
export interface SecurityGroupRule {
  readonly id: string;
  readonly groupId: string;
  readonly isEgress: boolean;
  /** As in {@link IpPermission}. */
  readonly protocol: string;
  /** Null for every port. */
  readonly fromPort: number | null;
  readonly toPort: number | null;
  /** A CIDR, a prefix list's id or a group's id. */
  readonly peer: string;
}

export interface NetworkAcl {
  readonly id: string;
  readonly subnetIds: readonly string[];
  readonly entries: readonly NetworkAclEntry[];
}

export interface NetworkAclEntry {
  /** The lowest that matches decides; 32767 and 32768 are the implicit denials. */
  readonly ruleNumber: number;
  readonly isEgress: boolean;
  /** A protocol's number as text; `-1` for every protocol. */
  readonly protocol: string;
  readonly action: 'allow' | 'deny';
  readonly cidr: string;
  /** Null: every port. */
  readonly ports: {readonly from: number; readonly to: number} | null;
}

export interface Subnet {
  readonly id: string;
  readonly vpcId: string;
  readonly availabilityZone: string;
  /** IPv4 and IPv6. */
  readonly cidrs: readonly string[];
}

export interface RouteTable {
  readonly id: string;
  /** The table of every subnet of the VPC that has none of its own. */
  readonly isMain: boolean;
  readonly subnetIds: readonly string[];
  /** Internet and virtual private gateways that route what comes in by this table. */
  readonly gatewayIds: readonly string[];
  /** The account that has the VPC; null where AWS does not say. */
  readonly ownerId: string | null;
  readonly routes: readonly {
    /** CIDR or prefix list. */
    readonly destination: string;
    /** `igw-…`, `nat-…`, `local`, … */
    readonly target: string;
    /** `active`, `blackhole` (what it led to is gone), … */
    readonly state: string;
    /** Told by a virtual private gateway: of two routes for the same addresses the other one counts. */
    readonly isPropagated: boolean;
  }[];
}

export interface VpcEndpoint {
  readonly id: string;
  /** `GatewayLoadBalancer` (a firewall's), `Gateway`, `Interface`, … */
  readonly type: string;
  readonly vpcId: string;
  /** `available`, `pending`, `failed`, …, in whichever case. */
  readonly state: string;
  readonly subnetIds: readonly string[];
}

/** Whether an account closes all its VPCs of a region to the internet, whatever their routes and groups say. */
export interface PublicAccessBlock {
  readonly mode: 'off' | 'block-ingress' | 'block-bidirectional';
  /** `default-state`, `update-complete`, or `update-in-progress`: then what counts is not known. */
  readonly state: string;
}

/** A VPC or a subnet that such a block leaves out. */
export interface PublicAccessExclusion {
  readonly id: string;
  readonly mode: 'allow-bidirectional' | 'allow-egress';
  /** `create-complete`, `update-complete`, or one in which it does not count, or not for sure. */
  readonly state: string;
  /** Of a VPC or a subnet. */
  readonly resourceArn: string;
}

export interface NetworkInterface {
  readonly id: string;
  readonly description: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly securityGroupIds: readonly string[];
  /** IPv4 and IPv6. */
  readonly privateAddresses: readonly string[];
  /** IPv4 addresses that the internet knows the private ones by; IPv6 ones have no other. */
  readonly publicAddresses: readonly string[];
  /** After this long without a byte, connection tracking forgets an established flow; null: the instance type's default. */
  readonly tcpEstablishedTimeoutSeconds: number | null;
}

/** Ids are looked up in the account and region of the named resource. */
export interface Ec2Facts {
  /** The groups on the named load balancer. */
  securityGroups(name: ResourceRef<'loadBalancer'>): Promise<readonly SecurityGroup[]>;
  /** In the order of the ids. */
  securityGroupsById(where: Where, groupIds: readonly string[]): Promise<readonly SecurityGroup[]>;
  /** Empty for a group without rules, and for one that is not there: AWS does not tell them apart. */
  securityGroupRules(where: Where, groupId: string): Promise<readonly SecurityGroupRule[]>;
  /** CIDRs of a managed prefix list. */
  prefixListCidrs(where: Where, prefixListId: string): Promise<readonly string[]>;
  /** The network ACL of each subnet, in the order of the ids. */
  networkAcls(where: Where, subnetIds: readonly string[]): Promise<readonly NetworkAcl[]>;
  /** In the order of the ids. */
  subnets(where: Where, subnetIds: readonly string[]): Promise<readonly Subnet[]>;
  /** The route tables of the named load balancer's VPC. */
  routeTables(name: ResourceRef<'loadBalancer'>): Promise<readonly RouteTable[]>;
  /** The endpoints in the named load balancer's VPC that its account sees. */
  vpcEndpoints(name: ResourceRef<'loadBalancer'>): Promise<readonly VpcEndpoint[]>;
  publicAccessBlock(where: Where): Promise<PublicAccessBlock>;
  publicAccessExclusions(where: Where): Promise<readonly PublicAccessExclusion[]>;
  /** In the order of the ids. */
  networkInterfaces(where: Where, interfaceIds: readonly string[]): Promise<readonly NetworkInterface[]>;
  /** The interfaces, and so the addresses, of the named load balancer. */
  loadBalancerInterfaces(name: ResourceRef<'loadBalancer'>): Promise<readonly NetworkInterface[]>;
}

export const EC2 = {
  prefix: 'ec2',
  commands: ['ec2'],
  askedWhere: ['loadBalancer', 'service'],
  actions: {
    securityGroups: ['elasticloadbalancing:DescribeLoadBalancers', 'ec2:DescribeSecurityGroups'],
    securityGroupsById: ['ec2:DescribeSecurityGroups'],
    securityGroupRules: ['ec2:DescribeSecurityGroupRules'],
    prefixListCidrs: ['ec2:GetManagedPrefixListEntries'],
    networkAcls: ['ec2:DescribeNetworkAcls'],
    subnets: ['ec2:DescribeSubnets'],
    routeTables: ['elasticloadbalancing:DescribeLoadBalancers', 'ec2:DescribeRouteTables'],
    vpcEndpoints: ['elasticloadbalancing:DescribeLoadBalancers', 'ec2:DescribeVpcEndpoints'],
    publicAccessBlock: ['ec2:DescribeVpcBlockPublicAccessOptions'],
    publicAccessExclusions: ['ec2:DescribeVpcBlockPublicAccessExclusions'],
    networkInterfaces: ['ec2:DescribeNetworkInterfaces'],
    loadBalancerInterfaces: ['elasticloadbalancing:DescribeLoadBalancers', 'ec2:DescribeNetworkInterfaces'],
  },
  scopes: {
    // Lists that AWS manages belong to an account called `aws`.
    'ec2:GetManagedPrefixListEntries': {
      sid: 'ReadPrefixLists',
      resources: ['arn:<partition>:ec2:<region>:*:prefix-list/*'],
    },
  },
} as const satisfies AwsService<keyof Ec2Facts>;
