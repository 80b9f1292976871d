import {randomBytes} from 'node:crypto';
import type {Clock} from '../model/clock.ts';
import {AwsRefusal, CannotTell, NoAnswer} from '../model/errors.ts';
import {
  type FactRequest,
  type FactStore,
  RECORDING_VERSION,
  type RecordedFact,
  type Recording,
} from '../model/facts/fact-store.ts';
import type {Json} from '../model/outcome.ts';
import {redactText} from '../model/text/redact.ts';
import {KnownSecrets} from '../model/text/secrets/known-secrets.ts';
import {ComparedValue, digestOf, isDigest, isDigestOf} from './digest.ts';
import {factWithoutSecrets} from './fact-without-secrets.ts';
import {withPackedTimeline, withTimelineUnpacked} from './recorded-timelines.ts';
import {untilAborted} from './until-aborted.ts';

/** One lookup of a fact, under way or done. */
interface Look {
  readonly startedAtMs: number;
  readonly outcome: Promise<unknown>;
  readonly controller: AbortController;
  waiting: number;
  settled: boolean;
}

/** Facts from the real world, each looked up once however many items ask. */
export function liveFacts(clock: Pick<Clock, 'monotonicMs'>): FactStore {
  const looks = new Map<string, Look>();

  const forget = (key: string, look: Look) => {
    if (looks.get(key) === look) looks.delete(key);
  };

  const begin = (key: string, load: (signal: AbortSignal) => Promise<unknown>): Look => {
    const controller = new AbortController();
    const outcome = (async () => load(controller.signal))();
    const look: Look = {startedAtMs: clock.monotonicMs(), outcome, controller, waiting: 0, settled: false};
    looks.set(key, look);
    outcome.then(
      () => {
        look.settled = true;
      },
      (thrown) => {
        look.settled = true;
        if (!lasts(thrown)) forget(key, look);
      },
    );
    return look;
  };

  return {
    async get<T>(key: string, load: (signal: AbortSignal) => Promise<T>, request: FactRequest): Promise<T> {
      request.signal.throwIfAborted();
      const known = looks.get(key);
      const look = known !== undefined && known.startedAtMs >= request.notBefore ? known : begin(key, load);
      look.waiting++;
      try {
        // When one of several waiting items gives up, the lookup goes on for the others.
        return (await untilAborted(look.outcome, request.signal)) as T;
      } finally {
        look.waiting--;
        if (look.waiting === 0 && !look.settled) {
          forget(key, look);
          look.controller.abort(request.signal.reason);
        }
      }
    },
  };
}

/** A refusal that another attempt would get again. Everything else (throttling, an abort, a bug) is looked up again. */
function lasts(thrown: unknown): boolean {
  return thrown instanceof CannotTell && !thrown.transient;
}

export interface RecordingFacts extends FactStore {
  /** The facts used so far. A fact that was looked up several times is recorded as last seen. */
  recording(now: Date, tool: string): Recording;
}

/**
 * Records every fact that passes, refusals included, without secrets: see {@link factWithoutSecrets}. A key that holds one is
 * kept as a digest after its first words, so that the fact is found again by who knows it, and its kind is known to all.
 */
export function recordFacts(store: FactStore, secrets: KnownSecrets): RecordingFacts {
  const facts = new Map<string, RecordedFact>();
  const salt = randomBytes(16);
  const keep = async (key: string, fact: RecordedFact) => {
    const {own, rest} = partsOf(key);
    facts.set(secrets.find(rest).length === 0 ? key : `${own}:${await digestOf(key, salt)}`, fact);
  };
  return {
    async get<T>(key: string, load: (signal: AbortSignal) => Promise<T>, request: FactRequest): Promise<T> {
      try {
        const value = await store.get(key, load, request);
        await keep(key, {value: (value instanceof ComparedValue ? await value.digest() : value) as Json});
        return value;
      } catch (thrown) {
        const recorded = recordThrown(thrown);
        if (recorded !== null) await keep(key, {thrown: recorded});
        throw thrown;
      }
    },
    recording: (now, tool) => ({
      recordingVersion: RECORDING_VERSION,
      recordedAt: now.toISOString(),
      tool,
      // Only now: what a probe has learned since is a secret of all of them.
      facts: Object.fromEntries(
        [...facts]
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          // Packed last: nothing in it is from outside but numbers, and no secret is to be found in it by chance.
          .map(([key, fact]) => [key, withPackedTimeline(key, factWithoutSecrets(fact, secrets))]),
      ),
    }),
  };
}

