import {hostname} from 'node:os';
import {CHECKS} from './checks/index.ts';
import {toolVersion} from './cli/tool-version.ts';
import type {LabWorld} from './lab/start.ts';
import type {AttemptContext, Look} from './model/attempt.ts';
import {type Account, type Checklist, DEFAULT_ACCOUNT, type SignOff, type Waiver} from './model/checklist.ts';
import {CannotTell} from './model/errors.ts';
import type {Emit, RunEvent} from './model/event.ts';
import type {FactStore, Recording} from './model/fact-store.ts';
import type {Json} from './model/outcome.ts';
import {redactJson, redactText} from './model/redact.ts';
import type {Mode, Report} from './model/report.ts';
import type {World} from './model/world.ts';
import {type Aws, createAws} from './probes/aws/create-aws.ts';
import {replayClock, shortenedClock, systemClock} from './probes/clock.ts';
import {liveFacts, recordFacts, replayFacts, withRecordedAws} from './probes/facts.ts';
import {readGit} from './probes/git.ts';
import {type OverrideFlags, readOverrides} from './probes/overrides.ts';
import {createRepo} from './probes/repo/repo.ts';
import {type ConnectTo, connectToOf} from './probes/wire/connect-to.ts';
import {createWire} from './probes/wire/wire.ts';
import {type Pace, type RunResult, runItems, type Selection} from './runner/run.ts';
import {select} from './runner/selection.ts';

/** Longest pause between polls or confirmations in the built-in world, where nothing needs time to settle. */
const LAB_PAUSE_MS = 200;
/** Who we are is asked before the first item; what can't be told by then, each item asks anew in its own time. */
const CALLERS_WITHIN_MS = 10_000;

/** What the checks look at. */
export type Target =
  | {readonly mode: 'live'; readonly overrides: OverrideFlags; readonly ca: string | null}
  | {readonly mode: 'replay'; readonly recording: Recording; readonly file: string}
  | {readonly mode: 'lab'; readonly world: LabWorld};

export interface RunSettings {
  readonly checklist: Checklist;
  readonly waivers: readonly Waiver[];
  readonly signOffs: readonly SignOff[];
  readonly target: Target;
  readonly stage: string | null;
  readonly selection: Selection;
  readonly concurrency: number;
  readonly bail: boolean;
  /** For accounts that name none. */
  readonly region: string | null;
  readonly profile: string | null;
  /** Null: the host name. */
  readonly vantage: string | null;
  /** Keep every fact that is used. */
  readonly record: boolean;
  readonly emit: Emit;
  /** See `RunOptions.signal`. */
  readonly signal: AbortSignal;
}

export interface RunOutcome extends RunResult {
  /** Null unless `record` was set. */
  readonly recording: Recording | null;
}

/** Runs a checklist that has been read: the one place where it, the checks, the probes and the runner meet. */
export async function runChecklist(settings: RunSettings): Promise<RunOutcome> {
  const {checklist, stage, selection, signal} = settings;
  const {items} = select(checklist, selection, stage);
  const git = readGit(checklist.folder);
  const accountsInUse = [...new Set(items.flatMap((item) => item.accounts))];
  const accounts = accountsOf(settings, accountsInUse);
  const scene = await openScene(settings, Object.values(accounts));
  const redact = (text: string) => redactText(text, checklist.secretValues);
  const recorder = settings.record ? recordFacts(scene.store, redact) : null;
  const store = recorder ?? scene.store;
  const aws = createAws({
    accounts,
    resources: checklist.resources,
    store,
    clock: systemClock,
    endpointUrl: scene.endpointUrl,
  });
  try {
    const patienceMs = Math.min(CALLERS_WITHIN_MS, Math.max(...items.map(({timeoutMs}) => timeoutMs)));
    const callers = await readCallers(aws, accounts, AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]));
    const result = await runItems({
      ...settings,
      ...lookerOf(settings, scene, aws, store),
      checks: new Map(CHECKS.map((check) => [check.id, check])),
      clock: systemClock,
      pace: scene.pace,
      judgedAt: scene.judgedAt,
      emit: (event) => settings.emit(redactEvent(event, checklist.secretValues)),
      calls: aws.calls,
      context: {
        mode: scene.mode,
        overrides: [...scene.overrides],
        toolVersion: toolVersion(),
        vantage: settings.vantage ?? hostname(),
        git,
        accounts: () => callers,
      },
    });
    return {
      ...result,
      report: redactReport(result.report, checklist.secretValues),
      recording: recorder?.recording(scene.judgedAt, `migrate-check ${toolVersion()}`) ?? null,
    };
  } finally {
    aws.close();
  }
}

