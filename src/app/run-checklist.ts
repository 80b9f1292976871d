import {hostname} from 'node:os';
import {readableFolders} from '../checklist/readable-folders.ts';
import {CHECKS} from '../checks/index.ts';
import {nameReports} from '../domain/dns/name-reports.ts';
import {streamReport} from '../domain/streams/stream-report.ts';
import type {AttemptContext, Look} from '../model/attempt.ts';
import type {AnyCheck} from '../model/check.ts';
import type {Account, Checklist, SignOff, Waiver} from '../model/checklist.ts';
import {CannotTell} from '../model/errors.ts';
import type {Emit} from '../model/event.ts';
import {FACT_ACTIONS} from '../model/facts/aws-facts.ts';
import type {Recording} from '../model/facts/fact-store.ts';
import {alwaysThere, type Presence} from '../model/facts/observer.ts';
import {nothingSeen, noting} from '../model/facts/seen-facts.ts';
import {SeenNames} from '../model/facts/seen-names.ts';
import {type SeenStream, SeenStreams} from '../model/facts/seen-streams.ts';
import {narrowWorld, type World} from '../model/facts/world.ts';
import type {Report} from '../model/report.ts';
import {MAX_NAMES} from '../model/report-name.ts';
import {MAX_STREAMS} from '../model/report-stream.ts';
import type {TraceReport} from '../model/report-trace.ts';
import {redactText} from '../model/text/redact.ts';
import type {RequestGiven} from '../model/trace.ts';
import {type Aws, createAws} from '../probes/aws/create-aws.ts';
import {type Service, servicesBehind} from '../probes/aws/services.ts';
import {systemClock} from '../probes/clock.ts';
import {readGit} from '../probes/git.ts';
import {createPresence} from '../probes/presence.ts';
import {createRepo, type Repo} from '../probes/repo/repo.ts';
import {createDns} from '../probes/wire/dns.ts';
import {createNames} from '../probes/wire/names/names.ts';
import {systemServers} from '../probes/wire/names/resolvers.ts';
import {createWire} from '../probes/wire/wire.ts';
import {type RunResult, runItems, type Selection} from '../runner/run.ts';
import {select} from '../runner/selection.ts';
import {accountsFor} from './accounts-in-use.ts';
import {circumstancesOf, type FactSource, openFactSource, type RunMode} from './fact-source.ts';
import {ownFilesAmong} from './own-files.ts';
import {type SearchScope, traceForReport} from './run-trace.ts';
import {runShown} from './shown-look.ts';
import {toolVersion} from './tool-version.ts';

/** Callers are looked up before the first item; one that is unknown by then is looked up again by each item, in its own time. */
const CALLERS_WITHIN_MS = 10_000;
const TRACE_WITHIN_MS = 60_000;

/** The vantage of shards that name none: they are looked at together, and each may run on a machine of another name. */
const SHARDS = 'shards';

export interface RunSettings {
  readonly checklist: Checklist;
  /** Those that the checklist was read with; default: the built-in ones. */
  readonly checks?: readonly AnyCheck[];
  readonly waivers: readonly Waiver[];
  readonly signOffs: readonly SignOff[];
  /** A fact source is one that is open already: facts it has are not looked up again. */
  readonly source: RunMode | FactSource;
  readonly stage: string | null;
  /** See `RunOptions.stageBegan`. */
  readonly stageBegan?: Date | undefined;
  readonly selection: Selection;
  readonly concurrency: number;
  readonly bail: boolean;
  /** See `RunOptions.decides`. */
  readonly decides?: boolean;
  /** For accounts that name none. */
  readonly region: string | null;
  readonly profile: string | null;
  /** Null: the host name; of a shard: one name for all. */
  readonly vantage: string | null;
  /** Who started the run, for the report; left out: nobody says. */
  readonly startedBy?: string | null;
  /** The requests to follow once the items are done, for the report; left out: none. */
  readonly traces?: TracesWanted;
  /** Whether to keep every fact that is used. */
  readonly record: boolean;
  readonly emit: Emit;
  /** See `RunOptions.watchesLooks`. */
  readonly watchesLooks?: boolean;
  /** See `RunOptions.signal`. */
  readonly signal: AbortSignal;
}

