import {CannotTell} from '../../model/errors.ts';
import type {Api, ApiRoute} from '../../model/facts/aws-facts.ts';
import type {Fault} from '../../model/outcome.ts';
import {command} from '../../model/text/shell.ts';

/**
 * Which method of a REST API, or route of an HTTP API, takes a request.
 * Source: the API Gateway developer guide (routes of HTTP APIs, proxy resources of REST APIs).
 */

/** A request within an API: after stage and base path. */
export interface ApiRequest {
  /** In capitals. */
  readonly method: string;
  /** Without the query string. */
  readonly path: string;
}

export interface RouteChoice {
  /** Null when none takes the request, and when it is not certain which one does. */
  readonly route: ApiRoute | null;
  /** False where AWS does not document which route it takes. */
  readonly isSure: boolean;
  /** What the path's variables stand for, `proxy` of `{proxy+}` with its slashes. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly because: string;
}

interface Candidate {
  readonly route: ApiRoute;
  readonly segments: readonly Segment[];
  readonly parameters: Readonly<Record<string, string>>;
}

interface Segment {
  readonly kind: 'literal' | 'variable' | 'greedy';
  readonly name: string;
}

/**
 * The most specific route wins. Two that are each more specific somewhere, and a REST resource that has the path but not
 * the method, leave it open.
 */
export function chooseRoute(api: Api, routes: readonly ApiRoute[], request: ApiRequest): RouteChoice {
  const asked = `${request.method} ${request.path}`;
  if (api.protocol === 'WEBSOCKET') return unsure('a WebSocket API chooses its route by the message, not by the path');
  const ofPath = routes.flatMap((route) => matchPath(route, request.path) ?? []);
  const exact = ofPath.filter(({route}) => route.path === request.path);
  if (exact.length === 0 && isOddPath(api, request.path)) {
    return unsure(`what becomes of the path ${request.path} before it is matched is not documented`);
  }
  return api.protocol === 'REST' ? ofRest(ofPath, request, asked) : ofHttp(ofPath, routes, request, asked);
}

/** @throws {CannotTell} when it is not certain which route takes the request. */
export function requireSureRoute(api: Api, routes: readonly ApiRoute[], request: ApiRequest): RouteChoice {
  const choice = chooseRoute(api, routes, request);
  if (choice.isSure) return choice;
  throw new CannotTell(
    `API ${api.name} (${api.id}), ${request.method} ${request.path}: ${choice.because}`,
    'send the request and see what answers (http/responds)',
  );
}

/** A REST API finds the resource first, then the method on it. */
function ofRest(ofPath: readonly Candidate[], {method}: ApiRequest, asked: string): RouteChoice {
  const nearest = ofPath.filter((one) => ofPath.every((other) => isAsSpecific(one, other)));
  if (ofPath.length > 0 && nearest.length === 0) return unsure(rivals(ofPath));
  const fitting =
    nearest.find(({route}) => route.method === method) ?? nearest.find(({route}) => route.method === 'ANY');
  if (fitting !== undefined) return chosen(fitting, 'the most specific resource');
  if (ofPath.some(({route}) => route.method === method || route.method === 'ANY')) {
    const path = nearest[0]?.route.path;
    return unsure(`${path} has no method ${method}, and whether a less specific resource takes over is not documented`);
  }
  return none(`no resource and method takes ${asked}: API Gateway answers 403 "Missing Authentication Token"`);
}

/** An HTTP API takes a full match first, then a greedy one, then `$default`. */
function ofHttp(
  ofPath: readonly Candidate[],
  routes: readonly ApiRoute[],
  {method}: ApiRequest,
  asked: string,
): RouteChoice {
  const fitting = ofPath.filter(({route}) => route.method === method || route.method === 'ANY');
  const full = fitting.filter((one) => !isGreedy(one));
  const tier = full.length > 0 ? full : fitting;
  const best = tier.find((one) =>
    tier.every((other) => isAsSpecific(one, other) && (one.route.method === method || other.route.method === 'ANY')),
  );
  if (best !== undefined) return chosen(best, full.length > 0 ? 'the full match' : 'the most specific greedy match');
  if (tier.length > 0) return unsure(rivals(tier));
  const fallback = routes.find(({path}) => path === '$default');
  if (fallback !== undefined) return {route: fallback, isSure: true, parameters: {}, because: 'no other route matches'};
  return none(`no route takes ${asked}: API Gateway answers 404 "Not Found"`);
}

function matchPath(route: ApiRoute, path: string): Candidate | null {
  if (!route.path.startsWith('/')) return null;
  const segments = segmentsOf(route.path);
  const parts = splitPath(path);
  const isLong = segments.at(-1)?.kind === 'greedy';
  if (isLong ? parts.length < segments.length : parts.length !== segments.length) return null;
  const parameters: Record<string, string> = {};
  for (const [i, {kind, name}] of segments.entries()) {
    const part = parts[i] ?? '';
    if (kind === 'literal' && name !== part) return null;
    if (kind === 'variable') parameters[name] = part;
    if (kind === 'greedy') parameters[name] = parts.slice(i).join('/');
  }
  return {route, segments, parameters};
}

function segmentsOf(path: string): Segment[] {
  return splitPath(path).map((text) => {
    const variable = /^\{([^}+]+)(\+?)\}$/.exec(text);
    if (variable === null) return {kind: 'literal', name: text};
    return {kind: variable[2] === '+' ? 'greedy' : 'variable', name: variable[1] ?? ''};
  });
}

