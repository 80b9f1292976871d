import {CHECKS} from '../checks/index.ts';
import {WORLD_MUTATIONS} from '../domain/world-mutations/index.ts';
import {mutatedFacts, type WorldMutation} from '../domain/world-mutations/world-mutation.ts';
import type {AttemptContext} from '../model/attempt.ts';
import type {AnyCheck} from '../model/check.ts';
import type {Checklist, Item} from '../model/checklist.ts';
import {isDue} from '../model/decision/stage.ts';
import type {FactStore, Recording} from '../model/facts/fact-store.ts';
import {alwaysThere} from '../model/facts/observer.ts';
import type {Json} from '../model/outcome.ts';
import {KnownSecrets} from '../model/text/secrets/known-secrets.ts';
import {createAws} from '../probes/aws/create-aws.ts';
import {systemClock} from '../probes/clock.ts';
import {replayFacts} from '../probes/facts.ts';
import {createDns, systemResolver} from '../probes/wire/dns.ts';
import {createNames, EVERYBODYS_NAMES} from '../probes/wire/names/names.ts';
import {createWire} from '../probes/wire/wire.ts';
import {accountsFor} from './accounts-in-use.ts';

export interface MutationSettings {
  readonly checklist: Checklist;
  readonly recording: Recording;
  /** Only items that are due there; null: all. */
  readonly stage: string | null;
  /** Default: all. */
  readonly mutations?: readonly WorldMutation[];
  readonly checks?: readonly AnyCheck[];
  /** For accounts that name none: as when it was recorded. */
  readonly region: string | null;
}

/** A world in which one field of one fact is wrong, and who noticed. */
export interface MutatedWorld {
  readonly mutation: WorldMutation;
  /** The key of the fact in the recording; the first where several say the same. */
  readonly key: string;
  /** Where in its value. */
  readonly place: string;
  readonly was: Json;
  readonly becomes: Json;
  /** Ids of the items that ask for the fact. */
  readonly askedBy: readonly string[];
  /** The id of an item that no longer passes; null: the checklist takes this world for the right one. */
  readonly noticedBy: string | null;
}

export interface JudgedWorlds {
  readonly worlds: readonly MutatedWorld[];
  /** Ids of the items that judged them: those that look at AWS, are due, and pass in the world as it is. */
  readonly judges: readonly string[];
}

/**
 * Makes a recorded world wrong in one field of one fact after the other, and judges each of these worlds with the checklist: a
 * world in which nothing changes is one that the checklist cannot tell from the right one. Items of which a fact was changed
 * are judged again, on the recording alone; only one that no longer passes has noticed.
 *
 * Facts of AWS only: what the wire and the repository say is seen from outside.
 */
export async function judgeMutatedWorlds(given: MutationSettings): Promise<JudgedWorlds> {
  const {checklist, recording, stage, mutations = WORLD_MUTATIONS, checks = CHECKS} = given;
  const judge = judgeOf(given, new Map(checks.map((check) => [check.id, check])));
  const store = replayFacts(recording);
  const passing: {readonly item: Item; readonly asked: ReadonlySet<string>}[] = [];
  for (const item of checklist.items) {
    if (!isDue(item.stages, stage) || item.skipReason !== null || !looksAtAws(item, checks)) continue;
    const asked = new Set<string>();
    if (await judge(item, noting(store, asked))) passing.push({item, asked});
  }

  const worlds: MutatedWorld[] = [];
  for (const {kind, keys, value: right} of recordedThings(recording)) {
    const asking = passing.filter(({asked}) => keys.some((key) => asked.has(key))).map(({item}) => item);
    const askedBy = asking.map(({id}) => id);
    for (const mutation of mutations.filter(({fact}) => fact === kind)) {
      for (const {value, ...change} of mutatedFacts(mutation, right)) {
        const world = withFacts(store, keys, value);
        const noticedBy = await firstOf(asking, async (item) => !(await judge(item, world)));
        worlds.push({mutation, key: keys[0] ?? '', ...change, askedBy, noticedBy: noticedBy?.id ?? null});
      }
    }
  }
  return {worlds, judges: passing.map(({item}) => item.id)};
}

