import type {Account, ResourceOfKind} from '../../model/checklist.ts';
import type {CannotTell} from '../../model/errors.ts';
import type {ResourceKind} from '../../model/resource-ref.ts';
import type {FetchMany} from './batch.ts';
import type {Connection} from './call.ts';
import type {Clients, Service} from './connections.ts';

/** An account and region, with what keys and messages call it. */
export interface AccountRegion {
  readonly account: Account;
  readonly region: string | null;
  readonly key: string;
  readonly name: string;
}

/** What the facts about one service are made with: where to look, and how to look once. */
export interface Scope {
  /** Where the named resource lives. */
  at(name: string): AccountRegion;
  /** The account of the named resource, for services that have no regions. */
  globalAt(name: string): AccountRegion;
  resource<K extends ResourceKind>(name: string, kind: K): ResourceOfKind<K>;
  to<S extends Service>(service: S, accountRegion: AccountRegion): Connection<Clients[S]>;
  /** The one way to a fact: shared, recorded, and only as the caller whom the checklist names. */
  fact<T>(accountRegion: AccountRegion, key: string, load: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /**
   * Like {@link fact} in the memory of the run alone, never in a recording: for answers that hold more than was asked for.
   * Only from within the load of a fact, which has seen to it that we are who we should be.
   */
  unrecorded<T>(
    accountRegion: AccountRegion,
    key: string,
    signal: AbortSignal,
    load: (signal: AbortSignal) => Promise<T>,
  ): Promise<T>;
  /** Like {@link fact} for one of many that a single call can bring; what the answer does not hold is `missing`. */
  oneOfMany<T>(accountRegion: AccountRegion, kind: ManyOf<T>, id: string): Promise<T>;
}

/** How several facts of a kind are fetched at once. */
export interface ManyOf<T> {
  /** The first word of the keys. */
  readonly key: string;
  /** The most ids of one call. */
  readonly size: number;
  /** A {@link CannotTell} is thrown to those alone who asked for that id. */
  fetch(accountRegion: AccountRegion, ...call: Parameters<FetchMany<T>>): ReturnType<FetchMany<T | CannotTell>>;
  /** What an id that the answer does not hold comes to: a value, or a throw. */
  missing(id: string, accountRegion: AccountRegion): T;
}