function splitPath(path: string): string[] {
  return path === '/' ? [] : path.slice(1).split('/');
}

/** A greedy variable takes what is left, so that beyond the last segment its rank still counts. */
function isAsSpecific(one: Candidate, other: Candidate): boolean {
  const rank = ({segments}: Candidate, i: number) => {
    const kind = (segments[i] ?? segments.at(-1))?.kind;
    return kind === 'greedy' ? 2 : kind === 'variable' ? 1 : 0;
  };
  const length = Math.max(one.segments.length, other.segments.length);
  return Array.from({length}, (_, i) => rank(one, i) <= rank(other, i)).every(Boolean);
}

function isGreedy({segments}: Candidate): boolean {
  return segments.at(-1)?.kind === 'greedy';
}

/** Trailing and double slashes, escapes, and whether `{proxy+}` of an HTTP API may be empty: AWS does not say. */
function isOddPath({protocol}: Api, path: string): boolean {
  if (path === '/') return protocol === 'HTTP';
  return /%|\/\/|\/$/.test(path);
}

function rivals(candidates: readonly Candidate[]): string {
  const names = candidates.map(({route}) => `${route.method} ${route.path}`).join(' and ');
  return `${names} match, and which of them is the more specific is not documented`;
}

function chosen({route, parameters}: Candidate, why: string): RouteChoice {
  return {route, isSure: true, parameters, because: `${route.method} ${route.path} is ${why}`};
}

function none(because: string): RouteChoice {
  return {route: null, isSure: true, parameters: {}, because};
}

function unsure(because: string): RouteChoice {
  return {route: null, isSure: false, parameters: {}, because};
}

/** The command that shows the API's routes and where they lead: those that a stage serves, or the editable ones. */
export function routesByHand({id, protocol}: Api, stage?: string): string {
  if (stage !== undefined) {
    return protocol === 'REST'
      ? command`aws apigateway get-export --rest-api-id ${id} --stage-name ${stage} --export-type oas30 --parameters extensions=apigateway /dev/stdout`
      : command`aws apigatewayv2 export-api --api-id ${id} --stage-name ${stage} --specification OAS30 --output-type JSON /dev/stdout`;
  }
  return protocol === 'REST'
    ? command`aws apigateway get-resources --rest-api-id ${id} --embed methods --query "items[].[path,resourceMethods]"`
    : command`aws apigatewayv2 get-integrations --api-id ${id}`;
}

/** Why a request that is configured for nothing calls nothing. */
export function missingIntegration(hasNoRoute: boolean, because: string, {method, path}: ApiRequest): Fault {
  return hasNoRoute
    ? {what: because, fix: `Add a route for ${method} ${path} with an integration, and deploy the API.`}
    : {
        what: `${because}, and it has no integration`,
        fix: `Give ${method} ${path} an integration, and deploy the API.`,
      };
}
