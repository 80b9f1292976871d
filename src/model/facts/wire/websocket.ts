import type {Moment, Observer} from '../observer.ts';
import type {Connection, Refusal} from './connection.ts';

/** One look at a WebSocket (RFC 6455) as plain values. Times are milliseconds since the look began. */

export interface WebSocketRequest {
  /** `ws:` or `wss:`, without a fragment. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The IP address to connect to; undefined: one of those that DNS has for the URL's host. */
  readonly address?: string | undefined;
  /** To offer, in order of preference; empty: none. */
  readonly subprotocols: readonly string[];
  /** How long the answer to the handshake may take. */
  readonly openWithinMs: number;
  /** A text message to send once it is open; undefined: none. */
  readonly send?: string | undefined;
  /** What a message has to contain that comes after that; undefined: none has to come. */
  readonly expect?: string | undefined;
  /** How long such a message may take. */
  readonly replyWithinMs: number;
  /** How long each pong may take. */
  readonly pongWithinMs: number;
  /** How long it has to stay open after its first pong, and to answer a ping then; 0: not at all. */
  readonly holdForMs: number;
  /** How often to ping meanwhile; undefined: not, as browsers do. */
  readonly pingEveryMs?: number | undefined;
}

export interface WebSocketHandshake {
  readonly status: number;
  /** Lower-case names; several values joined by `, `; secrets redacted. */
  readonly headers: Readonly<Record<string, string>>;
  readonly atMs: number;
  /** The `Sec-WebSocket-Accept` that the request's key asks for (RFC 6455, section 4.2.2). */
  readonly acceptWanted: string;
  /** The start of the body, where the status is not 101. */
  readonly body: string;
  /** Why the client gave up on it though the status is 101, in words of the client's; null: it did not. */
  readonly problem: string | null;
}

/** What was being waited for. */
export type WebSocketStep = 'reply' | 'first pong' | 'hold' | 'pong' | 'last pong' | 'nothing';

export interface WebSocketEnd {
  readonly kind: /** All that was asked for was seen, and we closed it. */
    | 'done'
    /** The server sent a close frame. */
    | 'closed'
    /** The connection was closed without a close frame. */
    | 'cut'
    /** The connection was reset. */
    | 'reset'
    /** What came was no frame of WebSocket, or broke a rule of it. */
    | 'malformed'
    /** A message was larger than we are willing to read. */
    | 'too-large'
    /** What was being waited for did not come in time, and we closed it. */
    | 'silent';
  /** During which step. */
  readonly during: WebSocketStep;
  /** Of the server's close frame; 1005: it had none in it; null: there was no close frame. */
  readonly code: number | null;
  /** Of the close frame, redacted. */
  readonly reason: string;
  /** What the client or the socket said, for people. */
  readonly message: string;
  readonly at: Moment;
}

/** A WebSocket that was opened. */
export interface WebSocketSession {
  /** Empty: none was agreed on. */
  readonly subprotocol: string;
  /** Of the server; the first texts, at most 5, each at most 200 characters, redacted. */
  readonly messages: {readonly count: number; readonly first: readonly string[]};
  /** The message that was expected; null: none was, or it did not come. */
  readonly reply: {readonly sentAtMs: number; readonly atMs: number; readonly text: string} | null;
  /** Of the server's own: what keeps the connection alive without us. */
  readonly pings: number;
  /** Our pings that were answered, and how long the slowest took. */
  readonly pongs: {readonly count: number; readonly slowestMs: number | null};
  /** When the wait of `holdForMs` began; null: it did not come to that. */
  readonly holdFromMs: number | null;
  /** The last frame before the end, in either direction. */
  readonly lastFrame: {readonly by: 'us' | 'server'; readonly at: Moment};
  readonly end: WebSocketEnd;
}

export interface WebSocketObservation {
  /** Redacted. */
  readonly url: string;
  readonly connection: Connection | null;
  /** Exactly one of `refusal` and `handshake` is set. */
  readonly refusal: Refusal | null;
  readonly handshake: WebSocketHandshake | null;
  /** Null where the handshake came to nothing. */
  readonly session: WebSocketSession | null;
  readonly observer: Observer;
}
