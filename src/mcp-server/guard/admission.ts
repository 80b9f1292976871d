import type {Exchange} from '../exchange.ts';
import {loggedPath} from '../log.ts';
import type {ServerState} from '../server-state.ts';
import {bearerGuard} from './bearer.ts';
import {clientAddress} from './client-address.ts';
import {answerCors} from './cors.ts';
import {full} from './full.ts';
import {hostGuard} from './hosts.ts';
import {keepRequest} from './keep-request.ts';
import {originGuard} from './origins.ts';
import {type Refusal, sendRefusal} from './refusal.ts';

export interface AccessSettings {
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly bearerToken: string | null;
  /** The address the server listens on. */
  readonly host: string;
}

/** Why a request is refused, or null. */
export type Guard = (request: Exchange['request']) => Refusal | null;

/** Who may send requests. `guardUpgrade` is the same for WebSockets. */
export interface Admission {
  /** True: the exchange was refused, or answered as a browser's preflight. */
  handles(exchange: Exchange): boolean;
  /** Whether this client may send requests, regardless of capacity. */
  letsIn(request: Exchange['request']): boolean;
  readonly guardUpgrade: Guard;
}

/** @throws UsageError for an invalid host or origin. */
export function admission(settings: AccessSettings, state: ServerState): Admission {
  const hosts = hostGuard(settings.allowedHosts, settings.host);
  const origins = originGuard(settings.allowedOrigins, hosts.answersToAny);
  const bearer = bearerGuard(settings.bearerToken);

  const guardPage: Guard = ({headers, rawHeaders}) =>
    (hasTwoHosts(rawHeaders) ? TWO_HOSTS : null) ??
    hosts.refusal(headers.host) ??
    origins.refusal(headers.origin, headers.host);
  const guardToken: Guard = ({headers}) => bearer(headers.authorization);

  return {
    guardUpgrade: (request) =>
      (state.isStopping ? STOPPING : null) ??
      guardPage(request) ??
      guardToken(request) ??
      noRoomForStream(state, clientAddress(request, state.forwardedHops)),
    letsIn: (request) => (guardPage(request) ?? guardToken(request)) === null,
    handles(exchange) {
      const {request, path} = exchange;
      // Load balancers use the address, without a token. Allowed pages can read the answer.
      if (path.endsWith('/health') || path.endsWith('/ready')) {
        return origins.refusal(request.headers.origin, request.headers.host) === null && answerCors(exchange);
      }
      const page = guardPage(request);
      if (page !== null) return refuse(exchange, page, state);
      // Before every answer that a page of an allowed origin should be able to read.
      if (answerCors(exchange)) return true;
      const refusal =
        (state.isStopping ? STOPPING : null) ??
        guardToken(request) ??
        tooLarge(state, request) ??
        bodiesFull(exchange, state);
      return refusal === null ? false : refuse(exchange, refusal, state);
    },
  };
}

/** From the raw headers: `headersDistinct` would be built, and kept as long as the request. */
function hasTwoHosts(rawHeaders: readonly string[]): boolean {
  const isHost = (text: string, at: number) => at % 2 === 0 && text.length === 4 && text.toLowerCase() === 'host';
  return rawHeaders.filter(isHost).length > 1;
}

/** RFC 9112, section 3.2. */
const TWO_HOSTS: Refusal = {status: 400, code: 'bad-host', message: 'There is more than one Host header'};

const STOPPING: Refusal = {
  status: 503,
  code: 'stopping',
  message: 'This server stops; another one may answer',
  headers: {Connection: 'close', 'Retry-After': '1'},
};

function refuse(exchange: Exchange, refusal: Refusal, state: ServerState): true {
  logged(refusal, state, exchange);
  sendRefusal(exchange, refusal);
  return true;
}

/**
 * True: refused. For anything that may become a stream, before any work for it. The slot is taken at once, so that
 * simultaneous requests do not all get the last one.
 */
export function refusesStream(exchange: Exchange, state: ServerState): boolean {
  return takeStreamSlot(exchange, state) === null;
}

/** Returns a function that releases the slot, which happens at the end of the response at the latest. Null: refused. */
export function takeStreamSlot(exchange: Exchange, state: ServerState): (() => void) | null {
  const {response, address} = exchange;
  if (response.closed) return null; // The client is gone.
  // A request that was held back may continue while the server stops.
  const refusal = state.isStopping ? STOPPING : (noRoomForStream(state, address) ?? noRoomForHead(exchange, state));
  if (refusal !== null) {
    refuse(exchange, refusal, state);
    return null;
  }
  const release = state.streamQuota.take(address);
  response.on('close', release);
  return release;
}

/** For a request with a body this is checked once the body has come. */
function noRoomForHead(exchange: Exchange, state: ServerState): Refusal | null {
  return exchange.request.method === 'POST' ? null : keepRequest(exchange, state, 0);
}

/** Why there is no memory for what this message starts, or null. */
export function noRoomForMessage(state: ServerState, exchange: Exchange, bytes: number): Refusal | null {
  return logged(keepRequest(exchange, state, bytes), state, exchange);
}

/** Why no session can start, or null. */
export function noRoomForSession(state: ServerState, exchange: Exchange): Refusal | null {
  const {sessionQuota, limits} = state;
  const refusal = full('sessions', sessionQuota, limits.sessions, limits.sessionsPerAddress, exchange.address);
  return logged(refusal, state, exchange);
}

function logged(refusal: Refusal | null, {log}: ServerState, {path, address}: Exchange): Refusal | null {
  if (refusal !== null) log({event: 'refused', reason: refusal.code, path: loggedPath(path), address});
  return refusal;
}

function noRoomForStream({streamQuota, limits}: ServerState, address: string): Refusal | null {
  return full('streams', streamQuota, limits.streams, limits.streamsPerAddress, address);
}

/**
 * Reserves the size that a request's body may reach until it has come: otherwise clients that announce bodies and send
 * them slowly, or never, could pile them up.
 */
function bodiesFull({request, response, address}: Exchange, {bodyQuota, limits}: ServerState): Refusal | null {
  const {'content-length': length, 'transfer-encoding': coding} = request.headers;
  const bytes = coding === undefined ? Number(length ?? 0) : limits.bodyBytes;
  if (bytes === 0) return null;
  // One body of the largest size must fit.
  const most = Math.max(limits.bodiesBytes, limits.bodyBytes) - bytes + 1;
  const mostOfAddress = Math.max(limits.bodiesBytesPerAddress, limits.bodyBytes) - bytes + 1;
  const refusal = full('bodies', bodyQuota, most, mostOfAddress, address);
  if (refusal !== null) return {...refusal, headers: {...refusal.headers, Connection: 'close'}};
  const release = bodyQuota.take(address, bytes);
  request.once('end', release);
  response.on('close', release);
  return null;
}

/** By the announced length; a body without one is cut off where it is read. */
function tooLarge({limits}: ServerState, {headers}: Exchange['request']): Refusal | null {
  if (Number(headers['content-length'] ?? 0) <= limits.bodyBytes) return null;
  const message = `A body may have ${limits.bodyBytes} bytes`;
  return {status: 413, code: 'body-too-large', message, headers: {Connection: 'close'}};
}
