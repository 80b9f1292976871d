import type {EventEmitter} from 'node:events';
import type {IncomingMessage} from 'node:http';
import type {Socket} from 'node:net';
import type {WebSocket, WebSocketServer} from 'ws';
import type {Connections} from './connections.ts';
import {toOriginForm} from './exchange.ts';
import type {Guard} from './guard/admission.ts';
import {clientAddress} from './guard/client-address.ts';
import type {Refusal} from './guard/refusal.ts';
import type {ServerState} from './server-state.ts';
import {seenConnection, shownHeaders} from './shown-request.ts';
import {OutgoingResponse} from './streams/outgoing-response.ts';

/** RFC 6455, section 7.4.1: going away. */
const GOING_AWAY = 1001;

const PAUSE_ABOVE_BYTES = 16 * 1024;

export interface WebSocketEcho {
  /** Whether this request is for us: Node.js serves all others as if they did not ask for an upgrade. */
  wants(request: IncomingMessage): boolean;
  /** Tells every client that the server is going away. */
  close(): void;
  /** Closes the connections of those that did not answer. */
  terminate(): void;
}

interface Door {
  readonly path: string;
  readonly guard: Guard;
  readonly connections: Pick<Connections, 'isBusy' | 'isLate'>;
  /** Handles the request as if it had not asked for an upgrade. */
  serve(request: IncomingMessage, response: OutgoingResponse): void;
}

/**
 * An echo at `/ws`: first says what arrived, then sends back whatever comes. Each client is pinged now and then,
 * and dropped if it did not answer the previous ping.
 */
export function webSocketEcho(server: EventEmitter, door: Door, state: ServerState): WebSocketEcho {
  const {path, guard} = door;
  let sockets: WebSocketServer | null = null;
  const wants = (request: IncomingMessage): boolean => {
    toOriginForm(request);
    return (request.url ?? '').split('?', 1)[0] === path && /^websocket$/i.test(request.headers.upgrade ?? '');
  };

  async function upgrade(request: IncomingMessage, socket: Socket, head: Buffer): Promise<void> {
    const {WebSocketServer} = await import('ws');
    if (state.isStopping) {
      socket.destroy();
      return;
    }
    sockets ??= new WebSocketServer({noServer: true, maxPayload: state.limits.bodyBytes, perMessageDeflate: false});
    sockets.handleUpgrade(request, socket, head, (client) => serve(client, request, state));
  }

  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    // The answers could never be sent.
    if (door.connections.isBusy(socket)) return socket.destroy();
    if (!wants(request)) return serveWithoutUpgrade(request, socket, door);
    if (door.connections.isLate(socket)) return socket.destroy();
    const address = clientAddress(request, state.forwardedHops);
    const refusal = guard(request);
    if (refusal !== null) {
      state.log({event: 'refused', reason: refusal.code, path, address});
      refuse(socket, refusal);
      return;
    }
    if (socket.closed) return;
    // It counts as a stream.
    socket.once('close', state.streamQuota.take(address));
    upgrade(request, socket, head).catch((error: unknown) => {
      state.onError(error);
      socket.destroy();
    });
  });

  return {
    wants,
    close() {
      for (const client of sockets?.clients ?? []) client.close(GOING_AWAY, 'the server stops');
    },
    terminate() {
      for (const client of sockets?.clients ?? []) client.terminate();
    },
  };
}

/**
 * Before 22.21, Node.js does not ask whether an upgrade is wanted: it accepts every upgrade request, and no longer
 * reads a body.
 */
function serveWithoutUpgrade(request: IncomingMessage, socket: Socket, door: Door): void {
  const {'content-length': length = '0', 'transfer-encoding': coding} = request.headers;
  if (length !== '0' || coding !== undefined) {
    refuse(socket, {status: 400, code: 'upgrade-with-body', message: 'Ask without Upgrade: there is none here'});
    return;
  }
  socket.resume(); // So that its end is noticed.
  const response = new OutgoingResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.once('finish', () => socket.destroySoon());
  door.serve(request, response);
}

function serve(client: WebSocket, request: IncomingMessage, state: ServerState): void {
  const {clock, pingMs} = state;
  let isAlive = true;
  let stopPing = (): void => {};
  const ping = (): void => {
    if (!isAlive) {
      client.terminate();
      return;
    }
    isAlive = false;
    client.ping();
    stopPing = clock.after(pingMs, ping);
  };
  if (pingMs > 0) stopPing = clock.after(pingMs, ping);
  client.on('pong', () => {
    isAlive = true;
  });
  client.on('error', () => client.terminate()); // Too large, or not a WebSocket frame: `ws` has told the client why.
  const address = clientAddress(request, state.forwardedHops);
  const openedAtMs = clock.monotonicMs();
  state.log({event: 'websocket-open', address});
  client.on('close', () => {
    stopPing();
    state.log({event: 'websocket-close', address, ageMs: Math.round(clock.monotonicMs() - openedAtMs)});
  });
  client.on('message', (data, isBinary) => {
    client.send(data, {binary: isBinary}, () => {
      if (client.isPaused && client.bufferedAmount === 0) client.resume();
    });
    // Stops reading while the client does not: frames of one byte would take two hundred times as much memory.
    if (client.bufferedAmount > PAUSE_ABOVE_BYTES) client.pause();
  });
  const description = {
    instance: state.instance,
    serverTime: clock.now(),
    ...seenConnection(request),
    headers: shownHeaders(request, state.knownPlain),
  };
  client.send(JSON.stringify(description));
}

function refuse(socket: Socket, {status, code, message, headers}: Refusal): void {
  const body = JSON.stringify({error: {code, message}});
  const lines = Object.entries({
    ...headers,
    Connection: 'close',
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
  }).map(([name, value]) => `${name}: ${value}`);
  socket.write([`HTTP/1.1 ${status} ${STATUS[status]}`, ...lines, '', body].join('\r\n'));
  // Not with `end`: that would wait, without a limit, for the client to close its side too.
  socket.destroySoon();
}

const STATUS: Readonly<Record<Refusal['status'], string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  413: 'Content Too Large',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
};
