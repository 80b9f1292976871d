import {NEVER_AWAY, type Observer} from '../../src/model/facts/observer.ts';
import type {Connection} from '../../src/model/facts/wire/connection.ts';
import type {WebSocketHandshake, WebSocketObservation, WebSocketSession} from '../../src/model/facts/wire/websocket.ts';

export const WEBSOCKET_URL = 'wss://ws.example.com/jessica-service/ws';

const CONNECTION: Connection = {
  remoteAddress: '192.0.2.10',
  protocol: 'http/1.1',
  tls: {protocol: 'TLSv1.3', alpnOffered: ['http/1.1'], alpn: 'http/1.1'},
  connectedTo: null,
  phases: {lookupAtMs: 1, connectAtMs: 2, tlsAtMs: 8, sentAtMs: 9},
};

const ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';

interface Differing {
  readonly handshake?: Partial<WebSocketHandshake>;
  /** Null: the handshake came to nothing. */
  readonly session?: Partial<WebSocketSession> | null;
  readonly observer?: Observer;
}

/** A WebSocket that was held for 67 s without a ping of either side, but for what the test says. */
export function webSocketSeen({
  handshake = {},
  session = {},
  observer = NEVER_AWAY,
}: Differing = {}): WebSocketObservation {
  const accepted = {upgrade: 'websocket', connection: 'upgrade', 'sec-websocket-accept': ACCEPT};
  const status = handshake.status ?? 101;
  return {
    url: WEBSOCKET_URL,
    connection: CONNECTION,
    refusal: null,
    handshake: {
      status,
      headers: status === 101 ? accepted : {},
      atMs: 20,
      acceptWanted: ACCEPT,
      body: '',
      problem: null,
      ...handshake,
    },
    session:
      session === null || status !== 101
        ? null
        : {
            subprotocol: '',
            messages: {count: 0, first: []},
            reply: null,
            pings: 0,
            pongs: {count: 2, slowestMs: 4},
            holdFromMs: 30,
            lastFrame: {by: 'us', at: at(67_030)},
            ...session,
            end: ended({kind: 'done', during: 'last pong', at: at(67_040), ...session.end}),
          },
    observer,
  };
}

export function ended(end: Partial<WebSocketSession['end']>): WebSocketSession['end'] {
  return {
    kind: 'cut',
    during: 'hold',
    code: null,
    reason: '',
    message: 'the connection was closed',
    at: at(60_030),
    ...end,
  };
}

export function at(atMs: number, earliestMs = atMs) {
  return {atMs, earliestMs};
}
