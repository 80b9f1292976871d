import {ACM_KNOWN} from './acm.ts';
import {API_GATEWAY_KNOWN} from './apigateway.ts';
import {CLOUDWATCH_KNOWN} from './cloudwatch.ts';
import {EC2_KNOWN} from './ec2.ts';
import {ECR_KNOWN} from './ecr.ts';
import {ECS_KNOWN} from './ecs.ts';
import {ELBV2_KNOWN} from './elbv2.ts';
import type {Known} from './known.ts';
import {ROUTE53_KNOWN} from './route53.ts';
import {SNS_KNOWN} from './sns.ts';
import {WAFV2_KNOWN} from './wafv2.ts';

const ALL: readonly Known[] = [
  ACM_KNOWN,
  API_GATEWAY_KNOWN,
  CLOUDWATCH_KNOWN,
  EC2_KNOWN,
  ECR_KNOWN,
  ECS_KNOWN,
  ELBV2_KNOWN,
  ROUTE53_KNOWN,
  SNS_KNOWN,
  WAFV2_KNOWN,
];

/** The fields without a mutation, and the mutations that are not noticed, of every service. */
export const KNOWN: Known = {
  undecisive: ALL.flatMap(({undecisive}) => undecisive),
  survivors: ALL.flatMap(({survivors}) => survivors),
};
