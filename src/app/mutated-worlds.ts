import {CHECKS} from '../checks/index.ts';
import {WORLD_MUTATIONS} from '../domain/world-mutations/index.ts';
import {mutatedFacts, type WorldMutation} from '../domain/world-mutations/world-mutation.ts';
import type {AttemptContext} from '../model/attempt.ts';
import type {AnyCheck} from '../model/check.ts';
import type {Checklist, Item} from '../model/checklist.ts';
import {isDue} from '../model/decision/stage.ts';
import {type FactStore, type Recording, RECORDING_VERSION} from '../model/facts/fact-store.ts';
import {alwaysThere} from '../model/facts/observer.ts';
import type {Json} from '../model/outcome.ts';
import {createAws} from '../probes/aws/create-aws.ts';
import {systemClock} from '../probes/clock.ts';
import {replayFacts} from '../probes/facts.ts';
import {createDns, systemResolver} from '../probes/wire/dns.ts';
import {createWire} from '../probes/wire/wire.ts';
import {accountsFor} from './accounts-in-use.ts';

export interface MutatedWorlds {
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

/** What is wrong in a world in which every item that passed passes still. */
export interface Survivor {
  readonly mutation: WorldMutation;
  /** The key of the fact in the recording. */
  readonly key: string;
  /** Where in its value. */
  readonly place: string;
  readonly was: Json;
  readonly becomes: Json;
  /** Ids of the items that ask for the fact. */
  readonly askedBy: readonly string[];
}

export interface Survivors {
  /** How many worlds were looked at. */
  readonly worlds: number;
  readonly survivors: readonly Survivor[];
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
export async function survivorsOf(given: MutatedWorlds): Promise<Survivors> {
  const {checklist, recording, stage, mutations = WORLD_MUTATIONS, checks = CHECKS} = given;
  const judge = judgeOf(given, new Map(checks.map((check) => [check.id, check])));
  const store = replayFacts(recording);
  const passing: {readonly item: Item; readonly asked: ReadonlySet<string>}[] = [];
  for (const item of checklist.items) {
    if (!isDue(item.stages, stage) || item.skipReason !== null || !looksAtAws(item, checks)) continue;
    const asked = new Set<string>();
    if (await judge(item, noting(store, asked))) passing.push({item, asked});
  }

  let worlds = 0;
  const survivors: Survivor[] = [];
  for (const [key, fact] of Object.entries(recording.facts)) {
    if (!('value' in fact)) continue;
    const asking = passing.filter(({asked}) => asked.has(key)).map(({item}) => item);
    for (const mutation of mutations.filter((one) => one.fact === kindOf(key))) {
      for (const {value, ...change} of mutatedFacts(mutation, fact.value)) {
        worlds++;
        if (await isNoticed(asking, (item) => judge(item, withFact(store, key, value)))) continue;
        survivors.push({mutation, key, ...change, askedBy: asking.map(({id}) => id)});
      }
    }
  }
  return {worlds, survivors, judges: passing.map(({item}) => item.id)};
}

/** A recording that was made wrong in this one place, to be looked at with `--replay`. */
export function recordingWith(recording: Recording, key: string, value: Json): Recording {
  return {...recording, recordingVersion: RECORDING_VERSION, facts: {...recording.facts, [key]: {value}}};
}

function looksAtAws({check}: Item, checks: readonly AnyCheck[]): boolean {
  const {iam = []} = checks.find(({id}) => id === check?.id) ?? {};
  return iam.length > 0;
}

/** `aws:<account>:<region>:<kind>…` */
function kindOf(key: string): string | null {
  const [source, , , kind = null] = key.split(':');
  return source === 'aws' ? kind : null;
}

async function isNoticed(items: readonly Item[], stillPasses: (item: Item) => Promise<boolean>): Promise<boolean> {
  for (const item of items) if (!(await stillPasses(item))) return true;
  return false;
}

function noting(store: FactStore, asked: Set<string>): FactStore {
  return {
    get: (key, load, request) => {
      asked.add(key);
      return store.get(key, load, request);
    },
  };
}

function withFact(store: FactStore, changed: string, value: Json): FactStore {
  return {get: async (key, load, request) => (key === changed ? (value as never) : store.get(key, load, request))};
}

type Judge = (item: Item, store: FactStore) => Promise<boolean>;

/** Whether an item passes on the facts of a store. What a check throws is not a pass, whatever it is. */
function judgeOf({checklist, recording, region}: MutatedWorlds, checks: ReadonlyMap<string, AnyCheck>): Judge {
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
    });
    const nowhere = async () => {
      throw new Error('an item that looks at AWS does not read the repository');
    };
    try {
      const {status} = await found.run(check.params as never, {
        now,
        aws: aws.facts(context),
        dns: createDns(store, systemResolver)(context),
        http: wire.http(context),
        sse: wire.sse(context),
        files: {read: nowhere, headings: nowhere},
        terraform: {resources: nowhere},
      });
      return status === 'pass';
    } catch {
      return false;
    } finally {
      aws.close();
    }
  };
}
