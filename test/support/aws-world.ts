import {type AwsWorld, HEALTHY, recordingOf} from '../../src/lab/aws-world.ts';
import {RECORDED_AT} from '../../src/lab/worlds/names.ts';
import type {Resource} from '../../src/model/checklist.ts';
import {type AwsFacts, FACT_ACTIONS} from '../../src/model/facts/aws-facts.ts';
import type {FactStore, Recording} from '../../src/model/facts/fact-store.ts';
import type {World} from '../../src/model/facts/world.ts';
import {createAws} from '../../src/probes/aws/create-aws.ts';
import {replayFacts} from '../../src/probes/facts.ts';
import {sleeplessClock} from './aws-answers.ts';
import {ACCOUNTS, type RESOURCES, resourcesOf} from './healthy-resources.ts';
import {SILENT_NAMES} from './name-looks.ts';

type Resources = Readonly<Record<string, Resource>>;

export interface TestWorld extends World {
  /** The facts again, with these resources in addition to {@link RESOURCES}. */
  facts(more: Resources): AwsFacts;
  /** The IAM actions behind the facts that were asked for, sorted. */
  usedActions(): string[];
}

export const NOW = new Date('2026-11-22T12:00:00Z');

/** The healthy world of the lab with these changes, through the real probes over its recording. */
export function awsWorld(changes: Partial<AwsWorld> = {}, now = NOW): TestWorld {
  const world = {...HEALTHY, ...changes};
  const resources = resourcesOf(world);
  const store = replay(recordingOf(world, RECORDED_AT));
  const probe = createAws({accounts: ACCOUNTS, resources, store, clock: sleeplessClock()});
  const used = new Set<string>();
  const facts = (more: Resources) => {
    const looking = {signal: new AbortController().signal, factsNotBefore: Number.NEGATIVE_INFINITY};
    return watched(probe.facts(looking, more), (fact) => {
      for (const action of FACT_ACTIONS[fact]) used.add(action);
    });
  };
  const elsewhere = async () => {
    throw new Error('an AWS check looks at AWS only');
  };
  return {
    now,
    aws: facts({}),
    dns: {addresses: elsewhere},
    names: SILENT_NAMES,
    http: {protocols: elsewhere, request: elsewhere},
    sse: {protocols: elsewhere, resume: elsewhere, stream: elsewhere},
    tls: {handshake: elsewhere, addresses: elsewhere},
    webSocket: {connect: elsewhere},
    mcp: {converse: elsewhere},
    files: {read: elsewhere, markdown: elsewhere},
    terraform: {code: elsewhere, variable: elsewhere, plan: elsewhere},
    facts,
    usedActions: () => [...used].sort(),
  };
}

/** A world need not list a name if AWS's answer for an unknown name is an empty one. */
const ABSENT_IS_NULL = /:(alarm|dashboard|environmentDigest|healthCheck):/;

function replay(recording: Recording): FactStore {
  const recorded = replayFacts(recording);
  return {
    get: async <T>(...asked: Parameters<typeof recorded.get<T>>) =>
      ABSENT_IS_NULL.test(asked[0]) && !Object.hasOwn(recording.facts, asked[0])
        ? (null as T)
        : recorded.get<T>(...asked),
  };
}

function watched(facts: AwsFacts, asked: (fact: keyof AwsFacts) => void): AwsFacts {
  return Object.fromEntries(
    Object.entries(facts).map(([fact, ask]: [string, (...given: unknown[]) => unknown]) => [
      fact,
      (...given: unknown[]) => {
        asked(fact as keyof AwsFacts);
        return ask(...given);
      },
    ]),
  ) as unknown as AwsFacts;
}
