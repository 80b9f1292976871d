import type {Account, ResourceOfKind} from '../../model/checklist.ts';
import type {CannotTell} from '../../model/errors.ts';
import type {AwsFactName} from '../../model/facts/recorded/facts-by-key.ts';
import type {ResourceKind} from '../../model/resource-ref.ts';
import type {FetchMany} from './batch.ts';
import type {Connection} from './call.ts';
import type {Clients, Service} from './connections.ts';

/** An account and region, with their names in keys and messages. */
export interface AccountRegion {
  readonly account: Account;
  readonly region: string | null;
  readonly key: string;
  readonly name: string;
}

/** What the facts about a service are built from: where to look, and how to look only once. */
export interface Scope {
  /** The account and region of the named resource. */
  at(name: string): AccountRegion;
  /** The account of the named resource, for services without regions. */
  globalAt(name: string): AccountRegion;
  resource<K extends ResourceKind>(name: string, kind: K): ResourceOfKind<K>;
  to<S extends Service>(service: S, accountRegion: AccountRegion): Connection<Clients[S]>;
  /** The only way to a fact: shared, recorded, and only as the caller that the checklist expects. */
  fact<T>(accountRegion: AccountRegion, key: AwsFactName, load: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /**
   * Like {@link fact}, but only kept in memory, never in a recording: for answers that hold more than was asked for.
   * Only to be used while loading a fact, which has checked the caller.
   */
  unrecorded<T>(
    accountRegion: AccountRegion,
    key: string,
    signal: AbortSignal,
    load: (signal: AbortSignal) => Promise<T>,
  ): Promise<T>;
  /** Like {@link fact} for one of many that a single call can fetch; those not in the answer are `missing`. */
  oneOfMany<T>(accountRegion: AccountRegion, kind: ManyOf<T>, id: string): Promise<T>;
}

/** How several facts of a kind are fetched at once. */
export interface ManyOf<T> {
  /** The first part of the keys. */
  readonly key: AwsFactName;
  /** The maximum number of ids in one call. */
  readonly size: number;
  /** A {@link CannotTell} is only thrown for the id it belongs to. */
  fetch(accountRegion: AccountRegion, ...call: Parameters<FetchMany<T>>): ReturnType<FetchMany<T | CannotTell>>;
  /** Handles an id that is not in the answer: returns a value, or throws. */
  missing(id: string, accountRegion: AccountRegion): T;
}