interface RecordedThing {
  readonly kind: string;
  readonly keys: readonly string[];
  readonly value: Json;
}

/** What is recorded of AWS. The network ACL of several subnets is recorded with each: one thing, which changes everywhere. */
function recordedThings({facts}: Recording): RecordedThing[] {
  const things = new Map<string, {kind: string; keys: string[]; value: Json}>();
  for (const [key, fact] of Object.entries(facts)) {
    // `aws:<account>:<region>:<kind>…`
    const [source, , , kind] = key.split(':');
    if (source !== 'aws' || kind === undefined || !('value' in fact)) continue;
    const {value} = fact;
    const same =
      value !== null && typeof value === 'object' && 'id' in value ? `${kind} ${JSON.stringify(value)}` : key;
    const thing = things.get(same) ?? {kind, keys: [], value};
    things.set(same, thing);
    thing.keys.push(key);
  }
  return [...things.values()];
}

function looksAtAws({check}: Item, checks: readonly AnyCheck[]): boolean {
  const {iam = []} = checks.find(({id}) => id === check?.id) ?? {};
  return iam.length > 0;
}

async function firstOf(items: readonly Item[], isIt: (item: Item) => Promise<boolean>): Promise<Item | null> {
  for (const item of items) if (await isIt(item)) return item;
  return null;
}

function noting(store: FactStore, asked: Set<string>): FactStore {
  return {
    get: (key, load, request) => {
      asked.add(key);
      return store.get(key, load, request);
    },
  };
}

function withFacts(store: FactStore, keys: readonly string[], value: Json): FactStore {
  return {get: async (key, load, request) => (keys.includes(key) ? (value as never) : store.get(key, load, request))};
}

type Judge = (item: Item, store: FactStore) => Promise<boolean>;

/** Whether an item passes on the facts of a store. What a check throws is not a pass, whatever it is. */
function judgeOf({checklist, recording, region}: MutationSettings, checks: ReadonlyMap<string, AnyCheck>): Judge {
  const accounts = accountsFor([...new Set(checklist.items.flatMap((item) => item.accounts))], {
    checklist,
    region,
    profile: null,
  });
  const {signal} = new AbortController();
  const context: AttemptContext = {
    signal,
    factsNotBefore: Number.NEGATIVE_INFINITY,
    waiting: (_, work) => work(() => {}),
  };
  const now = new Date(recording.recordedAt);
  const secrets = new KnownSecrets(checklist.secretValues);
  return async ({check}, store) => {
    const found = check === null ? undefined : checks.get(check.id);
    if (check === null || found === undefined) return false;
    const aws = createAws({accounts, resources: checklist.resources, store, clock: systemClock});
    const wire = createWire({
      store,
      clock: systemClock,
      presence: alwaysThere(systemClock),
      connectTo: () => null,
      ca: null,
      secrets,
    });
    const names = createNames({
      store,
      clock: systemClock,
      presence: alwaysThere(systemClock),
      world: EVERYBODYS_NAMES,
      resolvers: checklist.resolvers,
      system: () => [],
    });
    const nowhere = async () => {
      throw new Error('an item that looks at AWS does not read the repository');
    };
    try {
      const {status} = await found.run(check.params as never, {
        now,
        aws: aws.facts(context),
        dns: createDns(store, systemResolver)(context),
        names: names(context),
        http: wire.http(context),
        sse: wire.sse(context),
        tls: wire.tls(context),
        webSocket: wire.webSocket(context),
        mcp: wire.mcp(context),
        files: {read: nowhere, markdown: nowhere},
        terraform: {code: nowhere, variable: nowhere, plan: nowhere},
      });
      return status === 'pass';
    } catch {
      return false;
    } finally {
      aws.close();
    }
  };
}
