import type {RoutedRequest} from '../domain/listener-rules/listener-rules.ts';
import type {Account} from '../model/checklist.ts';
import type {Recording} from '../model/facts/fact-store.ts';
import type {Json} from '../model/outcome.ts';
import {redactJson} from '../model/text/redact.ts';
import type {RequestGiven, TraceDocument} from '../model/trace.ts';
import {createAws} from '../probes/aws/create-aws.ts';
import {systemClock} from '../probes/clock.ts';
import {follow} from '../trace/follow.ts';
import {type HostEnd, hostEnd} from '../trace/host-end.ts';
import type {LoadBalancerWanted} from '../trace/load-balancer-hop.ts';
import {type RouteEnd, routeEnd} from '../trace/route-end.ts';
import type {TraceScope} from '../trace/scope.ts';
import {traceDocument} from '../trace/trace-document.ts';
import {requestToFollow} from '../trace/traced-request.ts';
import {openScene, type Scene, type Target} from './fact-source.ts';
import {toolVersion} from './tool-version.ts';

/** Where a trace may look: accounts by name, and what the checklist or the command line names in them. */
export interface TracePlaces extends Omit<TraceScope, 'facts'> {
  readonly accounts: Readonly<Record<string, Account>>;
}

export interface TraceSettings {
  readonly request: RequestGiven;
  readonly places: TracePlaces;
  readonly target: Target;
  /** For the whole trace. What is not answered by then is unknown. */
  readonly timeoutMs: number;
  /** Keep every fact that is used. */
  readonly record: boolean;
  /** To be taken out of everything that is written. */
  readonly secrets: readonly string[];
}

export interface TraceOutcome {
  readonly document: TraceDocument;
  /** Null unless `record` was set. */
  readonly recording: Recording | null;
}

/** Follows one request through the accounts: the one place where the trace and the probes meet. */
export async function runTrace(settings: TraceSettings): Promise<TraceOutcome> {
  const {places, target, secrets, timeoutMs} = settings;
  const scene = await openScene(target, {
    accounts: Object.values(places.accounts),
    recordWithout: settings.record ? secrets : null,
  });
  const request = requestToFollow(settings.request);
  return await looking(scene, places, timeoutMs, async (scope, calls) => {
    const followed = await follow(scope, request, scene.judgedAt);
    const document = traceDocument(followed, {
      tool: {name: 'migrate-check', version: toolVersion()},
      mode: scene.mode,
      overrides: scene.overrides,
      at: scene.judgedAt.toISOString(),
      request: request.shown,
      calls: calls(),
    });
    const redacted = redactJson(document as unknown as Json, secrets) as unknown as TraceDocument;
    return {document: redacted, recording: scene.recording()};
  });
}

/** Where DNS leads for a host, in a scene that a run goes on with. */
export async function lookUpHost(scene: Scene, places: TracePlaces, host: string, timeoutMs: number): Promise<HostEnd> {
  return await looking(scene, places, timeoutMs, (scope) => hostEnd(scope, host));
}

export interface RouteQuestion {
  readonly wanted: LoadBalancerWanted;
  readonly request: RoutedRequest;
}

/**
 * Where the rules of a load balancer lead a request, in a scene that a run goes on with.
 *
 * @throws {CannotTell} when the load balancer or its rules cannot be looked at.
 */
export async function lookUpRoute(
  scene: Scene,
  places: TracePlaces,
  {wanted, request}: RouteQuestion,
  timeoutMs: number,
): Promise<RouteEnd> {
  return await looking(scene, places, timeoutMs, (scope) => routeEnd(scope, wanted, request));
}

async function looking<T>(
  {store, endpointUrl}: Scene,
  places: TracePlaces,
  timeoutMs: number,
  look: (scope: TraceScope, calls: () => Record<string, number>) => Promise<T>,
): Promise<T> {
  const aws = createAws({accounts: places.accounts, resources: {}, store, clock: systemClock, endpointUrl});
  const attempt = {signal: AbortSignal.timeout(timeoutMs), factsNotBefore: Number.NEGATIVE_INFINITY};
  try {
    return await look({...places, facts: (resources) => aws.facts(attempt, resources)}, aws.calls);
  } finally {
    aws.close();
  }
}
