import type {RoutedRequest} from '../domain/listener-rules/listener-rules.ts';
import type {AttemptContext} from '../model/attempt.ts';
import type {Account, ResourceOfKind} from '../model/checklist.ts';
import {CannotTell} from '../model/errors.ts';
import type {Recording} from '../model/facts/fact-store.ts';
import {findLoadBalancer} from '../model/facts/load-balancer-name.ts';
import type {NameAnswer} from '../model/facts/wire/probes.ts';
import type {TraceReport} from '../model/report-trace.ts';
import {refTo} from '../model/resource-ref.ts';
import {rulesSnapshotText} from '../model/rules-snapshot.ts';
import type {RequestGiven, TraceDocument, TracedRequest} from '../model/trace.ts';
import {createAws} from '../probes/aws/create-aws.ts';
import {systemClock} from '../probes/clock.ts';
import {createPresence} from '../probes/presence.ts';
import {createDns} from '../probes/wire/dns.ts';
import {createWire} from '../probes/wire/wire.ts';
import {idleTimeoutMsOf} from '../readers/idle-timeout.ts';
import {follow} from '../trace/follow.ts';
import {type HostEnd, hostEnd} from '../trace/host-end.ts';
import {confirm} from '../trace/live/confirm.ts';
import type {LiveWire} from '../trace/live/look.ts';
import type {LoadBalancerWanted} from '../trace/load-balancer-hop.ts';
import {type RouteEnd, routeEnd} from '../trace/route-end.ts';
import {accountFacts, type TraceScope} from '../trace/scope.ts';
import {traceDocument} from '../trace/trace-document.ts';
import {requestToFollow} from '../trace/traced-request.ts';
import {circumstancesOf, type FactSource, openFactSource, type RunMode} from './fact-source.ts';
import {shownTrace} from './shown-trace.ts';
import {toolVersion} from './tool-version.ts';

export type {HostEnd};

/** Where a trace may look: accounts by name, and what the checklist or the command line names in them. */
export interface SearchScope extends Omit<TraceScope, 'facts'> {
  readonly accounts: Readonly<Record<string, Account>>;
}

export interface TraceSettings {
  readonly request: RequestGiven;
  readonly scope: SearchScope;
  readonly runMode: RunMode;
  /** What the command line changed about the checklist. */
  readonly overrides: readonly string[];
  /** For the whole trace. Whatever has no answer by then is unknown. */
  readonly timeoutMs: number;
  /** Whether the wire is asked too. */
  readonly live: boolean;
  /** Keep every fact that is used. */
  readonly record: boolean;
  /** Removed from everything that is written. */
  readonly secrets: readonly string[];
}

export interface TraceOutcome {
  readonly document: TraceDocument;
  /** Null unless `record` was set. */
  readonly recording: Recording | null;
}

/** Follows one request through the accounts: the one place where the trace and the probes meet. */
export async function runTrace(settings: TraceSettings): Promise<TraceOutcome> {
  const {runMode, secrets, record} = settings;
  const factSource = openFactSource(runMode, {secrets, record});
  const isPointed = ({host, port}: TracedRequest) =>
    runMode.mode === 'live' && factSource.connectTo(host, port) !== null;
  const document = await traceFrom(factSource, settings, isPointed);
  return {document, recording: factSource.recording()};
}

type Traced = Pick<TraceSettings, 'request' | 'scope' | 'overrides' | 'timeoutMs' | 'live'> & {
  readonly signal?: AbortSignal;
};

