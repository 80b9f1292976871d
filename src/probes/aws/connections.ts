import {Agent} from 'node:https';
import type {ACMClient} from '@aws-sdk/client-acm';
import type {APIGatewayClient} from '@aws-sdk/client-api-gateway';
import type {ApiGatewayV2Client} from '@aws-sdk/client-apigatewayv2';
import type {CloudWatchClient} from '@aws-sdk/client-cloudwatch';
import type {EC2Client} from '@aws-sdk/client-ec2';
import type {ECSClient} from '@aws-sdk/client-ecs';
import type {ElasticLoadBalancingV2Client} from '@aws-sdk/client-elastic-load-balancing-v2';
import type {Route53Client} from '@aws-sdk/client-route-53';
import type {STSClient, STSClientConfig} from '@aws-sdk/client-sts';
import type {Account} from '../../model/checklist.ts';
import type {Clock} from '../../model/clock.ts';
import type {AwsRefusal} from '../../model/errors.ts';
import {type Connection, connect} from './call.ts';
import {credentialsOf} from './credentials.ts';
import {createLimiter, type Limiter, type Rate} from './limiter.ts';

/** By the prefix of their IAM actions, which the two APIs of API Gateway share. */
export interface Clients {
  readonly elasticloadbalancing: ElasticLoadBalancingV2Client;
  readonly acm: ACMClient;
  readonly apigateway: APIGatewayClient;
  readonly apigatewayv2: ApiGatewayV2Client;
  readonly cloudwatch: CloudWatchClient;
  readonly ec2: EC2Client;
  readonly ecs: ECSClient;
  readonly route53: Route53Client;
  readonly sts: STSClient;
}

export type Service = keyof Clients;

type ClientConfig = Pick<STSClientConfig, 'credentials' | 'endpoint' | 'maxAttempts' | 'profile' | 'requestHandler'> & {
  readonly region?: string | (() => Promise<string>);
};

/** A client costs 70 to 250 ms to import: only when the first call needs it. */
const LOAD: {readonly [S in Service]: (config: ClientConfig) => Promise<Clients[S]>} = {
  elasticloadbalancing: async (config) => {
    const {ElasticLoadBalancingV2Client} = await import('@aws-sdk/client-elastic-load-balancing-v2');
    return new ElasticLoadBalancingV2Client(config);
  },
  acm: async (config) => new (await import('@aws-sdk/client-acm')).ACMClient(config),
  apigateway: async (config) => new (await import('@aws-sdk/client-api-gateway')).APIGatewayClient(config),
  apigatewayv2: async (config) => new (await import('@aws-sdk/client-apigatewayv2')).ApiGatewayV2Client(config),
  cloudwatch: async (config) => new (await import('@aws-sdk/client-cloudwatch')).CloudWatchClient(config),
  ecs: async (config) => new (await import('@aws-sdk/client-ecs')).ECSClient(config),
  ec2: async (config) => new (await import('./ec2/sdk.ts')).EC2Client(config),
  route53: async (config) => new (await import('@aws-sdk/client-route-53')).Route53Client(config),
  sts: async (config) => new (await import('@aws-sdk/client-sts')).STSClient(config),
};

/**
 * Below what AWS grants an account, because every tool in the account draws on the same: 40 and then 10 a second of
 * Elastic Load Balancing, 100 and then 20 of EC2, 10 a second of ACM, 5 a second of Route 53,
 * 9 a second of CloudWatch's alarms. API Gateway grants 40 and then 10 a second to both its APIs together.
 */
const RATES: Readonly<Record<Service, Rate>> = {
  elasticloadbalancing: {burst: 30, perSecond: 8},
  acm: {burst: 5, perSecond: 5},
  apigateway: {burst: 15, perSecond: 4},
  apigatewayv2: {burst: 15, perSecond: 4},
  cloudwatch: {burst: 8, perSecond: 8},
  ec2: {burst: 50, perSecond: 15},
  ecs: {burst: 20, perSecond: 10},
  route53: {burst: 1, perSecond: 4},
  sts: {burst: 5, perSecond: 5},
};

/** What AWS counts by itself, and grants less often than the rest of its service: once a second, five in two seconds. */
const OWN_RATES: Readonly<Record<string, Rate>> = {
  'acm:ListCertificates': {burst: 1, perSecond: 0.8},
  'apigateway GetResources': {burst: 4, perSecond: 2},
};

/** The SDK's own settings, and HTTPS_PROXY and NO_PROXY as Node.js reads them (from 22.21 and 24.5 on). */
const AGENT = {keepAlive: true, maxSockets: 50, proxyEnv: process.env};

