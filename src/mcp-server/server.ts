import {randomUUID} from 'node:crypto';
import {once} from 'node:events';
import {createServer, IncomingMessage} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {Clock} from '../model/clock.ts';
import {UsageError} from '../model/errors.ts';
import {answer} from './answer.ts';
import {exchangeOf, sendError} from './exchange.ts';
import {meetFaults} from './faults/meet-faults.ts';
import {admission} from './guard/admission.ts';
import {Places} from './guard/places.ts';
import {DEFAULT_LIMITS, type Limits} from './limits.ts';
import type {Log} from './log.ts';
import {Changes} from './mcp/changes.ts';
import {loadMcp} from './mcp/load-mcp.ts';
import {streamableHttp} from './mcp/streamable.ts';
import {routesOf} from './routes.ts';
import type {ServerState} from './server-state.ts';
import {normaliseBasePath} from './settings.ts';
import {type StopOptions, stopper} from './stop.ts';
import {OpenStreams} from './streams/open-streams.ts';
import {OutgoingResponse} from './streams/outgoing-response.ts';
import {streamLog} from './streams/stream-log.ts';
import {serverClock, systemClock} from './system-clock.ts';
import {type WebSocketEcho, webSocketEcho} from './websocket.ts';

export interface ReferenceServerOptions {
  /** The prefix of every path but `/health` and `/ready`, default none. */
  readonly basePath?: string;
  /** Whether a hop in front takes the prefix away: then paths are answered without it, and named to clients with it. */
  readonly stripPrefix?: boolean;
  /** The address to listen on, default 127.0.0.1. */
  readonly host?: string;
  /** Default 8000; 0 takes any free one. */
  readonly port?: number;
  /** How often a comment is sent on every stream, default 15 s; 0 sends none. */
  readonly heartbeatMs?: number;
  /** How often the measuring stream sends an event, default 1 s. */
  readonly cadenceMs?: number;
  /** How long an idle connection is kept: longer than the load balancer keeps it (60 s unless configured), default 75 s. */
  readonly keepAliveTimeoutMs?: number;
  /** Those not given are `DEFAULT_LIMITS`. */
  readonly limits?: Partial<Limits>;
  /** Told to MCP clients and by `/api/v1/status`. */
  readonly version?: string;
  readonly clock?: Clock;
  /** Host names that are answered to, besides loopback's; default: on loopback none, elsewhere any. */
  readonly allowedHosts?: readonly string[];
  /** Origins whose pages may ask, besides the server's own host; `*`: all. Default none. */
  readonly allowedOrigins?: readonly string[];
  /** Asked of every request but those for `/health` and `/ready`; default none. */
  readonly bearerToken?: string;
  /** How many hops in front add the address they saw to `X-Forwarded-For` (a load balancer: 1), default 0. */
  readonly forwardedHops?: number;
  /** Ways to misbehave with every request, as NAME or NAME=VALUE. */
  readonly faults?: readonly string[];
  /** Whether a request may ask for faults (`?fault=NAME=VALUE`), default not. */
  readonly allowFaults?: boolean;
  /** The chance that faults take, from 0 up to 1; default `Math.random`. */
  readonly random?: () => number;
  /** Told what happens: streams, sessions, refusals. */
  readonly onLog?: Log;
  /** Told of a bug that ended one exchange; the server goes on. */
  readonly onError?: (error: unknown) => void;
}

export interface ReferenceServer {
  /** `''` or a path with a leading and no trailing slash. */
  readonly basePath: string;
  /** Tells the instances behind one load balancer apart. */
  readonly instance: string;
  /** How many streams are open now. */
  openStreams(): number;
  /** How many sessions of MCP over HTTP there are now. */
  openSessions(): number;
  /**
   * Starts to listen. `url` is origin and BASE_PATH, without a trailing slash.
   * @throws UsageError when the address can't be had.
   */
  listen(): Promise<{port: number; url: string}>;
  /**
   * Ends every stream in good order, stops accepting, lets calls and open requests finish for a while, then cuts what is
   * left. A second call can only shorten the grace time.
   */
  close(options?: StopOptions): Promise<void>;
}