/** The first words of a key are ours (`aws:platform:eu-central-1:listeners:`); the rest is what was asked about. */
function partsOf(key: string): {readonly own: string; readonly rest: string} {
  const words = key.split(':');
  const count = key.startsWith('aws:') ? 4 : 2;
  return {own: words.slice(0, count).join(':'), rest: words.slice(count).join(':')};
}

/** What is said of a fact that is not there. */
type Unrecorded = (key: string) => CannotTell;

/** Recorded facts: nothing is looked up, and facts that were not recorded are unknown. */
export function replayFacts(
  {facts, recordedAt}: Recording,
  secrets = new KnownSecrets(),
  unrecorded: Unrecorded = (key) =>
    new CannotTell(
      `the recording of ${recordedAt} does not hold the fact "${key}"`,
      'record again with --record, with the same checklist, environment and selection',
      {isShown: true},
    ),
): FactStore {
  const digests = Object.keys(facts)
    .map((recorded) => ({recorded, ...partsOf(recorded)}))
    .filter(({rest}) => isDigest(rest));
  const kept = async (key: string) => {
    if (Object.hasOwn(facts, key)) return facts[key];
    const {own} = partsOf(key);
    for (const {recorded, rest} of digests.filter((digest) => digest.own === own)) {
      if (await isDigestOf(rest, key)) return facts[recorded];
    }
    return undefined;
  };
  return {
    async get<T>(key: string, _load: (signal: AbortSignal) => Promise<T>, request: FactRequest): Promise<T> {
      request.signal.throwIfAborted();
      const fact = await kept(key);
      if (fact === undefined) throw unrecorded(redactText(key, secrets));
      if ('thrown' in fact) throw rebuild(fact.thrown);
      return withTimelineUnpacked(key, fact).value as T;
    },
  };
}

/** The built-in world: AWS from a recording, the wire and the files for real. */
export function withRecordedAws(recording: Recording, live: FactStore): FactStore {
  const recorded = replayFacts(
    recording,
    new KnownSecrets(),
    (key) =>
      new CannotTell(
        `the built-in world does not hold the fact "${key}"`,
        'name its own accounts and resources, as `init --lab` writes them, or run without --lab',
        {isShown: true},
      ),
  );
  return {get: (key, load, request) => (key.startsWith('aws:') ? recorded : live).get(key, load, request)};
}

type Thrown = Extract<RecordedFact, {thrown: unknown}>['thrown'];

/** Null for what is not a fact about the world: an abort, a bug. */
function recordThrown(thrown: unknown): Thrown | null {
  if (thrown instanceof NoAnswer) {
    return {name: 'NoAnswer', message: thrown.message, target: thrown.target, phase: thrown.phase};
  }
  if (!(thrown instanceof CannotTell)) return null;
  const {message, fix, transient, permanent, commonCause, isShown} = thrown;
  const common = {message, fix, transient, permanent, commonCause, isShown};
  if (!(thrown instanceof AwsRefusal)) return {name: 'CannotTell', ...common};
  return {name: 'AwsRefusal', ...common, action: thrown.action, code: thrown.code};
}

function rebuild(thrown: Thrown): Error {
  const text = (member: string) => String(thrown[member] ?? '');
  const options = {
    transient: thrown.transient === true,
    permanent: thrown.permanent === true,
    isShown: thrown.isShown === true,
    commonCause: typeof thrown.commonCause === 'string' ? thrown.commonCause : null,
  };
  switch (thrown.name) {
    case 'NoAnswer':
      return new NoAnswer(text('target'), text('phase') as NoAnswer['phase'], thrown.message);
    case 'AwsRefusal':
      return new AwsRefusal(text('action'), text('code'), thrown.message, text('fix'), options);
    case 'CannotTell':
      return new CannotTell(thrown.message, text('fix'), options);
  }
}
