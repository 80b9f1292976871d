import {type AwsWorld, HEALTHY} from '../../../src/lab/aws-world.ts';
import {PUBLIC_SUBNETS, VPC} from '../../../src/lab/worlds/names.ts';
import {route, routeTable, subnet} from '../../support/aws-facts.ts';
import type {UnusualWorld} from './unusual-world.ts';

const [GATEWAY = ''] = HEALTHY.routeTables.flatMap(({routes}) =>
  routes.map(({target}) => target).filter((target) => target.startsWith('igw-')),
);
const ENDPOINTS = PUBLIC_SUBNETS.map((_, zone) => `vpce-0000000000000000${zone}`);
const FIREWALL_SUBNETS = PUBLIC_SUBNETS.map((_, zone) => `subnet-firewall-${zone}`);
const INSIDE = route('10.20.0.0/16', 'local');

/** The table of the internet gateway, which sends what comes in for a subnet to one of the firewall's endpoints. */
const edge = (endpointOf: (zone: number) => string) =>
  routeTable('rtb-edge', {
    gatewayIds: [GATEWAY],
    routes: [INSIDE, ...PUBLIC_SUBNETS.map((_, zone) => route(`10.20.${zone}.0/24`, endpointOf(zone)))],
  });

const BEHIND = [
  ...HEALTHY.routeTables.filter(({isMain}) => isMain),
  ...PUBLIC_SUBNETS.map((id, zone) =>
    routeTable(`rtb-public-${zone}`, {subnetIds: [id], routes: [INSIDE, route('0.0.0.0/0', ENDPOINTS[zone] ?? '')]}),
  ),
];

const IN_FRONT = routeTable('rtb-firewall', {
  subnetIds: FIREWALL_SUBNETS,
  routes: [INSIDE, route('0.0.0.0/0', GATEWAY)],
});

const AWS: AwsWorld = {
  ...HEALTHY,
  routeTables: [...BEHIND, IN_FRONT, edge((zone) => ENDPOINTS[zone] ?? '')],
  vpcEndpoints: ENDPOINTS.map((id, zone) => ({
    id,
    type: 'GatewayLoadBalancer',
    vpcId: VPC,
    state: 'available',
    subnetIds: [FIREWALL_SUBNETS[zone] ?? ''],
  })),
  subnets: [...HEALTHY.subnets, ...FIREWALL_SUBNETS.map((id, zone) => subnet(id, `10.20.${50 + zone}.0/24`))],
  networkAcls: HEALTHY.networkAcls.map((acl) => ({...acl, subnetIds: [...acl.subnetIds, ...FIREWALL_SUBNETS]})),
};

/** AWS Network Firewall, or an appliance behind a Gateway Load Balancer, in subnets between the internet gateway and ours. */
export const FIREWALL_INGRESS: UnusualWorld = {
  name: 'firewall-ingress',
  title: 'requests and replies pass a firewall, in each zone its own',
  aws: AWS,
  faults: [
    {
      title: 'replies go through the firewall, and requests past it',
      aws: {
        ...AWS,
        routeTables: [...BEHIND, IN_FRONT, routeTable('rtb-edge', {gatewayIds: [GATEWAY], routes: [INSIDE]})],
      },
      item: 'internet-facing',
      says: 'past the firewall',
    },
    {
      title: "the firewall's own subnets have no route to the internet gateway",
      aws: {
        ...AWS,
        routeTables: [...BEHIND, {...IN_FRONT, routes: [INSIDE]}, edge((zone) => ENDPOINTS[zone] ?? '')],
      },
      item: 'internet-facing',
      says: 'firewall',
    },
    {
      title: "requests for a zone go through another zone's firewall than the replies",
      aws: {...AWS, routeTables: [...BEHIND, IN_FRONT, edge((zone) => ENDPOINTS[(zone + 1) % ENDPOINTS.length] ?? '')]},
      item: 'internet-facing',
      says: 'vpce-',
    },
  ],
};