export interface TracesWanted {
  readonly requests: readonly RequestGiven[];
  readonly scope: SearchScope;
  /** Secrets in the requests. */
  readonly secrets: readonly string[];
}

export interface RunOutcome extends RunResult {
  /** Null unless `record` was set. */
  readonly recording: Recording | null;
  /** The streams that were looked at. */
  readonly streams: readonly SeenStream[];
}

/** Runs a checklist that has been read: the one place where it, the checks, the probes and the runner meet. */
export async function runChecklist(settings: RunSettings): Promise<RunOutcome> {
  const {checklist, stage, selection, signal} = settings;
  const {items} = select(checklist, selection, stage);
  const git = readGit(checklist.folder);
  const accountsInUse = [...new Set(items.flatMap((item) => item.accounts))];
  const accounts = accountsFor(accountsInUse, settings);
  const {source} = settings;
  const factSource =
    'store' in source ? source : openFactSource(source, {secrets: checklist.secretValues, record: settings.record});
  const {store, secrets} = factSource;
  secrets.add(checklist.secretValues);
  secrets.add(settings.traces?.secrets ?? []);
  const show = (outside: string) => redactText(outside, secrets);
  const aws = createAws({
    accounts,
    resources: checklist.resources,
    store,
    clock: systemClock,
    pace: factSource.pace,
    endpointUrl: factSource.endpointUrl,
    ...(factSource.foreign === undefined ? {} : {foreign: factSource.foreign}),
    secrets,
  });
  if (accountsInUse.length > 0) {
    await factSource.foreign?.noteConfigured(servicesOf(items, settings.checks ?? CHECKS), Object.values(accounts));
  }
  const filesRead = new Set<string>();
  const repo = createRepo({
    folders: readableFolders(checklist.folder, checklist.roots),
    noteFile: (real) => filesRead.add(real),
    store,
  });
  try {
    const withinMs = Math.min(CALLERS_WITHIN_MS, Math.max(0, ...items.map(({timeoutMs}) => timeoutMs)));
    const callers = await readCallers(aws, accounts, AbortSignal.any([signal, AbortSignal.timeout(withinMs)]));
    // In a replay there is nothing that this process could be late for.
    const presence = factSource.mode === 'replay' ? alwaysThere(systemClock) : createPresence();
    const {warmUp, streams, names, ...looker} = lookerOf(settings, factSource, {aws, repo, presence});
    const looksAtTheWire = items.some(({check}) => check !== null && looker.checks.get(check.id)?.touches === 'wire');
    if (looksAtTheWire && factSource.mode !== 'replay') await warmUp();
    const callsOfTraces: Readonly<Record<string, number>>[] = [];
    const result = await runItems({
      ...settings,
      ...looker,
      clock: systemClock,
      presence,
      pace: factSource.pace,
      judgedAt: factSource.judgedAt,
      show,
      calls: () => sumOf([aws.calls(), ...callsOfTraces]),
      context: {
        // The run itself shows where the SDK really goes.
        get mode() {
          return circumstancesOf(factSource, checklist.overrides).mode;
        },
        get overrides() {
          const {overrides} = circumstancesOf(factSource, checklist.overrides);
          // The first word is a flag or a variable of ours.
          return overrides.map((text) => text.replace(/(?<=[\s=]).*/s, show));
        },
        overriddenLater: () => (['live', 'overridden'].includes(factSource.mode) ? ownFilesAmong(filesRead) : []),
        toolVersion: toolVersion(),
        vantage: show(settings.vantage ?? (selection.shard === undefined ? hostname() : SHARDS)),
        startedBy: settings.startedBy == null ? null : show(settings.startedBy),
        git,
        traces: () => followTraces(factSource, settings, (calls) => callsOfTraces.push(calls)),
        streams: () =>
          streams
            .all()
            .slice(0, MAX_STREAMS)
            .map((stream) => streamReport(stream, show)),
        names: () => nameReports(names.all(), show).slice(0, MAX_NAMES),
        accounts: () => callers.map((account) => ({...account, caller: account.caller && show(account.caller)})),
      },
    });
    return {...result, recording: factSource.recording(), streams: streams.all()};
  } finally {
    aws.close();
    await repo.close();
  }
}

