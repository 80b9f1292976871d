/**
 * What AWS says, as plain values: the names of the AWS APIs in camelCase, absent members as null, no SDK types.
 * An {@link AwsFacts} names resources as the checklist does; the probe knows account, region and paging.
 */

import {ACM, type AcmFacts} from './aws/acm.ts';
import {API_GATEWAY, type ApiGatewayFacts} from './aws/apigateway.ts';
import {CLOUDWATCH, type CloudWatchFacts} from './aws/cloudwatch.ts';
import {EC2, type Ec2Facts} from './aws/ec2.ts';
import {ECR, type EcrFacts} from './aws/ecr.ts';
import {ECS, type EcsFacts} from './aws/ecs.ts';
import {ELBV2, type Elbv2Facts} from './aws/elbv2.ts';
import {ROUTE53, type Route53Facts} from './aws/route53.ts';
import {ROUTE53_DOMAINS, type Route53DomainsFacts} from './aws/route53domains.ts';
import {SNS, type SnsFacts} from './aws/sns.ts';
import {WAFV2, type Wafv2Facts} from './aws/wafv2.ts';
import type {AwsService} from './aws-service.ts';

export type * from './aws/acm.ts';
export type * from './aws/apigateway.ts';
export type * from './aws/cloudwatch.ts';
export type * from './aws/ec2.ts';
export type * from './aws/ecr.ts';
export type * from './aws/ecs.ts';
export type * from './aws/elbv2.ts';
export type * from './aws/route53.ts';
export type * from './aws/route53domains.ts';
export type * from './aws/sns.ts';
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
    EcrFacts,
    EcsFacts,
    Elbv2Facts,
    Route53Facts,
    Route53DomainsFacts,
    SnsFacts,
    Wafv2Facts {}

/**
 * The IAM actions behind each fact: the probe names them at the call, those of a check follow from its facts, and
 * tests hold the two equal.
 */
export const FACT_ACTIONS = {
  ...ACM.actions,
  ...API_GATEWAY.actions,
  ...CLOUDWATCH.actions,
  ...EC2.actions,
  ...ECR.actions,
  ...ECS.actions,
  ...ELBV2.actions,
  ...ROUTE53.actions,
  ...ROUTE53_DOMAINS.actions,
  ...SNS.actions,
  ...WAFV2.actions,
} as const satisfies Record<keyof AwsFacts, readonly string[]>;

export const AWS_SERVICES: readonly AwsService<never>[] = [
  ACM,
  API_GATEWAY,
  CLOUDWATCH,
  EC2,
  ECR,
  ECS,
  ELBV2,
  ROUTE53,
  ROUTE53_DOMAINS,
  SNS,
  WAFV2,
];