/** Follows one request with the facts of a source that is open; `isPointed`: where a live one is sent elsewhere. */
async function traceFrom(
  factSource: FactSource,
  {request: given, scope, overrides, timeoutMs, live: isLive, signal}: Traced,
  isPointed: (request: TracedRequest) => boolean,
): Promise<TraceDocument> {
  const look = async (traceScope: TraceScope, calls: () => Record<string, number>) => {
    const asked = isLive ? await askingWire(factSource, timeoutMs) : null;
    const trace = async (wanted: RequestGiven, within: TraceScope, wire: LiveWire | null) => {
      const request = requestToFollow(wanted);
      const followed = await follow(within, request, factSource.judgedAt);
      const live =
        wire === null ? undefined : await confirm({wire, request, isPointed: isPointed(request.shown)}, followed);
      const circumstances = {
        tool: {name: 'migrate-check', version: toolVersion()},
        ...circumstancesOf(factSource, overrides),
        at: factSource.judgedAt.toISOString(),
        request: request.shown,
        calls: calls(),
      } as const;
      return traceDocument(followed, circumstances, live);
    };
    return await shownTrace(trace, given, {scope: traceScope, wire: asked}, factSource.secrets);
  };
  return await looking(factSource, scope, timeoutMs, look, signal);
}

export interface TraceLimits {
  readonly timeoutMs: number;
  /** Ends the waiting early. */
  readonly signal: AbortSignal;
  /** Hears of the requests that the trace has made, by AWS service. */
  readonly noteCalls: (calls: Readonly<Record<string, number>>) => void;
}

/** The path of a request as a report keeps it, from a fact source that a run has used. */
export async function traceForReport(
  factSource: FactSource,
  scope: SearchScope,
  request: RequestGiven,
  {timeoutMs, signal, noteCalls}: TraceLimits,
): Promise<TraceReport> {
  const asked = {request, scope, overrides: [], timeoutMs, live: false, signal};
  const document = await traceFrom(factSource, asked, () => false);
  noteCalls(document.calls);
  const {at, verdict, firstBroken, conclusion, hops, request: shown} = document;
  return {
    request: {method: shown.method, url: shown.url},
    at,
    verdict,
    firstBroken,
    conclusion,
    hops: hops.map(({kind, status, summary, lines, because, fix, byHand}) => ({
      kind,
      status,
      summary,
      lines: lines.map(({mark, text}) => ({mark, text})),
      because,
      fix,
      byHand,
    })),
  };
}

/** The wire as a live trace asks it, on real clocks. */
async function askingWire(
  {store, connectTo, resolveName, ca, secrets, mode}: FactSource,
  timeoutMs: number,
): Promise<LiveWire> {
  const wire = createWire({store, clock: systemClock, presence: createPresence(), connectTo, ca, secrets});
  if (mode !== 'replay') await wire.warmUp();
  const context: AttemptContext = {
    signal: AbortSignal.timeout(timeoutMs),
    factsNotBefore: Number.NEGATIVE_INFINITY,
    waiting: (_declaredMs, work) => work(() => {}),
  };
  return {
    dns: createDns(store, resolveName)(context),
    http: wire.http(context),
    sse: wire.sse(context),
    webSocket: wire.webSocket(context),
    tls: wire.tls(context),
  };
}

/** Where DNS leads for a host, from a fact source that the run then also uses. */
export async function lookUpHost(
  factSource: FactSource,
  scope: SearchScope,
  host: string,
  timeoutMs: number,
): Promise<HostEnd> {
  return await looking(factSource, scope, timeoutMs, (traceScope) => hostEnd(traceScope, host));
}

/**
 * What DNS says of a name, from a fact source that the run then also uses.
 *
 * @throws {CannotTell} when the resolver gave no answer.
 */
export async function lookUpName(
  {store, resolveName}: FactSource,
  name: string,
  timeoutMs: number,
): Promise<NameAnswer> {
  const attempt = {signal: AbortSignal.timeout(timeoutMs), factsNotBefore: Number.NEGATIVE_INFINITY};
  return await createDns(store, resolveName)(attempt).addresses(name);
}

