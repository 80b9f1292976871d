import type {
  IpPermission,
  LoadBalancer,
  NetworkAcl,
  NetworkInterface,
  PublicAccessBlock,
  PublicAccessExclusion,
  RouteTable,
  SecurityGroup,
  SecurityGroupRule,
  Subnet,
  VpcEndpoint,
} from '../../model/facts/aws-facts.ts';
import {
  ALB,
  CONTAINER_PORT,
  PUBLIC_GROUP,
  PUBLIC_SUBNETS,
  REGION,
  TASK_ADDRESS,
  TASK_GROUP,
  TASK_INTERFACE,
  TASK_SUBNETS,
  VPC,
  VPC_LINK_GROUP,
  VPC_LINK_TO_ALB_GROUP,
} from './names.ts';
import {keyed, type Recorded} from './recorded.ts';

export interface Ec2World {
  /** All groups, including those of the load balancer. */
  readonly securityGroups: readonly SecurityGroup[];
  /** The entries of the prefix lists that groups refer to. */
  readonly prefixLists: Readonly<Record<string, readonly string[]>>;
  /** If they differ from the groups' permissions, as when a group is changed between two calls. */
  readonly securityGroupRules?: readonly SecurityGroupRule[];
  readonly subnets: readonly Subnet[];
  readonly networkAcls: readonly NetworkAcl[];
  readonly routeTables: readonly RouteTable[];
  readonly vpcEndpoints: readonly VpcEndpoint[];
  readonly publicAccessBlock: PublicAccessBlock;
  readonly publicAccessExclusions: readonly PublicAccessExclusion[];
  readonly loadBalancerInterfaces: readonly NetworkInterface[];
  readonly taskInterfaces: readonly NetworkInterface[];
}

/** The VPC of the healthy world: the load balancer in public subnets, the tasks in private ones. */

/** The default outbound rule of a new group. */
const EVERYWHERE: IpPermission = permission({protocol: '-1', fromPort: null, toPort: null, cidrs: ['0.0.0.0/0']});

const SECURITY_GROUPS: readonly SecurityGroup[] = [
  group(PUBLIC_GROUP, 'central-alb-public', permission({cidrs: ['0.0.0.0/0']})),
  group(VPC_LINK_TO_ALB_GROUP, 'central-alb-vpc-link', permission({groupIds: [VPC_LINK_GROUP]})),
  group(
    TASK_GROUP,
    'jessica-service-tasks',
    permission({fromPort: CONTAINER_PORT, toPort: CONTAINER_PORT, groupIds: [PUBLIC_GROUP, VPC_LINK_TO_ALB_GROUP]}),
  ),
  group(VPC_LINK_GROUP, 'central-link'),
];

const SUBNETS: readonly Subnet[] = [
  ...PUBLIC_SUBNETS.map((id, i) => subnet(id, i, `10.20.${i}.0/24`)),
  ...TASK_SUBNETS.map((id, i) => subnet(id, i, `10.20.${10 + i}.0/24`)),
];

/** The VPC's default ACL: it allows everything in both directions. */
const NETWORK_ACL: NetworkAcl = {
  id: 'acl-0f1e2d3c4b5a69780',
  subnetIds: [...PUBLIC_SUBNETS, ...TASK_SUBNETS],
  entries: [false, true].flatMap((isEgress) => [
    {ruleNumber: 100, isEgress, protocol: '-1', action: 'allow', cidr: '0.0.0.0/0', ports: null} as const,
    {ruleNumber: 32_767, isEgress, protocol: '-1', action: 'deny', cidr: '0.0.0.0/0', ports: null} as const,
  ]),
};

const ROUTE_TABLES: readonly RouteTable[] = [
  routeTable('rtb-01d2c3b4a5968f7e0', true, [], 'nat-0d1c2b3a4f5e6d7c8'),
  routeTable('rtb-02e3d4c5b6a798f01', false, PUBLIC_SUBNETS, 'igw-0c9b8a7f6e5d4c3b2'),
];

/** The tasks read Amazon S3 without the internet. */
const VPC_ENDPOINTS: readonly VpcEndpoint[] = [
  {id: 'vpce-0a1b2c3d4e5f60718', type: 'Gateway', vpcId: VPC, state: 'available', subnetIds: []},
];

const LOAD_BALANCER_INTERFACES: readonly NetworkInterface[] = PUBLIC_SUBNETS.map((subnetId, i) => ({
  id: `eni-0a0b0c0d0e0f0000${i}`,
  description: `ELB ${ALB}`,
  subnetId,
  vpcId: VPC,
  securityGroupIds: [PUBLIC_GROUP, VPC_LINK_TO_ALB_GROUP],
  privateAddresses: [`10.20.${i}.15`],
  publicAddresses: [`198.51.100.${20 + i}`],
  tcpEstablishedTimeoutSeconds: null,
}));

