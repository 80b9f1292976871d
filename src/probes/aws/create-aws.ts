import type {AttemptContext} from '../../model/attempt.ts';
import type {Account, Resource, ResourceOfKind} from '../../model/checklist.ts';
import type {Clock} from '../../model/clock.ts';
import {CannotTell} from '../../model/errors.ts';
import type {AwsFacts} from '../../model/facts/aws-facts.ts';
import type {FactRequest, FactStore} from '../../model/facts/fact-store.ts';
import type {AwsFactName} from '../../model/facts/recorded/facts-by-key.ts';
import type {ResourceKind} from '../../model/resource-ref.ts';
import {KnownSecrets} from '../../model/text/secrets/known-secrets.ts';
import {liveFacts} from '../facts.ts';
import {accountName, accountRegionName} from './account-name.ts';
import {createBatch} from './batch.ts';
import {type Connections, createConnections, sdkRegion} from './connections.ts';
import type {ForeignEndpoints} from './foreign-endpoints.ts';
import type {AccountRegion, ManyOf, Scope} from './scope.ts';
import {factsOf} from './services.ts';
import {type Caller, getCaller} from './sts/facts.ts';

type Looking = Pick<AttemptContext, 'signal' | 'factsNotBefore'>;
type Resources = Readonly<Record<string, Resource>>;

export interface AwsOptions {
  /** By name; an account that is missing here has the SDK's default credentials and region. */
  readonly accounts: Readonly<Record<string, Account>>;
  readonly resources: Resources;
  readonly store: FactStore;
  readonly clock: Clock;
  /** Waits until AWS may be called, or called again. Default: the clock. */
  readonly pace?: Pick<Clock, 'sleep' | 'monotonicMs'>;
  /** Every service's endpoint instead of AWS's own. */
  readonly endpointUrl?: string | null;
  /** Told of what is asked instead of AWS. */
  readonly foreign?: ForeignEndpoints;
  /** What refusals must not be shown with. */
  readonly secrets?: KnownSecrets;
}

export interface Aws {
  /** Facts for one attempt at an item; `more` are resources in addition to those known from the start. */
  facts(looking: Looking, more?: Resources): AwsFacts;
  /** The caller in this account. Rejects like a fact. */
  caller(account: string, request: FactRequest): Promise<Caller>;
  /** The region used for this account unless a resource names one; null when none is configured anywhere. */
  region(account: string): Promise<string | null>;
  /** Calls made so far, by service. */
  calls(): Record<string, number>;
  close(): void;
}

export function createAws({
  accounts,
  resources,
  store,
  clock,
  pace = clock,
  endpointUrl = null,
  secrets = new KnownSecrets(),
  foreign,
}: AwsOptions): Aws {
  const accountOf = (name: string): Account => accounts[name] ?? sdkDefaults(name);

  const connections = createConnections({accountOf, clock, pace, endpointUrl, foreign, secrets});
  const unrecorded = liveFacts(clock);
  const batches = new Map<string, ReturnType<typeof createBatch<unknown>>>();

  const caller = (name: string, {signal}: FactRequest): Promise<Caller> => {
    const account = accountOf(name);
    const load = (aborted: AbortSignal) => getCaller(connections.to('sts', account, account.region), aborted);
    // The caller does not change during a run: asked once, however often an item is repeated.
    return store.get(`aws:${name}:caller`, load, {signal, notBefore: Number.NEGATIVE_INFINITY});
  };

  const batchOf = <T>(accountRegion: AccountRegion, kind: ManyOf<T>) => {
    const key = `${accountRegion.key} ${kind.key}`;
    const batch = batches.get(key) ?? createBatch<unknown>(kind.size, (...call) => kind.fetch(accountRegion, ...call));
    batches.set(key, batch);
    return batch as ReturnType<typeof createBatch<T | CannotTell>>;
  };

  const scopeOf = ({signal, factsNotBefore: notBefore}: Looking, known: Resources): Scope => {
    const request = {signal, notBefore};
    const at = (name: string): AccountRegion => {
      const resource = resourceNamed(known, name);
      return accountRegionOf(accountOf(resource.account), resource.region);
    };
    /** Checks the caller against the checklist, in this account and in every account it is reached through. */
    const guard = async (account: Account): Promise<void> => {
      if (account.via !== null) await guard(accountOf(account.via));
      requireCaller(account, await caller(account.name, request));
    };
    /** No fact of an account is fetched as any other caller. */
    const fact = async <T>(
      accountRegion: AccountRegion,
      name: AwsFactName,
      load: (aborted: AbortSignal) => Promise<T>,
    ): Promise<T> => {
      try {
        await guard(accountRegion.account);
        return await store.get(`${accountRegion.key}:${name}`, load, request);
      } catch (thrown) {
        if (!signal.aborted || thrown instanceof CannotTell) throw thrown;
        throw silentAws(accountRegion, name, connections);
      }
    };
    return {
      at,
      globalAt: (name) => {
        const {account} = at(name);
        return {account, region: account.region, key: `aws:${account.name}:global`, name: accountName(account)};
      },
      resource: (name, kind) => ofKind(known, name, kind),
      to: (service, {account, region}) => connections.to(service, account, region),
      fact,
      unrecorded: (accountRegion, key, aborted, load) =>
        unrecorded.get(`${accountRegion.key}:${key}`, load, {signal: aborted, notBefore}),
      oneOfMany: (accountRegion, kind, id) =>
        fact(accountRegion, `${kind.key}:${id}`, async (aborted) => {
          const found = await batchOf(accountRegion, kind)(id, aborted);
          if (found instanceof CannotTell) throw found;
          return found === undefined ? kind.missing(id, accountRegion) : found;
        }),
    };
  };

  return {
    facts: (looking, more = {}) => factsOf(scopeOf(looking, {...resources, ...more})),
    caller,
    region: async (name) => accountOf(name).region ?? (await sdkRegion(accountOf(name))),
    calls: connections.calls,
    close: connections.close,
  };
}

