import type {LookupFunction} from 'node:net';
import type {AskControl, AttemptContext} from '../../model/attempt.ts';
import type {Clock} from '../../model/clock.ts';
import type {FactStore} from '../../model/facts/fact-store.ts';
import type {Presence} from '../../model/facts/observer.ts';
import type {HttpRequest} from '../../model/facts/wire/http.ts';
import type {McpProbe, McpRequest} from '../../model/facts/wire/mcp.ts';
import type {HttpProbe, SseProbe, WebSocketProbe} from '../../model/facts/wire/probes.ts';
import type {ResumeRequest} from '../../model/facts/wire/resumption.ts';
import type {StreamRequest} from '../../model/facts/wire/stream.ts';
import type {TlsProbe} from '../../model/facts/wire/tls.ts';
import type {WebSocketRequest} from '../../model/facts/wire/websocket.ts';
import type {KnownSecrets} from '../../model/text/secrets/known-secrets.ts';
import {type ConnectTo, connectedTo} from './connection/connect-to.ts';
import {createAnswerLog} from './connection/header-hold.ts';
import {offeredProtocols} from './connection/protocols.ts';
import {CONTROL_WITHIN_MS, createAskControl} from './control.ts';
import {createFactKeys} from './fact-key.ts';
import {requestOnce} from './http.ts';
import {conversationWaitsMs, converseMcp} from './mcp/mcp.ts';
import {resumeStream} from './resume.ts';
import {PATIENT_ABOVE_MS, watchStream} from './sse.ts';
import {createTurns} from './timing/turns.ts';
import {addressesFor, addressesTo, type HostResolver} from './tls/addresses.ts';
import {shakeHands} from './tls/handshake.ts';
import {trustStoresWith} from './tls/trust-stores.ts';
import {warmUpHttp} from './warm-up.ts';

export interface WireOptions {
  readonly store: FactStore;
  readonly clock: Clock;
  /** On the same monotonic clock. */
  readonly presence: Presence;
  readonly connectTo: ConnectTo;
  /** PEM certificates to trust in addition to the system's. */
  readonly ca: string | null;
  /** What requests are sent with is added. */
  readonly secrets: KnownSecrets;
  /** How names are resolved; default: by the system. */
  readonly lookup?: LookupFunction;
  /** The addresses at which a host and port are; default: of what `connectTo` says, by the system. */
  readonly addressesOf?: HostResolver;
}

export interface Wire {
  http(context: AttemptContext): HttpProbe;
  sse(context: AttemptContext): SseProbe;
  tls(context: AttemptContext): TlsProbe;
  webSocket(context: AttemptContext): WebSocketProbe;
  mcp(context: AttemptContext): McpProbe;
  readonly askControl: AskControl;
  /**
   * Loads what the first observation would otherwise load on its own time; each waits for it before its clock starts.
   */
  warmUp(): Promise<void>;
}

type HeldRequest = StreamRequest | ResumeRequest | WebSocketRequest | McpRequest;

/** The safe methods of RFC 9110, section 9.2.1: identical requests can share one answer. */
const SHAREABLE = new Set(['GET', 'HEAD']);

