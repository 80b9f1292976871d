import {readFile} from 'node:fs/promises';
import {type FactSource, openFactSource} from '../../../src/app/fact-source.ts';
import {type AwsWorld, recordingOf} from '../../../src/lab/aws-world.ts';
import {RECORDED_AT} from '../../../src/lab/worlds/names.ts';
import {type Checklist, DEFAULT_RESOLVERS} from '../../../src/model/checklist.ts';
import type {Recording} from '../../../src/model/facts/fact-store.ts';
import type {ItemReport} from '../../../src/model/report.ts';
import {KnownSecrets} from '../../../src/model/text/secrets/known-secrets.ts';
import {shortenedClock, systemClock} from '../../../src/probes/clock.ts';
import {liveFacts} from '../../../src/probes/facts.ts';
import {resolverNamed, unanswered} from '../../support/name-looks.ts';
import {playSdkWorld} from '../../support/sdk-world/play.ts';
import type {MockedBreakage, RecordedBreakage} from './breakage.ts';
import {GONE_LOAD_BALANCER, LAB} from './lab-world.ts';
import {foreignTo, runOnce} from './run.ts';

type Items = Promise<readonly ItemReport[]>;

/** Looks at the emulated world; `only` at some of it. */
export async function lookAtMoto(checklist: Checklist, endpointUrl: string, only: readonly string[] = []): Items {
  // Nobody outside this machine is asked who delegates: that resolver does not answer.
  const overrides = {endpointUrl, connectTo: [], resolve: [], caFile: null, dnsServer: ['127.0.0.1:1']};
  const skip = foreignTo('moto', checklist);
  const source = openFactSource({mode: 'live', overrides, ca: null}, {secrets: checklist.secretValues, record: false});
  // The emulator has no limit of calls a second, and nothing in it changes by itself.
  const unpaced = {...source, pace: shortenedClock(systemClock, 0)};
  const {items} = await runOnce(checklist, unpaced, {skip, only});
  return items;
}

/** What DNS said when it was recorded. */
const NAMES = Object.fromEntries(
  [
    {name: GONE_LOAD_BALANCER, addresses: null},
    {name: LAB.loadBalancer.dnsName.toLowerCase(), addresses: ['192.0.2.10']},
  ].map((answer) => [`wire:name:${answer.name}`, {value: answer}]),
);

const RESOLVER = resolverNamed('192.0.2.53', true);

/** The only resolver did not answer when it was recorded: what AWS leaves open stays open. */
const SILENCE = {
  [`wire:dns-resolvers:${DEFAULT_RESOLVERS.join(' ')}`]: {value: {servers: [RESOLVER], roots: null}},
  'wire:dns-resolver:io NS:192.0.2.53#53': {value: unanswered(RESOLVER, {name: 'io', type: 'NS'})},
} as unknown as Recording['facts'];

/** What `check alb/rules-unchanged --lab --with alb=alb --write FILE` writes. */
const SNAPSHOT = 'listener-rules.json';

/** A world with what DNS said and what is committed beside the checklist. */
export async function recordingIn(world: AwsWorld): Promise<Recording> {
  const recorded = recordingOf(world, RECORDED_AT);
  const committed = {path: SNAPSHOT, text: await readFile(new URL(SNAPSHOT, import.meta.url), 'utf8')};
  const files = {[`repo:file:${SNAPSHOT}`]: {value: committed}};
  return {...recorded, facts: {...recorded.facts, ...NAMES, ...SILENCE, ...files}};
}

export async function lookAtRecording(
  checklist: Checklist,
  breaks: RecordedBreakage['breaks'] = (world) => world,
): Items {
  const recording = await recordingIn(breaks(LAB));
  const skip = foreignTo('lab', checklist);
  const {items} = await runOnce(checklist, {mode: 'replay', recording, file: 'the lab'}, {skip});
  return items;
}

/** Items of the DNS account, since the played world has one caller, of the other account; and its metrics are empty. */
const NOT_PLAYED = ['record', 'record-target', 'ttl', 'old-record-gone', 'old-record-gone-in-vpc', 'hosts-seen'];

/** Every change of the rules is one since they were reviewed. */
const BESIDE = ['rules-unchanged'];

export async function lookAtMocks(
  checklist: Checklist,
  {operation, breaks}: Pick<MockedBreakage, 'operation' | 'breaks'> = {operation: '', breaks: (answer) => answer},
): Items {
  const sdk = playSdkWorld(LAB, async (call, asAws) => (call.operation === operation ? breaks(asAws()) : asAws()));
  const credentials = {AWS_ACCESS_KEY_ID: 'played', AWS_SECRET_ACCESS_KEY: 'played'};
  try {
    return await withEnvironment(credentials, async () => {
      const skip = [...foreignTo('lab', checklist), ...NOT_PLAYED, ...BESIDE];
      const {items} = await runOnce(asOneself(checklist), factSourceOfMocks(), {skip});
      return items;
    });
  } finally {
    sdk.restore();
  }
}

/** Judged when the lab's world was recorded: its certificates end some day. */
function factSourceOfMocks(): FactSource {
  return {
    mode: 'live',
    overrides: [],
    store: liveFacts(systemClock),
    pace: shortenedClock(systemClock, 0),
    judgedAt: new Date(RECORDED_AT),
    connectTo: () => null,
    resolveName: async () => [],
    addressesOf: async () => [],
    names: {instead: ['127.0.0.1:1'], roots: null, reach: () => ({address: '127.0.0.1', port: 1})},
    ca: null,
    endpointUrl: null,
    secrets: new KnownSecrets(),
    recording: () => null,
  };
}

/** With the caller's own credentials instead of a role's. */
function asOneself(checklist: Checklist): Checklist {
  const accounts = Object.entries(checklist.accounts).map(
    ([name, account]) => [name, {...account, profile: null, roleArn: null}] as const,
  );
  return {...checklist, accounts: Object.fromEntries(accounts)};
}

/** Runs with these environment variables, which the SDK reads its credentials from. */
export async function withEnvironment<T>(environment: NodeJS.ProcessEnv, run: () => Promise<T>): Promise<T> {
  const before = Object.fromEntries(Object.keys(environment).map((name) => [name, process.env[name]]));
  Object.assign(process.env, environment);
  try {
    return await run();
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
