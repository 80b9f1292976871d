import type {ACMClient} from '@aws-sdk/client-acm';
import type {APIGatewayClient} from '@aws-sdk/client-api-gateway';
import type {ApiGatewayV2Client} from '@aws-sdk/client-apigatewayv2';
import type {CloudWatchClient} from '@aws-sdk/client-cloudwatch';
import type {EC2Client} from '@aws-sdk/client-ec2';
import type {ECRClient} from '@aws-sdk/client-ecr';
import type {ECSClient} from '@aws-sdk/client-ecs';
import type {ElasticLoadBalancingV2Client} from '@aws-sdk/client-elastic-load-balancing-v2';
import type {Route53Client} from '@aws-sdk/client-route-53';
import type {Route53DomainsClient} from '@aws-sdk/client-route-53-domains';
import type {SNSClient} from '@aws-sdk/client-sns';
import type {STSClient, STSClientConfig} from '@aws-sdk/client-sts';
import type {WAFV2Client} from '@aws-sdk/client-wafv2';
import type {AwsFacts} from '../../model/facts/aws-facts.ts';
import {acmFacts} from './acm/facts.ts';
import {apiGatewayFacts} from './apigateway/facts.ts';
import {cloudWatchFacts} from './cloudwatch/facts.ts';
import {ec2Facts} from './ec2/facts.ts';
import {ecrFacts} from './ecr/facts.ts';
import {ecsFacts} from './ecs/facts.ts';
import {elbv2Facts} from './elbv2/facts.ts';
import type {Rate} from './limiter.ts';
import {route53Facts} from './route53/facts.ts';
import {route53DomainsFacts} from './route53domains/facts.ts';
import type {Scope} from './scope.ts';
import {snsFacts} from './sns/facts.ts';
import {wafv2Facts} from './wafv2/facts.ts';

/** Every service that is used: its client, its rate limit, and its facts. */

/** By the prefix of their IAM actions; the two APIs of API Gateway share one. */
export interface Clients {
  readonly elasticloadbalancing: ElasticLoadBalancingV2Client;
  readonly acm: ACMClient;
  readonly apigateway: APIGatewayClient;
  readonly apigatewayv2: ApiGatewayV2Client;
  readonly cloudwatch: CloudWatchClient;
  readonly ec2: EC2Client;
  readonly ecr: ECRClient;
  readonly ecs: ECSClient;
  readonly route53: Route53Client;
  readonly route53domains: Route53DomainsClient;
  readonly sns: SNSClient;
  readonly sts: STSClient;
  readonly wafv2: WAFV2Client;
}

export type Service = keyof Clients;

/** Whose operations an IAM action stands for. */
export function servicesBehind(action: string): Service[] {
  const [prefix = ''] = action.split(':');
  if (prefix === 'apigateway') return ['apigateway', 'apigatewayv2'];
  return prefix in LOAD ? [prefix as Service] : [];
}

export type ClientConfig = Pick<
  STSClientConfig,
  'credentialDefaultProvider' | 'credentials' | 'endpoint' | 'maxAttempts' | 'profile' | 'requestHandler'
> & {
  readonly region?: string | (() => Promise<string>);
};

/** A client takes 70 to 250 ms to import, so it is imported for the first call. */
export const LOAD: {readonly [S in Service]: (config: ClientConfig) => Promise<Clients[S]>} = {
  elasticloadbalancing: async (config) => {
    const {ElasticLoadBalancingV2Client} = await import('@aws-sdk/client-elastic-load-balancing-v2');
    return new ElasticLoadBalancingV2Client(config);
  },
  acm: async (config) => new (await import('@aws-sdk/client-acm')).ACMClient(config),
  apigateway: async (config) => new (await import('@aws-sdk/client-api-gateway')).APIGatewayClient(config),
  apigatewayv2: async (config) => new (await import('@aws-sdk/client-apigatewayv2')).ApiGatewayV2Client(config),
  cloudwatch: async (config) => new (await import('@aws-sdk/client-cloudwatch')).CloudWatchClient(config),
  ecr: async (config) => new (await import('@aws-sdk/client-ecr')).ECRClient(config),
  ecs: async (config) => new (await import('@aws-sdk/client-ecs')).ECSClient(config),
  ec2: async (config) => new (await import('./ec2/sdk.ts')).EC2Client(config),
  route53: async (config) => new (await import('@aws-sdk/client-route-53')).Route53Client(config),
  route53domains: async (config) => new (await import('@aws-sdk/client-route-53-domains')).Route53DomainsClient(config),
  sns: async (config) => new (await import('@aws-sdk/client-sns')).SNSClient(config),
  sts: async (config) => new (await import('@aws-sdk/client-sts')).STSClient(config),
  wafv2: async (config) => new (await import('@aws-sdk/client-wafv2')).WAFV2Client(config),
};

/**
 * Below AWS's limits of an account, because all tools in the account share them: 40 and then 10 a second of Elastic
 * Load Balancing, 100 and then 20 of EC2, 10 a second of ACM, 5 a second of Route 53, 9 a second of CloudWatch's
 * alarms, 30 a second of SNS, one a second of WAF's question for the web ACL of a resource. API Gateway grants 40 and then 10 a second to
 * both its APIs together. Of Route 53's registrar no limit is documented.
 */
export const RATES: Readonly<Record<Service, Rate>> = {
  elasticloadbalancing: {burst: 30, perSecond: 8},
  acm: {burst: 5, perSecond: 5},
  apigateway: {burst: 15, perSecond: 4},
  apigatewayv2: {burst: 15, perSecond: 4},
  cloudwatch: {burst: 8, perSecond: 8},
  ec2: {burst: 50, perSecond: 15},
  ecr: {burst: 20, perSecond: 10},
  ecs: {burst: 20, perSecond: 10},
  route53: {burst: 1, perSecond: 4},
  route53domains: {burst: 1, perSecond: 2},
  sns: {burst: 20, perSecond: 15},
  sts: {burst: 5, perSecond: 5},
  wafv2: {burst: 1, perSecond: 0.8},
};

/** Operations with lower limits of their own: once a second, five in two seconds. */
export const OWN_RATES: Readonly<Record<string, Rate>> = {
  'acm:ListCertificates': {burst: 1, perSecond: 0.8},
  'apigateway GetResources': {burst: 4, perSecond: 2},
};

export function factsOf(scope: Scope): AwsFacts {
  const elbv2 = elbv2Facts(scope);
  return {
    ...acmFacts(scope),
    ...apiGatewayFacts(scope),
    ...cloudWatchFacts(scope),
    ...ec2Facts(scope, elbv2),
    ...ecrFacts(scope),
    ...ecsFacts(scope),
    ...elbv2,
    ...route53Facts(scope),
    ...route53DomainsFacts(scope),
    ...snsFacts(scope),
    ...wafv2Facts(scope, elbv2),
  };
}