export function createWire({
  store,
  clock,
  presence,
  connectTo,
  ca,
  secrets,
  lookup,
  addressesOf = addressesTo(connectTo),
}: WireOptions): Wire {
  const trustStores = trustStoresWith(ca);
  const secureContext = () => trustStores.requestContext();
  const setup = {clock, presence, connectTo, lookup, secureContext, trustStores, answers: createAnswerLog()};
  let warm: Promise<void> | null = null;
  const warmUp = () => {
    warm ??= warmUpHttp().then(() => void secureContext());
    return warm;
  };
  const turn = createTurns();
  const ready = async () => {
    await warmUp();
    await turn();
  };
  const timesAsked = new Map<string, number>();
  const keyOf = createFactKeys();

  const offer = ({signal, factsNotBefore: notBefore}: AttemptContext): HttpProbe['protocols'] => {
    return async ({url, address, withinMs}) => {
      const {origin} = new URL(url);
      const look = async (stop: AbortSignal) => {
        await ready();
        return offeredProtocols({url: origin, withinMs}, connectedTo(address, setup), secrets, stop);
      };
      const asked = {url: origin, headers: {}, ...(address === undefined ? {} : {address})};
      return store.get(await keyOf('protocols', asked), look, {signal, notBefore});
    };
  };

  async function httpKey(request: HttpRequest): Promise<string> {
    const key = await keyOf(request.method, request);
    if (SHAREABLE.has(request.method)) return key;
    const ordinal = (timesAsked.get(key) ?? 0) + 1;
    timesAsked.set(key, ordinal);
    return `${key}:${ordinal}`;
  }

  /** A look that mostly waits, for `forMs` at most once it has begun to. */
  function held<Observation>(
    context: AttemptContext,
    {kind, request, forMs}: {kind: string; request: HeldRequest; forMs: number},
    watch: (stop: AbortSignal, begin: () => void) => Promise<Observation>,
  ): Promise<Observation> {
    return context.waiting(forMs, async (begin) => {
      let isOurs = false;
      const look = async (stop: AbortSignal) => {
        isOurs = true;
        await ready();
        return watch(stop, begin);
      };
      const observation = store.get(await keyOf(kind, asked(request)), look, {
        signal: context.signal,
        notBefore: context.factsNotBefore,
      });
      // Another item's observation, under way or done: this one only waits for it.
      if (!isOurs) begin();
      return observation;
    });
  }

  return {
    warmUp,
    http: (context) => ({
      protocols: offer(context),
      request: async (request) =>
        store.get(
          await httpKey(request),
          async (stop) => {
            await ready();
            return requestOnce(request, connectedTo(request.address, setup), secrets, stop);
          },
          {signal: context.signal, notBefore: context.factsNotBefore},
        ),
    }),
    sse: (context) => ({
      protocols: offer(context),
      stream: (request) =>
        held(context, {kind: 'stream', request, forMs: longestMs(request)}, (stop, begin) =>
          watchStream(request, connectedTo(request.address, setup), secrets, stop, begin, context.onLook),
        ),
      resume: (request) =>
        held(context, {kind: 'resume', request, forMs: longestResumptionMs(request)}, (stop, begin) =>
          resumeStream(request, connectedTo(request.address, setup), secrets, stop, begin),
        ),
    }),
    tls: ({signal, factsNotBefore: notBefore}) => ({
      handshake: async (request) => {
        const look = async (stop: AbortSignal) => {
          await ready();
          return shakeHands(request, connectedTo(request.address, setup), stop);
        };
        const url = `https://${request.host.includes(':') ? `[${request.host}]` : request.host}:${request.port}`;
        return store.get(await keyOf('tls', {...request, url, headers: {}}), look, {signal, notBefore});
      },
      addresses: (host, port) =>
        store.get(`wire:addresses:${host}:${port}`, () => addressesFor(host, port, addressesOf), {signal, notBefore}),
    }),
    webSocket: (context) => ({
      connect: (request) =>
        held(context, {kind: 'websocket', request, forMs: longestTalkMs(request)}, async (stop, begin) => {
          // Loaded before its clock starts, and only where there is one.
          const {watchWebSocket} = await import('./websocket/connect.ts');
          return watchWebSocket(request, connectedTo(request.address, setup), secrets, stop, begin);
        }),
    }),
    mcp: (context) => ({
      async converse(request) {
        const forMs = conversationWaitsMs(request);
        const look = (stop: AbortSignal) => converseMcp(request, setup, secrets, stop);
        if (forMs > 0) {
          return held(context, {kind: 'mcp', request: withCallAsBody(request), forMs}, (stop, begin) => {
            begin();
            return look(stop);
          });
        }
        const looking = async (stop: AbortSignal) => {
          await ready();
          return look(stop);
        };
        const asked = {signal: context.signal, notBefore: context.factsNotBefore};
        return store.get(await keyOf('mcp', withCallAsBody(request)), looking, asked);
      },
    }),
    askControl: createAskControl(async (url) => {
      const request = {method: 'GET', url, headers: {}, withinMs: CONTROL_WITHIN_MS};
      const look = async (stop: AbortSignal) => {
        await ready();
        return requestOnce(request, setup, secrets, stop);
      };
      // Not the item's signal: asking the control goes on when the item's own time is over.
      const asked = {signal: new AbortController().signal, notBefore: Number.NEGATIVE_INFINITY};
      return store.get(await keyOf('control', request), look, asked);
    }),
  };
}

/** Of patience for headers, of the hold, and of the wait for the byte after it: never longer than the hold, see `allowedSilence`. */
function longestMs(request: StreamRequest): number {
  const {headersWithinMs, holdForMs, firstEventWithinMs = 0, heartbeatWithinMs = holdForMs} = request;
  const patienceMs = headersWithinMs > PATIENT_ABOVE_MS ? headersWithinMs : 0;
  return patienceMs + Math.max(holdForMs, firstEventWithinMs) + Math.min(holdForMs, heartbeatWithinMs);
}

/** What a tool is called with may hold a secret, as a body may. */
function withCallAsBody(request: McpRequest): McpRequest & {readonly body?: string} {
  return request.task === 'tools' && request.call !== null ? {...request, body: JSON.stringify(request.call)} : request;
}

/** What is sent over a WebSocket may hold a secret, as a body may. */
function asked(request: HeldRequest) {
  return 'send' in request ? {...request, body: request.send} : request;
}

/** Once it is open: the reply, the hold, and the pongs before, in and after it. */
function longestTalkMs({replyWithinMs, holdForMs, pongWithinMs}: WebSocketRequest): number {
  return replyWithinMs + holdForMs + 3 * pongWithinMs;
}

/** Both connections, and the pause between them. */
function longestResumptionMs({headersWithinMs, eventsWithinMs, retryAtMostMs}: ResumeRequest): number {
  return 2 * eventsWithinMs + retryAtMostMs + headersWithinMs;
}