function accountRegionOf(account: Account, ownRegion: string | null): AccountRegion {
  const region = ownRegion ?? account.region;
  return {
    account,
    region,
    key: `aws:${account.name}:${region ?? 'default'}`,
    name: accountRegionName(account, region),
  };
}

function requireCaller(account: Account, caller: Caller): void {
  if (account.id === null || account.id === caller.id) return;
  throw new CannotTell(
    `account ${account.name}: the credentials are those of account ${caller.id} (${caller.arn}), not of ${account.id}`,
    `use a profile or role of account ${account.id} (--profile, or \`profile:\` or \`roleArn:\` of this account in the checklist), or correct its \`id:\` there`,
    {permanent: true, commonCause: `${accountName(account)}: the credentials are those of account ${caller.id}`},
  );
}

function sdkDefaults(name: string): Account {
  return {name, id: null, region: null, profile: null, roleArn: null, externalId: null, via: null};
}

function resourceNamed(resources: Resources, name: string): Resource {
  const resource = resources[name];
  // The checklist's reader refuses such a name, so it is a bug here.
  if (resource === undefined) throw new Error(`no resource is called "${name}"`);
  return resource;
}

function ofKind<K extends ResourceKind>(resources: Resources, name: string, kind: K): ResourceOfKind<K> {
  const resource = resourceNamed(resources, name);
  if (resource.kind !== kind) throw new Error(`resource "${name}" is a ${resource.kind}, not a ${kind}`);
  return resource as ResourceOfKind<K>;
}

/** How many actions without an answer are named; they may belong to other items. */
const MOST_NAMED = 3;

/** A timeout of an AWS API says nothing about the target, so it must not count as the target's silence. */
function silentAws(
  {account, name}: AccountRegion,
  fact: string,
  {lastRefusal, unanswered}: Pick<Connections, 'lastRefusal' | 'unanswered'>,
): CannotTell {
  const last = lastRefusal(account);
  if (last !== undefined)
    return new CannotTell(`${last.message}; then the item's time was over`, last.fix, {
      cause: last,
      commonCause: last.commonCause,
    });
  const actions = unanswered(account);
  const asked = actions.length === 0 ? `about ${fact}` : actions.slice(0, MOST_NAMED).join(', ');
  const more = actions.length > MOST_NAMED ? ` and ${actions.length - MOST_NAMED} more` : '';
  return new CannotTell(
    `${name}: AWS had not answered ${asked}${more} when the item's time was over`,
    'run again; when it stays so, give the item a longer `timeout:`',
    {commonCause: `${accountName(account)}: AWS did not answer in time`},
  );
}
