import {once} from 'node:events';
import {createServer, IncomingMessage} from 'node:http';
import type {AddressInfo} from 'node:net';
import {UsageError} from '../model/errors.ts';
import {answer} from './answer.ts';
import {watchConnections} from './connections.ts';
import {exchangeOf, sendError} from './exchange.ts';
import {meetFaults} from './faults/meet-faults.ts';
import {admission} from './guard/admission.ts';
import {refuseMalformed} from './guard/malformed.ts';
import {loggedPath} from './log.ts';
import {loadMcp} from './mcp/load-mcp.ts';
import {streamableHttp} from './mcp/streamable.ts';
import {routesOf} from './routes.ts';
import type {ReferenceServerOptions, StopOptions} from './server-options.ts';
import {newServerState} from './server-state.ts';
import {stopper} from './stop.ts';
import {OutgoingResponse} from './streams/outgoing-response.ts';
import {type WebSocketEcho, webSocketEcho} from './websocket.ts';
import {type Listener, plainListener, secureListener} from './wire/listener.ts';

export interface ReferenceServer {
  /** `''` or a path with a leading and no trailing slash. */
  readonly basePath: string;
  /** Distinguishes instances behind one load balancer. */
  readonly instance: string;
  /** The number of open streams. */
  openStreams(): number;
  /** The number of MCP sessions over HTTP. */
  openSessions(): number;
  /**
   * Starts listening. `url` is origin and BASE_PATH, without a trailing slash.
   * @throws UsageError when the address is not available; Error when the server was closed.
   */
  listen(): Promise<{port: number; url: string}>;
  /**
   * Ends every stream properly, stops accepting connections, lets calls and open requests finish for a while, then cuts
   * the rest. A second call can only shorten the grace time.
   */
  close(options?: StopOptions): Promise<void>;
}

/** @throws UsageError when the base path is not a path. */
export function createReferenceServer(options: ReferenceServerOptions = {}): ReferenceServer {
  const {host = '127.0.0.1', port = 8000} = options;
  const state = newServerState(options);
  const {clock, limits} = state;
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

  // TCP keep-alive detects clients that vanished silently, on streams that send nothing.
  const settings = {
    IncomingMessage,
    ServerResponse: OutgoingResponse,
    keepAlive: true,
    keepAliveInitialDelay: 30_000,
    keepAliveTimeout: limits.keepAliveMs,
    maxHeaderSize: limits.headerBytes,
    // Against clients that send a byte now and then. Neither runs while a connection is idle between requests.
    headersTimeout: limits.headTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    connectionsCheckingInterval: Math.min(1000, limits.headTimeoutMs),
    // Any other upgrade request is ignored, as HTTP allows.
    shouldUpgradeCallback: (request: IncomingMessage) => webSockets?.wants(request) ?? false,
  };
  const http1 = createServer(settings, (request, response) => serve(request, response));
  const listener: Listener =
    options.tls === undefined
      ? plainListener(http1)
      : secureListener({
          http1,
          tls: options.tls,
          headerBytes: limits.headerBytes,
          handshakeMs: limits.headTimeoutMs,
          requestMs: limits.requestTimeoutMs,
          keepAliveMs: limits.keepAliveMs,
          mayMisbehave: options.allowFaults === true || (options.faults ?? []).length > 0,
          answer: (request) => serve(request, new OutgoingResponse(request)),
          onRefused: (reason, address) => state.log({event: 'refused', reason, path: '', address}),
        });
  const connections = watchConnections(listener, state);
  refuseMalformed(http1, connections, state.log);
  const path = `${state.stripPrefix ? '' : state.basePath}/ws`;
  webSockets = webSocketEcho(http1, {path, guard: guards.guardUpgrade, connections, serve}, state);
  const stopping = stopper({
    listener,
    state,
    mcp,
    webSockets,
    connections,
  });
  // Handled like any other request: access control comes before expectations.
  for (const event of ['checkContinue', 'checkExpectation'] as const) http1.on(event, serve);

  function serve(request: IncomingMessage, response: OutgoingResponse): void {
    response.host = state;
    if (state.isStopping) {
      response.shouldKeepAlive = false;
      // As if the connection had been refused, after which an EventSource retries; after a 503 it would not.
      if (connections.isLate(request.socket) && !asksAfterServer(request)) return void request.socket.destroy();
    }
    const exchange = exchangeOf(request, response, state.forwardedHops);
    // Thousands of streams keep the variables of this closure as long as they are open.
    const {path, address} = exchange;
    const startMs = clock.monotonicMs();
    connections.add(response, () => {
      state.log({
        event: 'request',
        method: request.method ?? '',
        path: loggedPath(path),
        address,
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
  }

  let isClosed = false;
  return {
    basePath: state.basePath,
    instance: state.instance,
    openStreams: () => state.streams.size,
    openSessions: () => mcp.sessions(),

    async listen() {
      if (isClosed) throw new Error('this server was closed; create another one');
      const {net, scheme} = listener;
      net.listen(port, host);
      await Promise.all([once(net, 'listening'), loadMcp()]).catch((error: unknown) => {
        net.close();
        throw listenProblem(error, host, port);
      });
      const bound = (net.address() as AddressInfo).port;
      const url = `${scheme}://${host.includes(':') ? `[${host}]` : host}:${bound}${state.basePath}`;
      state.log({event: 'listening', url});
      return {port: bound, url};
    },

    close(options) {
      isClosed = true;
      return stopping.stop(options);
    },
  };
}

/** As a load balancer does. */
function asksAfterServer({url = ''}: IncomingMessage): boolean {
  return /^[^?]*\/(?:health|ready)(?:\?|$)/.test(url);
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
