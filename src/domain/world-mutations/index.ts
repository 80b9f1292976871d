import {ACM_MUTATIONS} from './acm.ts';
import {API_GATEWAY_MUTATIONS} from './apigateway.ts';
import {CLOUDWATCH_MUTATIONS} from './cloudwatch.ts';
import {EC2_MUTATIONS} from './ec2.ts';
import {ECR_MUTATIONS} from './ecr.ts';
import {ECS_MUTATIONS} from './ecs.ts';
import {ELBV2_MUTATIONS} from './elbv2.ts';
import {ROUTE53_MUTATIONS} from './route53.ts';
import {SNS_MUTATIONS} from './sns.ts';
import {WAFV2_MUTATIONS} from './wafv2.ts';
import type {WorldMutation} from './world-mutation.ts';

/** Every way in which a recorded world is made wrong, one at a time. */
export const WORLD_MUTATIONS: readonly WorldMutation[] = [
  ...ACM_MUTATIONS,
  ...API_GATEWAY_MUTATIONS,
  ...CLOUDWATCH_MUTATIONS,
  ...EC2_MUTATIONS,
  ...ECR_MUTATIONS,
  ...ECS_MUTATIONS,
  ...ELBV2_MUTATIONS,
  ...ROUTE53_MUTATIONS,
  ...SNS_MUTATIONS,
  ...WAFV2_MUTATIONS,
];