/** What a target comes to for the probes and the runner. */
interface Scene {
  readonly mode: Mode;
  readonly overrides: readonly string[];
  readonly store: FactStore;
  readonly pace: Pace;
  readonly judgedAt: Date;
  readonly connectTo: ConnectTo;
  readonly ca: string | null;
  readonly endpointUrl: string | null;
}

async function openScene({target}: RunSettings, accounts: readonly Account[]): Promise<Scene> {
  const nowhere = {overrides: [], connectTo: () => null, ca: null, endpointUrl: null};
  switch (target.mode) {
    case 'lab': {
      const {recording, now, ca, connectTo} = target.world;
      const store = withRecordedAws(recording, liveFacts(systemClock));
      const pace = shortenedClock(systemClock, LAB_PAUSE_MS);
      return {...nowhere, mode: 'lab', store, pace, judgedAt: now, ca, connectTo};
    }
    case 'replay': {
      const {recording, file} = target;
      const judgedAt = new Date(recording.recordedAt);
      const overrides = [`--replay ${file}, recorded ${recording.recordedAt}`];
      return {
        ...nowhere,
        mode: 'replay',
        overrides,
        store: replayFacts(recording),
        pace: replayClock(judgedAt),
        judgedAt,
      };
    }
    case 'live': {
      const {overrides: flags, ca} = target;
      return {
        ...(await readOverrides(flags, process.env, profilesOf(accounts))),
        store: liveFacts(systemClock),
        pace: systemClock,
        judgedAt: systemClock.now(),
        connectTo: connectToOf(flags.connectTo, flags.resolve),
        ca,
        endpointUrl: flags.endpointUrl,
      };
    }
  }
}

function lookerOf({checklist}: RunSettings, scene: Scene, aws: Aws, store: FactStore) {
  const repo = createRepo({folder: checklist.folder, store});
  const {connectTo, ca} = scene;
  const wire = createWire({store, clock: systemClock, connectTo, ca, secrets: checklist.secretValues});
  const worldOf = (context: AttemptContext): World => ({
    now: scene.judgedAt,
    aws: aws.facts(context),
    http: wire.http(context),
    sse: wire.sse(context),
    files: repo.files(context),
    terraform: repo.terraform(context),
  });
  const checks = new Map(CHECKS.map((check) => [check.id, check]));
  const look: Look = async (item, context) => {
    const check = item.check === null ? undefined : checks.get(item.check.id);
    if (item.check === null || check === undefined) throw new CannotTell(`${item.id}: no check to run`, 'name one');
    return check.run(item.check.params as never, worldOf(context));
  };
  return {look, askControl: wire.askControl};
}

/** The accounts that are looked at, with what the command line says for those that leave it open. */
function accountsOf({checklist, region, profile}: RunSettings, names: readonly string[]): Record<string, Account> {
  const unnamed = {id: null, region: null, profile: null, roleArn: null, externalId: null};
  return Object.fromEntries(
    names.map((name) => {
      const account = checklist.accounts[name] ?? {...unnamed, name: DEFAULT_ACCOUNT};
      return [name, {...account, region: account.region ?? region, profile: account.profile ?? profile}];
    }),
  );
}

/** The SDK reads the settings of the profile `default` even when none is named. */
function profilesOf(accounts: readonly Account[]): string[] {
  return [...new Set(accounts.map(({profile}) => profile ?? process.env.AWS_PROFILE ?? 'default'))];
}

/** Who we are, asked for every account before the first item. A refusal is told by each item that needs the account. */
async function readCallers(
  aws: Aws,
  accounts: Record<string, Account>,
  signal: AbortSignal,
): Promise<Report['accounts']> {
  const request = {signal, notBefore: Number.NEGATIVE_INFINITY};
  return await Promise.all(
    Object.entries(accounts).map(async ([name, account]) => {
      const caller = await aws.caller(name, request).catch(() => null);
      const region = await aws.region(name).catch(() => account.region);
      return {name, id: caller?.id ?? null, caller: caller?.arn ?? null, region};
    }),
  );
}

/** Probes redact what they see; this is for secrets that the checklist itself puts into titles, URLs and values. */
function redactReport(report: Report, secrets: readonly string[]): Report {
  return redactJson(report as unknown as Json, secrets) as unknown as Report;
}

function redactEvent(event: RunEvent, secrets: readonly string[]): RunEvent {
  return redactJson(event as unknown as Json, secrets) as unknown as RunEvent;
}
