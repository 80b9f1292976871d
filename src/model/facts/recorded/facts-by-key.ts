import {z} from 'zod';
import {ACM_FACTS} from './acm.ts';
import {API_GATEWAY_FACTS} from './apigateway.ts';
import {CLOUDWATCH_FACTS} from './cloudwatch.ts';
import {EC2_FACTS} from './ec2.ts';
import {ECR_FACTS} from './ecr.ts';
import {ECS_FACTS} from './ecs.ts';
import {ELBV2_FACTS} from './elbv2.ts';
import {text} from './parts.ts';
import {REPO_FACTS} from './repo.ts';
import {ROUTE53_FACTS} from './route53.ts';
import {ROUTE53_DOMAINS_FACTS} from './route53domains.ts';
import {SNS_FACTS} from './sns.ts';
import {WAFV2_FACTS} from './wafv2.ts';
import {WIRE_FACTS} from './wire.ts';

/** What a recording keeps of AWS, by the first word behind the account and region in a key. */
export const AWS_FACTS = {
  ...ACM_FACTS,
  ...API_GATEWAY_FACTS,
  ...CLOUDWATCH_FACTS,
  ...EC2_FACTS,
  ...ECR_FACTS,
  ...ECS_FACTS,
  ...ELBV2_FACTS,
  ...ROUTE53_FACTS,
  ...ROUTE53_DOMAINS_FACTS,
  ...SNS_FACTS,
  ...WAFV2_FACTS,
};

export type AwsFactKind = keyof typeof AWS_FACTS;

/** The name of a fact of one account and region: a kind, and which one. */
export type AwsFactName = AwsFactKind | `${AwsFactKind}:${string}`;

const caller = z.strictObject({id: text, arn: text});

/** What the value of the fact with this key must be; null for a kind that this version never asks for. */
export function recordedFactSchema(key: string): z.ZodType | null {
  const [source = '', ...words] = key.split(':');
  switch (source) {
    case 'aws': {
      // `aws:<account>:caller`, else `aws:<account>:<region>:<kind>…`
      const [, place = '', kind = ''] = words;
      return place === 'caller' && words.length === 2 ? caller : ofKind(AWS_FACTS, kind);
    }
    case 'repo':
      return ofKind(REPO_FACTS, words[0] ?? '');
    case 'wire':
      return ofKind(WIRE_FACTS, words[0] ?? '') ?? WIRE_FACTS.request;
    default:
      return null;
  }
}

function ofKind(schemas: Readonly<Record<string, z.ZodType>>, kind: string): z.ZodType | null {
  return Object.hasOwn(schemas, kind) ? (schemas[kind] ?? null) : null;
}
