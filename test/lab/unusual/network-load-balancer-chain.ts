import {type AwsWorld, HEALTHY} from '../../../src/lab/aws-world.ts';
import {LOAD_BALANCER_ARN, PUBLIC_SUBNETS, VPC_LINK_GROUP} from '../../../src/lab/worlds/names.ts';
import type {LoadBalancer} from '../../../src/model/facts/aws-facts.ts';
import {apiRoute, forward, integration, LISTENER, targetGroup, targetHealth, vpcLink} from '../../support/aws-facts.ts';
import type {UnusualWorld} from './unusual-world.ts';

const ARN = LOAD_BALANCER_ARN.replace('app/central-alb', 'net/central-nlb');

const NETWORK: LoadBalancer = {
  ...HEALTHY.loadBalancer,
  arn: ARN,
  name: 'central-nlb',
  dnsName: 'central-nlb-8f2e1d0c9b7a6354.elb.eu-central-1.amazonaws.com',
  canonicalHostedZoneId: 'Z3F0SRJ5LGBH90',
  scheme: 'internal',
  type: 'network',
  subnetIds: PUBLIC_SUBNETS,
  // It stands where the interfaces of a newer VPC link do.
  securityGroupIds: [VPC_LINK_GROUP],
  // API Gateway's addresses are not known, so AWS advises this for VPC links.
  groupsGuardPrivateLink: false,
};

const TO_ALB = targetGroup('central-alb-443', {
  protocol: 'TCP',
  protocolVersion: null,
  port: 443,
  targetType: 'alb',
  loadBalancerArns: [ARN],
});

const ENTRANCE = {
  ...LISTENER,
  arn: `${ARN.replace(':loadbalancer/', ':listener/')}/a1b2c3d4e5f60718`,
  loadBalancerArn: ARN,
  protocol: 'TCP',
  sslPolicy: null,
  defaultActions: [forward([TO_ALB.name, 1])],
};

const AWS: AwsWorld = {
  ...HEALTHY,
  vpcLinks: [vpcLink({version: 1, subnetIds: [], securityGroupIds: [], targetArns: [ARN]})],
  apiRoutes: [apiRoute({integration: integration({integrationTarget: null})})],
  otherLoadBalancers: [{loadBalancer: NETWORK, listeners: [ENTRANCE]}],
  targetGroups: [...HEALTHY.targetGroups, TO_ALB],
  targetHealth: targetsOf(LOAD_BALANCER_ARN),
};

/** The only way of a REST API to an application load balancer before November 2025. */
export const NETWORK_LOAD_BALANCER_CHAIN: UnusualWorld = {
  name: 'network-load-balancer-chain',
  title: 'the REST API goes over a VPC link of version 1 to a network load balancer, and by that to ours',
  aws: AWS,
  faults: [
    {
      title: 'the network load balancer passes connections on to another load balancer',
      aws: {...AWS, targetHealth: targetsOf(LOAD_BALANCER_ARN.replace('central-alb', 'staging-alb'))},
      item: 'api-path',
      says: 'staging-alb',
    },
    {
      title: "the network load balancer's group lets nothing out",
      aws: {
        ...AWS,
        securityGroups: AWS.securityGroups.map((group) =>
          group.id === VPC_LINK_GROUP ? {...group, egress: []} : group,
        ),
      },
      item: 'vpc-link-reaches',
      says: 'central-nlb',
    },
  ],
};

function targetsOf(arn: string): AwsWorld['targetHealth'] {
  return {...HEALTHY.targetHealth, [TO_ALB.arn]: [targetHealth(arn, 'healthy', {port: 443})]};
}