const CONNECT_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 15_000;

export interface Connections {
  to<S extends Service>(service: S, account: Account, region: string | null): Connection<Clients[S]>;
  /** Attempts made so far, by service. */
  calls(): Record<string, number>;
  /** The actions in this account that have no answer yet, sorted. */
  unanswered(account: Account): string[];
  /** Why the latest attempt in this account brought no answer; undefined when it brought one. */
  lastRefusal(account: Account): AwsRefusal | undefined;
  close(): void;
}

export interface ConnectionOptions {
  /** By the name that another account's `via` gives. */
  accountOf(name: string): Account;
  readonly clock: Clock;
  readonly endpointUrl: string | null;
}

export function createConnections({accountOf, clock, endpointUrl}: ConnectionOptions): Connections {
  const clients = new Map<string, Promise<Clients[Service]>>();
  const credentials = new Map<string, ReturnType<typeof credentialsOf>>();
  const limiters = new Map<string, Limiter>();
  const calls = new Map<Service, number>();
  const refusals = new Map<string, AwsRefusal>();
  const unanswered = new Set<{readonly account: string; readonly action: string}>();
  const opened: Clients[Service][] = [];

  /** One provider an account, whoever needs its credentials: its own clients, or a role that goes on from it. */
  const providerOf = (account: Account): ReturnType<typeof credentialsOf> =>
    memo(credentials, account.name, async () => {
      const source = account.via === null ? undefined : await providerOf(accountOf(account.via));
      return credentialsOf(account, source, clock, endpointUrl);
    });

  const load = async <S extends Service>(service: S, account: Account, region: string | null): Promise<Clients[S]> => {
    const provider = await providerOf(account);
    const client = await LOAD[service]({
      // `call` makes the attempts.
      maxAttempts: 1,
      requestHandler: {
        connectionTimeout: CONNECT_TIMEOUT_MS,
        requestTimeout: REQUEST_TIMEOUT_MS,
        throwOnRequestTimeout: true,
        httpsAgent: new Agent(AGENT),
      },
      ...(provider === undefined ? {} : {credentials: provider}),
      ...(account.profile === null ? {} : {profile: account.profile}),
      ...(endpointUrl === null ? {} : {endpoint: endpointUrl}),
      ...regionConfig(service, account, region),
    });
    opened.push(client);
    return client;
  };

  return {
    to: <S extends Service>(service: S, account: Account, region: string | null) =>
      connect<Clients[S]>({
        where: placeName(account, region),
        clock,
        limiterOf: (counted) => {
          const own = OWN_RATES[counted];
          const key = `${own === undefined ? service : counted} ${account.name}`;
          return memo(limiters, key, () => createLimiter(own ?? RATES[service], clock));
        },
        count: () => calls.set(service, (calls.get(service) ?? 0) + 1),
        asking: (action) => {
          const call = {account: account.name, action};
          unanswered.add(call);
          return () => unanswered.delete(call);
        },
        refusedBy: (refusal) => {
          if (refusal === null) refusals.delete(account.name);
          else refusals.set(account.name, refusal);
        },
        client: () =>
          memo(clients, `${service} ${account.name} ${region}`, () => load(service, account, region)) as Promise<
            Clients[S]
          >,
      }),
    calls: () => Object.fromEntries([...calls].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    unanswered: ({name}) =>
      [...new Set([...unanswered].filter((call) => call.account === name).map(({action}) => action))].sort(),
    lastRefusal: ({name}) => refusals.get(name),
    close: () => {
      for (const client of opened) client.destroy();
    },
  };
}

/** `account platform (444444444444), eu-central-1` */
export function placeName(account: Account, region: string | null): string {
  return `account ${account.name}${account.id === null ? '' : ` (${account.id})`}, ${region ?? "the SDK's default region"}`;
}

/** The region the SDK would choose for this account; null when none is configured anywhere. */
export async function sdkRegion(account: Account): Promise<string | null> {
  const client = await LOAD.sts(account.profile === null ? {} : {profile: account.profile});
  try {
    return await client.config.region();
  } catch (thrown) {
    if (thrown instanceof Error && thrown.message === 'Region is missing') return null;
    throw thrown;
  } finally {
    client.destroy();
  }
}

/** Route 53 and the caller's identity are the same from every region, so they need not fail for want of one. */
function regionConfig(service: Service, account: Account, region: string | null): ClientConfig {
  if (region !== null) return {region};
  if (service !== 'route53' && service !== 'sts') return {};
  return {region: async () => (await sdkRegion(account)) ?? 'us-east-1'};
}

function memo<T>(known: Map<string, T>, key: string, make: () => T): T {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