const TASK_INTERFACES: readonly NetworkInterface[] = [
  {
    id: TASK_INTERFACE,
    description: 'arn:aws:ecs:eu-central-1:444444444444:attachment/5f4e3d2c-1b0a-4998-8776-655443322110',
    subnetId: TASK_SUBNETS[0] ?? '',
    vpcId: VPC,
    securityGroupIds: [TASK_GROUP],
    privateAddresses: [TASK_ADDRESS],
    publicAddresses: [],
    tcpEstablishedTimeoutSeconds: null,
  },
];

export const EC2: Ec2World = {
  securityGroups: SECURITY_GROUPS,
  prefixLists: {},
  subnets: SUBNETS,
  networkAcls: [NETWORK_ACL],
  routeTables: ROUTE_TABLES,
  vpcEndpoints: VPC_ENDPOINTS,
  publicAccessBlock: {mode: 'off', state: 'default-state'},
  publicAccessExclusions: [],
  loadBalancerInterfaces: LOAD_BALANCER_INTERFACES,
  taskInterfaces: TASK_INTERFACES,
};

export function ec2Recorded(
  world: Ec2World,
  {arn, vpcId}: Pick<LoadBalancer, 'arn' | 'vpcId'>,
  platform: string,
): Recorded {
  const {securityGroups, networkAcls} = world;
  return {
    ...keyed(securityGroups, ({id}) => `${platform}:securityGroup:${id}`),
    ...keyed(
      securityGroups,
      ({id}) => `${platform}:securityGroupRules:${id}`,
      (group) => world.securityGroupRules?.filter(({groupId}) => groupId === group.id) ?? securityGroupRules(group),
    ),
    ...keyed(
      Object.entries(world.prefixLists),
      ([id]) => `${platform}:prefixList:${id}`,
      ([, cidrs]) => cidrs,
    ),
    ...keyed(world.subnets, ({id}) => `${platform}:subnet:${id}`),
    ...keyed(
      networkAcls.flatMap((acl) => acl.subnetIds.map((id) => ({id, acl}))),
      ({id}) => `${platform}:networkAcl:${id}`,
      ({acl}) => acl,
    ),
    [`${platform}:routeTables:${vpcId}`]: world.routeTables,
    [`${platform}:vpcEndpoints:${vpcId}`]: world.vpcEndpoints,
    [`${platform}:publicAccessBlock`]: world.publicAccessBlock,
    [`${platform}:publicAccessExclusions`]: world.publicAccessExclusions,
    ...keyed(
      [...world.loadBalancerInterfaces, ...world.taskInterfaces],
      ({id}) => `${platform}:networkInterface:${id}`,
    ),
    [`${platform}:loadBalancerInterfaces:${arn}`]: world.loadBalancerInterfaces,
  };
}

/** The group's permissions, one for each peer, as the other API reports them. */
export function securityGroupRules(group: SecurityGroup): readonly SecurityGroupRule[] {
  const rulesOf = (permissions: readonly IpPermission[], isEgress: boolean) =>
    permissions.flatMap(({protocol, fromPort, toPort, cidrs, prefixListIds, groupIds}) =>
      [...cidrs, ...prefixListIds, ...groupIds].map((peer) => ({
        groupId: group.id,
        isEgress,
        protocol,
        fromPort,
        toPort,
        peer,
      })),
    );
  return [...rulesOf(group.ingress, false), ...rulesOf(group.egress, true)].map((rule, i) => ({
    id: `sgr-${group.id.slice(3, 18)}${i}`,
    ...rule,
  }));
}

function permission(members: Partial<IpPermission>): IpPermission {
  return {protocol: 'tcp', fromPort: 443, toPort: 443, cidrs: [], prefixListIds: [], groupIds: [], ...members};
}

function group(id: string, name: string, ...ingress: IpPermission[]): SecurityGroup {
  return {id, name, vpcId: VPC, ingress, egress: [EVERYWHERE]};
}

function subnet(id: string, zone: number, cidr: string): Subnet {
  return {id, vpcId: VPC, availabilityZone: `${REGION}${'abc'[zone]}`, cidrs: [cidr]};
}

function routeTable(id: string, isMain: boolean, subnetIds: readonly string[], wayOut: string): RouteTable {
  const routes = [
    {destination: '10.20.0.0/16', target: 'local', state: 'active', isPropagated: false},
    {destination: '0.0.0.0/0', target: wayOut, state: 'active', isPropagated: false},
  ];
  return {id, isMain, subnetIds, gatewayIds: [], ownerId: '444444444444', routes};
}
