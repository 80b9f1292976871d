import type {AwsWorld} from '../../../../src/lab/aws-world.ts';
import {NETWORK_LOAD_BALANCER_CHAIN} from '../../../lab/unusual/network-load-balancer-chain.ts';
import type {RecordedBreakage} from '../breakage.ts';

const {vpcLinks, otherLoadBalancers, targetGroups, targetHealth} = NETWORK_LOAD_BALANCER_CHAIN.aws;

/** The API's way over a VPC link of version 1 and a network load balancer. */
export const RECORDED_CHAIN: readonly RecordedBreakage[] = [
  {
    fault:
      'our load balancer was taken out of the target group of the network load balancer at the end of the VPC link',
    known: [],
    fails: ['api-route', 'link-reaches-alb'],
    breaks: (world) => ({...chained(world), targetHealth: world.targetHealth}),
  },
  {
    fault:
      "the network load balancer's groups guard PrivateLink, by which API Gateway comes with addresses that AWS does not show",
    known: [],
    fails: [],
    cannotTell: ['link-reaches-alb'],
    breaks: (world) => ({
      ...chained(world),
      otherLoadBalancers: otherLoadBalancers.map((one) => ({
        ...one,
        loadBalancer: {...one.loadBalancer, groupsGuardPrivateLink: true},
      })),
    }),
  },
];

function chained(world: AwsWorld): AwsWorld {
  const own = new Set(world.targetGroups.map(({arn}) => arn));
  return {
    ...world,
    vpcLinks,
    otherLoadBalancers,
    targetGroups: [...world.targetGroups, ...targetGroups.filter(({arn}) => !own.has(arn))],
    targetHealth: {...targetHealth, ...world.targetHealth},
  };
}