/** @throws UsageError when the base path is not a path. */
export function createReferenceServer(options: ReferenceServerOptions = {}): ReferenceServer {
  const {host = '127.0.0.1', port = 8000, keepAliveTimeoutMs = 75_000} = options;
  const clock = serverClock(options.clock ?? systemClock);
  const limits = {...DEFAULT_LIMITS, ...options.limits};
  const state: ServerState = {
    basePath: normaliseBasePath(options.basePath ?? ''),
    stripPrefix: options.stripPrefix ?? false,
    heartbeatMs: options.heartbeatMs ?? 15_000,
    cadenceMs: options.cadenceMs ?? 1000,
    version: options.version ?? 'unversioned',
    instance: randomUUID(),
    clock,
    startedAtMs: clock.monotonicMs(),
    limits,
    places: new Places(),
    streams: new OpenStreams(streamLog(() => state)),
    forwardedHops: options.forwardedHops ?? 0,
    random: options.random ?? Math.random,
    log: (entry) => options.onLog?.(entry),
    changes: new Changes(),
    onError: (error) => options.onError?.(error),
    isReady: true,
    isStopping: false,
  };
  const guards = admission(
    {
      allowedHosts: options.allowedHosts ?? [],
      allowedOrigins: options.allowedOrigins ?? [],
      bearerToken: options.bearerToken ?? null,
      host,
    },
    state,
  );
  const faults = meetFaults({faults: options.faults ?? [], allowFaults: options.allowFaults ?? false}, state);
  const mcp = streamableHttp(state);
  const routes = routesOf(state, mcp);

  let webSockets: WebSocketEcho | null = null;
  const openResponses = new Set<OutgoingResponse>();

  // TCP keep-alive finds clients that vanished without a word on streams that send nothing.
  const settings = {
    IncomingMessage,
    ServerResponse: OutgoingResponse,
    keepAlive: true,
    keepAliveInitialDelay: 30_000,
    keepAliveTimeout: keepAliveTimeoutMs,
    maxHeaderSize: limits.headerBytes,
    // Against clients that send a byte now and then. Neither runs while a connection idles between two requests.
    headersTimeout: limits.headTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    connectionsCheckingInterval: Math.min(1000, limits.headTimeoutMs),
    // Any other wish for an upgrade is passed over, as HTTP allows.
    shouldUpgradeCallback: (request: IncomingMessage) => webSockets?.wants(request) ?? false,
  };
  const server = createServer(settings, (request, response) => {
    response.host = state;
    openResponses.add(response);
    const exchange = exchangeOf(request, response, state.forwardedHops);
    const startMs = clock.monotonicMs();
    response.once('close', () => {
      openResponses.delete(response);
      state.log({
        event: 'request',
        method: request.method ?? '',
        path: exchange.path,
        address: exchange.address,
        status: response.headersSent ? response.statusCode : null,
        ms: Math.round(clock.monotonicMs() - startMs),
      });
      stopping.responseOver();
    });
    answer({faults, guards, routes}, exchange).catch((error: unknown) => {
      if (request.destroyed && !request.complete) return; // The client left in the middle of its request.
      state.onError(error);
      if (response.headersSent) response.destroy();
      else sendError(response, 500, 'bug', 'the server failed on this request; its log says why');
    });
  });

  webSockets = webSocketEcho(server, `${state.stripPrefix ? '' : state.basePath}/ws`, guards.guardUpgrade, state);
  const stopping = stopper({server, state, mcp, webSockets, openResponses});

  return {
    basePath: state.basePath,
    instance: state.instance,
    openStreams: () => state.streams.size,
    openSessions: () => mcp.sessions(),

    async listen() {
      server.listen(port, host);
      await Promise.all([once(server, 'listening'), loadMcp()]).catch((error: unknown) => {
        server.close();
        throw listenProblem(error, host, port);
      });
      const bound = (server.address() as AddressInfo).port;
      const url = `http://${host.includes(':') ? `[${host}]` : host}:${bound}${state.basePath}`;
      state.log({event: 'listening', url});
      return {port: bound, url};
    },

    close: (options) => stopping.stop(options),
  };
}

function listenProblem(error: unknown, host: string, port: number): unknown {
  const why = {
    EADDRINUSE: 'the port is in use; stop what listens there, or take another port (0: any free one)',
    EACCES: 'this user may not listen on that port; take one above 1023 (0: any free one)',
    EADDRNOTAVAIL: 'this machine does not have that address; listen on 127.0.0.1, or 0.0.0.0 for all',
    ENOTFOUND: 'no such host; listen on 127.0.0.1, or 0.0.0.0 for all',
  }[(error as NodeJS.ErrnoException).code ?? ''];
  if (why === undefined) return error;
  return new UsageError(why, {code: 'cannot-listen', where: `${host}:${port}`, cause: error});
}
