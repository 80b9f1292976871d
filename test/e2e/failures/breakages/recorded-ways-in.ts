import type {AwsWorld} from '../../../../src/lab/aws-world.ts';
import {PUBLIC_SUBNETS, VPC} from '../../../../src/lab/worlds/names.ts';
import type {RouteTable} from '../../../../src/model/facts/aws-facts.ts';
import {dualStack} from '../../../support/dual-stack.ts';
import type {RecordedBreakage} from '../breakage.ts';

/** Ways in that the emulator has no exclusions, firewalls of other accounts or states for. */
export const RECORDED_WAYS_IN: readonly RecordedBreakage[] = [
  {
    fault: 'VPC Block Public Access is on, and only two of the three subnets are excluded from it',
    known: [],
    fails: ['internet-facing', 'clients-reach'],
    breaks: (world) => ({
      ...world,
      publicAccessBlock: {mode: 'block-bidirectional', state: 'update-complete'},
      publicAccessExclusions: PUBLIC_SUBNETS.slice(0, 2).map((id, i) => ({
        id: `vpcbpa-exclude-0${i}`,
        mode: 'allow-bidirectional',
        state: 'create-complete',
        resourceArn: `arn:aws:ec2:eu-central-1:444444444444:subnet/${id}`,
      })),
    }),
  },
  {
    fault: 'the internet gateway was detached, and its route leads nowhere',
    known: [],
    fails: ['internet-facing', 'clients-reach'],
    breaks: (world) =>
      withRoutes(world, (route) => (route.target.startsWith('igw-') ? {...route, state: 'blackhole'} : route)),
  },
  {
    fault: 'the default route leads to a firewall of another account',
    known: [],
    fails: [],
    cannotTell: ['internet-facing', 'clients-reach'],
    breaks: (world) =>
      withRoutes(world, (route) =>
        route.target.startsWith('igw-') ? {...route, target: 'vpce-0f1e2d3c4b5a69788'} : route,
      ),
  },
  {
    fault: 'the firewall through which all goes has failed',
    known: [],
    fails: ['internet-facing', 'clients-reach'],
    breaks: (world) => {
      const led = withRoutes(world, (route) =>
        route.target.startsWith('igw-') ? {...route, target: 'vpce-0f1e2d3c4b5a69788'} : route,
      );
      const endpoint = {id: 'vpce-0f1e2d3c4b5a69788', type: 'GatewayLoadBalancer', vpcId: VPC, state: 'failed'};
      return {...led, vpcEndpoints: [...world.vpcEndpoints, {...endpoint, subnetIds: ['subnet-0firewall']}]};
    },
  },
  {
    fault: 'clients have IPv6, and the only way out for it is an egress-only internet gateway',
    known: [],
    fails: ['record', 'internet-facing', 'clients-reach'],
    breaks: (world) =>
      withRoutes(dualStack(world), (route) =>
        route.destination === '::/0' ? {...route, target: 'eigw-0a1b2c3d4e5f60718'} : route,
      ),
  },
  {
    fault: 'clients have IPv6, and the load balancer drops what comes by it through an internet gateway',
    known: [],
    fails: ['record', 'internet-facing', 'clients-reach'],
    breaks: (world) => ({
      ...dualStack(world),
      loadBalancerAttributes: {...world.loadBalancerAttributes, 'ipv6.deny_all_igw_traffic': 'true'},
    }),
  },
];

type Route = RouteTable['routes'][number];

function withRoutes(world: AwsWorld, change: (route: Route) => Route): AwsWorld {
  const routeTables = world.routeTables.map((table) => ({...table, routes: table.routes.map(change)}));
  return {...world, routeTables};
}