/** The first account that has the load balancer, or else the first that did not say; null: none of them has it. */
export async function lookUpLoadBalancer(
  factSource: FactSource,
  scope: SearchScope,
  wanted: Pick<LoadBalancerWanted, 'loadBalancer' | 'region'>,
  timeoutMs: number,
): Promise<string | null> {
  return await looking(factSource, scope, timeoutMs, async (traceScope) => {
    let unknown: string | null = null;
    for (const account of traceScope.loadBalancerAccounts) {
      const {aws, name} = accountFacts(traceScope, account, wanted.region);
      const all = await aws.loadBalancers(name).catch(nullIfUnknown);
      if (all === null) unknown ??= account;
      else if (findLoadBalancer(wanted.loadBalancer, all) !== null) return account;
    }
    return unknown;
  });
}

/** The first account that has the service; null: none of those that answered. */
export async function lookUpService(
  factSource: FactSource,
  scope: SearchScope,
  {cluster, service}: {readonly cluster: string; readonly service: string},
  timeoutMs: number,
): Promise<string | null> {
  return await looking(factSource, scope, timeoutMs, async (traceScope) => {
    for (const account of traceScope.loadBalancerAccounts) {
      const wanted = {kind: 'service', name: 'service', account, region: null, cluster, service} as const;
      const found = await traceScope.facts({service: wanted}).service(refTo(wanted)).catch(nullIfUnknown);
      if (found !== null) return account;
    }
    return null;
  });
}

/** The idle timeout of a load balancer, from a fact source that the run then also uses; null: AWS did not say. */
export async function lookUpIdleTimeout(
  factSource: FactSource,
  scope: SearchScope,
  alb: ResourceOfKind<'loadBalancer'>,
  timeoutMs: number,
): Promise<number | null> {
  return await looking(factSource, scope, timeoutMs, (traceScope) =>
    idleTimeoutMsOf(refTo(alb), traceScope.facts({[alb.name]: alb})).catch(nullIfUnknown),
  );
}

/** The rules of a listener, from a fact source that the run then also uses, as a snapshot of them is committed. */
export async function lookUpRulesSnapshot(
  factSource: FactSource,
  scope: SearchScope,
  alb: ResourceOfKind<'loadBalancer'>,
  timeoutMs: number,
): Promise<string> {
  return await looking(factSource, scope, timeoutMs, async (traceScope) => {
    const aws = traceScope.facts({[alb.name]: alb});
    const [listener, rules] = await Promise.all([aws.listener(refTo(alb)), aws.listenerRules(refTo(alb))]);
    return rulesSnapshotText(listener, rules);
  });
}

function nullIfUnknown(thrown: unknown): null {
  if (thrown instanceof CannotTell) return null;
  throw thrown;
}

export interface RouteQuestion {
  readonly wanted: LoadBalancerWanted;
  readonly request: RoutedRequest;
}

/**
 * Where the rules of a load balancer lead a request, from a fact source that the run then also uses; null when the load
 * balancer or its rules cannot be looked at.
 */
export async function lookUpRoute(
  factSource: FactSource,
  scope: SearchScope,
  {wanted, request}: RouteQuestion,
  timeoutMs: number,
): Promise<RouteEnd | null> {
  return await looking(factSource, scope, timeoutMs, (traceScope) =>
    routeEnd(traceScope, wanted, request).catch(nullIfUnknown),
  );
}

async function looking<T>(
  {store, endpointUrl, foreign, secrets}: FactSource,
  scope: SearchScope,
  timeoutMs: number,
  look: (traceScope: TraceScope, calls: () => Record<string, number>) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const aws = createAws({
    accounts: scope.accounts,
    resources: {},
    store,
    clock: systemClock,
    endpointUrl,
    secrets,
    ...(foreign === undefined ? {} : {foreign}),
  });
  const timeout = AbortSignal.timeout(timeoutMs);
  const attempt = {
    signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    factsNotBefore: Number.NEGATIVE_INFINITY,
  };
  try {
    return await look({...scope, facts: (resources) => aws.facts(attempt, resources)}, aws.calls);
  } finally {
    aws.close();
  }
}
