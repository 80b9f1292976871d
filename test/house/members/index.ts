import {ACM_REASONS} from './acm.ts';
import {API_GATEWAY_REASONS} from './apigateway.ts';
import {CLOUDWATCH_REASONS} from './cloudwatch.ts';
import {EC2_REASONS} from './ec2.ts';
import {ECR_REASONS} from './ecr.ts';
import {ECS_REASONS} from './ecs.ts';
import {ELBV2_REASONS} from './elbv2.ts';
import type {Reasons} from './reasons.ts';
import {ROUTE53_REASONS} from './route53.ts';
import {ROUTE53_DOMAINS_REASONS} from './route53domains.ts';
import {SNS_REASONS} from './sns.ts';
import {STS_REASONS} from './sts.ts';
import {WAFV2_REASONS} from './wafv2.ts';

/** By the file of the service. */
export const REASONS: Readonly<Record<string, Reasons>> = {
  acm: ACM_REASONS,
  apigateway: API_GATEWAY_REASONS,
  cloudwatch: CLOUDWATCH_REASONS,
  ec2: EC2_REASONS,
  ecr: ECR_REASONS,
  ecs: ECS_REASONS,
  elbv2: ELBV2_REASONS,
  route53: ROUTE53_REASONS,
  route53domains: ROUTE53_DOMAINS_REASONS,
  sns: SNS_REASONS,
  sts: STS_REASONS,
  wafv2: WAFV2_REASONS,
};
