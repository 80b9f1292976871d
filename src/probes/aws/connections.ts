import {Agent} from 'node:https';
import type {Account} from '../../model/checklist.ts';
import type {Clock} from '../../model/clock.ts';
import type {AwsRefusal} from '../../model/errors.ts';
import type {KnownSecrets} from '../../model/text/secrets/known-secrets.ts';
import {accountName, accountRegionName} from './account-name.ts';
import {type Connection, connect} from './call.ts';
import {credentialsOf, defaultCredentials} from './credentials.ts';
import {profileEndpoint} from './endpoints.ts';
import type {ForeignEndpoints} from './foreign-endpoints.ts';
import {createLimiter, type Limiter} from './limiter.ts';
import {type ClientConfig, type Clients, LOAD, OWN_RATES, RATES, type Service} from './services.ts';
import {refuseNonsense} from './strict-decoding.ts';

export type {Clients, Service} from './services.ts';

/** The SDK's own settings, plus HTTPS_PROXY and NO_PROXY as Node.js reads them (since 22.21 and 24.5). */
const AGENT = {keepAlive: true, maxSockets: 50, proxyEnv: process.env};

const CONNECT_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 15_000;

export interface Connections {
  to<S extends Service>(service: S, account: Account, region: string | null): Connection<Clients[S]>;
  /** Attempts made so far, by service. */
  calls(): Record<string, number>;
  /** The actions in this account without an answer so far, sorted. */
  unanswered(account: Account): string[];
  /** Why the latest attempt in this account had no answer; undefined when it had one. */
  lastRefusal(account: Account): AwsRefusal | undefined;
  close(): void;
}

export interface ConnectionOptions {
  /** By the name in another account's `via`. */
  accountOf(name: string): Account;
  readonly clock: Pick<Clock, 'now'>;
  /** Waits until AWS may be called, or called again. */
  readonly pace: Pick<Clock, 'sleep' | 'monotonicMs'>;
  readonly endpointUrl: string | null;
  /** Told of each request before it is sent. */
  readonly foreign?: ForeignEndpoints | undefined;
  /** The credentials of clients that are refused are added. */
  readonly secrets: KnownSecrets;
}

export function createConnections({
  accountOf,
  clock,
  pace,
  endpointUrl,
  foreign,
  secrets,
}: ConnectionOptions): Connections {
  const clients = new Map<string, Promise<Clients[Service]>>();
  const credentials = new Map<string, ReturnType<typeof credentialsOf>>();
  const limiters = new Map<string, Limiter>();
  const calls = new Map<Service, number>();
  const refusals = new Map<string, AwsRefusal>();
  const unanswered = new Set<{readonly account: string; readonly action: string}>();
  const opened: Clients[Service][] = [];

  /** One provider per account, shared by its own clients and by roles that are assumed from it. */
  const providerOf = (account: Account): ReturnType<typeof credentialsOf> =>
    memo(credentials, account.name, async () => {
      const source = account.via === null ? undefined : await providerOf(accountOf(account.via));
      return credentialsOf(account, source, clock, endpointUrl, secrets);
    });

  const load = async <S extends Service>(service: S, account: Account, region: string | null): Promise<Clients[S]> => {
    const provider = await providerOf(account);
    const endpoint = endpointUrl ?? (await profileEndpoint(service, account.profile));
    const client = await LOAD[service]({
      // `call` makes the attempts.
      maxAttempts: 1,
      requestHandler: {
        connectionTimeout: CONNECT_TIMEOUT_MS,
        requestTimeout: REQUEST_TIMEOUT_MS,
        throwOnRequestTimeout: true,
        httpsAgent: new Agent(AGENT),
      },
      ...(provider === undefined ? {credentialDefaultProvider: await defaultCredentials()} : {credentials: provider}),
      ...(account.profile === null ? {} : {profile: account.profile}),
      ...(endpoint === null ? {} : {endpoint}),
      ...regionConfig(service, account, region),
    });
    opened.push(client);
    await refuseNonsense(client);
    if (foreign !== undefined) noteRequests(client, service, foreign);
    return client;
  };

  return {
    to: <S extends Service>(service: S, account: Account, region: string | null) =>
      connect<Clients[S]>({
        asker: {account: accountName(account), where: accountRegionName(account, region)},
        clock: pace,
        limiterOf: (counted) => {
          const own = OWN_RATES[counted];
          const key = `${own === undefined ? service : counted} ${account.name}`;
          return memo(limiters, key, () => createLimiter(own ?? RATES[service], pace));
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
        secretsOf: async (client) => {
          secrets.add(await credentialSecrets(client));
          return secrets;
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

interface RequestHandler {
  handle(
    request: {readonly protocol: string; readonly hostname: string; readonly port?: number},
    options: unknown,
  ): unknown;
}

/** Requests for credentials too: the SDK's clients for them inherit the handler of the client that needs them. */
function noteRequests({config}: {readonly config: object}, service: Service, foreign: ForeignEndpoints): void {
  const {requestHandler} = config as {readonly requestHandler: RequestHandler};
  const handle = requestHandler.handle.bind(requestHandler);
  requestHandler.handle = async (request, options) => {
    const {protocol, hostname, port} = request;
    await foreign.noteRequest(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`, hostname, service);
    return handle(request, options);
  };
}

/** They are known already: the client has just signed a request with them. */
async function credentialSecrets({config}: Clients[Service]): Promise<string[]> {
  const identity = await (
    config.credentials as () => Promise<{secretAccessKey?: string; sessionToken?: string}>
  )().catch(() => null);
  return [identity?.secretAccessKey, identity?.sessionToken].filter((text) => text !== undefined);
}

/** The region that the SDK would choose for this account; null when none is configured anywhere. */
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

/** Route 53 and the caller's identity are the same in every region, so they work without a configured one. */
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