/** The paths of the requests that were asked for; null after an interruption. They are facts for a reader and judge nothing. */
async function followTraces(
  factSource: FactSource,
  {traces: wanted, signal}: RunSettings,
  noteCalls: (calls: Readonly<Record<string, number>>) => void,
): Promise<TraceReport[] | null> {
  const traces: TraceReport[] = [];
  if (wanted === undefined) return traces;
  for (const request of wanted.requests) {
    if (signal.aborted) return null;
    const limits = {timeoutMs: TRACE_WITHIN_MS, signal, noteCalls};
    traces.push(await traceForReport(factSource, wanted.scope, request, limits));
  }
  return signal.aborted ? null : traces;
}

function sumOf(parts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const [name, count] of parts.flatMap(Object.entries<number>)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

function lookerOf(
  {checks: given = CHECKS, checklist}: RunSettings,
  factSource: FactSource,
  {aws, repo, presence}: {readonly aws: Aws; readonly repo: Repo; readonly presence: Presence},
) {
  const {store, connectTo, resolveName, addressesOf, names: world, ca, secrets} = factSource;
  const seen = nothingSeen();
  const streams = new SeenStreams();
  const seenNames = new SeenNames();
  const wire = createWire({store, clock: systemClock, presence, connectTo, ca, secrets, addressesOf});
  const dns = createDns(store, resolveName);
  const {resolvers} = checklist;
  const names = createNames({store, clock: systemClock, presence, world, resolvers, system: systemServers});
  const worldOf = (item: string, context: AttemptContext): World => {
    // Made when it is asked for: most checks of the wire and of files never do.
    let facts: World['aws'] | null = null;
    return {
      now: factSource.judgedAt,
      get aws() {
        facts ??= noting(aws.facts(context), seen);
        return facts;
      },
      dns: dns(context),
      names: seenNames.noting(names(context), item),
      http: wire.http(context),
      sse: streams.noting(wire.sse(context), item),
      tls: wire.tls(context),
      webSocket: wire.webSocket(context),
      mcp: wire.mcp(context),
      files: repo.files(context),
      terraform: repo.terraform(context),
    };
  };
  const checks = new Map(given.map((check) => [check.id, check]));
  const look: Look = async (item, context) => {
    const check = item.check === null ? undefined : checks.get(item.check.id);
    if (item.check === null || check === undefined) throw new CannotTell(`${item.id}: no check to run`, 'name one');
    const run = check.run as Parameters<typeof runShown>[0];
    const world = narrowWorld(worldOf(item.id, context), check.facts);
    return runShown(run, item.check.params, world as World, secrets);
  };
  const show = (outside: string) => redactText(outside, secrets);
  const askControl: typeof wire.askControl = async (url) => {
    const {answered, evidence} = await wire.askControl(url);
    const {what, value, source} = evidence;
    return {answered, evidence: {what, value: answered ? value : show(String(value)), source: show(source)}};
  };
  return {look, checks, askControl, warmUp: wire.warmUp, seen, streams, names: seenNames};
}

/** The services that these items' checks may ask. */
function servicesOf(items: Checklist['items'], checks: readonly AnyCheck[]): Service[] {
  const ids = new Set(items.map(({check}) => check?.id));
  const facts = checks.filter(({id}) => ids.has(id)).flatMap((check) => check.facts as readonly string[]);
  const actions = facts.flatMap((fact) => (FACT_ACTIONS as Readonly<Record<string, readonly string[]>>)[fact] ?? []);
  return [...new Set(actions.flatMap((action) => servicesBehind(action)))];
}

/** The caller in every account, looked up before the first item. A refusal is reported by each item that needs the account. */
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
