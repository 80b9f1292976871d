/**
 * What AWS says, as plain values: the names of the AWS APIs in camelCase, absent members as null, no SDK types.
 * An {@link AwsFacts} names resources as the checklist does; the probe knows account, region and paging.
 */

import type {ResourceKind} from '../resource-ref.ts';
import {ACM_ACTIONS, type AcmFacts} from './aws/acm.ts';
import {APIGATEWAY_ACTIONS, type ApiGatewayFacts} from './aws/apigateway.ts';
import {CLOUDWATCH_ACTIONS, type CloudWatchFacts} from './aws/cloudwatch.ts';
import {EC2_ACTIONS, type Ec2Facts} from './aws/ec2.ts';
import {ECS_ACTIONS, type EcsFacts} from './aws/ecs.ts';
import {ELBV2_ACTIONS, type Elbv2Facts} from './aws/elbv2.ts';
import {ROUTE53_ACTIONS, type Route53Facts} from './aws/route53.ts';
import {WAFV2_ACTIONS, type Wafv2Facts} from './aws/wafv2.ts';

export type * from './aws/acm.ts';
export type * from './aws/apigateway.ts';
export type * from './aws/cloudwatch.ts';
export type * from './aws/ec2.ts';
export type * from './aws/ecs.ts';
export type * from './aws/elbv2.ts';
export type * from './aws/route53.ts';
export type * from './aws/wafv2.ts';

/**
 * AWS facts about the checklist's resources. Each is fetched once a run and account, whoever asks.
 *
 * Every method rejects with {@link CannotTell} when the place to look is missing (no such load balancer, listener, zone)
 * and with {@link AwsRefusal} when AWS would not answer; none returns a partial list.
 */
export interface AwsFacts
  extends AcmFacts,
    ApiGatewayFacts,
    CloudWatchFacts,
    Ec2Facts,
    EcsFacts,
    Elbv2Facts,
    Route53Facts,
    Wafv2Facts {}

/**
 * The IAM actions behind each fact: the probe names them at the call, those of a check follow from its facts, and
 * tests hold the two equal.
 */
export const FACT_ACTIONS = {
  ...ACM_ACTIONS,
  ...APIGATEWAY_ACTIONS,
  ...CLOUDWATCH_ACTIONS,
  ...EC2_ACTIONS,
  ...ECS_ACTIONS,
  ...ELBV2_ACTIONS,
  ...ROUTE53_ACTIONS,
  ...WAFV2_ACTIONS,
} as const satisfies Record<keyof AwsFacts, readonly string[]>;

/** The kinds of resource in whose account and region a service is asked, by the prefix of its actions. */
export const ASKED_WHERE: Readonly<Record<string, readonly ResourceKind[]>> = {
  acm: ['loadBalancer'],
  apigateway: ['api'],
  cloudwatch: ['loadBalancer'],
  ec2: ['loadBalancer', 'service'],
  ecs: ['service'],
  elasticloadbalancing: ['loadBalancer'],
  route53: ['hostedZone'],
  wafv2: ['loadBalancer'],
};
