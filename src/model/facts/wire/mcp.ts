import type {Json} from '../../outcome.ts';
import type {Moment, Observer} from '../observer.ts';
import type {Connection, Refusal} from './connection.ts';
import type {EndKind} from './http.ts';

/** One conversation with a server of MCP (Model Context Protocol) as plain values. */

/** The revisions of the specification, oldest first. */
export const MCP_REVISIONS = ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25', '2026-07-28'] as const;
export type McpRevision = (typeof MCP_REVISIONS)[number];

/** How messages travel: a GET stream with a separate path for messages, one path with or without sessions, or no session at all. */
export type McpTransport = 'http-sse' | 'streamable' | 'stateless';

/** Where to speak, and how. */
export interface McpTarget {
  /** The endpoint; of HTTP+SSE the path of the stream. */
  readonly url: string;
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** The IP address to connect to; undefined: one of those that DNS has for the URL's host. */
  readonly address?: string | undefined;
  /** The revision to speak, and its transport; undefined: whatever the server speaks, found out as the newest client does. */
  readonly era?: McpRevision | undefined;
  /** How long each answer may take, and on a stream each reply. */
  readonly withinMs: number;
}

/** What is done in one conversation. Each begins with the handshake of the revision and ends its session. */
export type McpTask =
  /** Initialize, initialized, ping; of the stateless revision a discovery and a list of tools. */
  | {readonly task: 'handshake'}
  /** Messages in one session, each on a connection of its own. */
  | {
      readonly task: 'posts';
      readonly posts: number;
      /** Where they go in turn; empty: where the conversation goes. */
      readonly addresses: readonly string[];
      /** Tells conversations apart that are else the same. */
      readonly lane: number;
    }
  /** The stream of a session is cut, and its client comes back. */
  | {readonly task: 'reconnect'}
  /** The list of tools, all its pages, so many times; then one call. */
  | {readonly task: 'tools'; readonly times: number; readonly call: McpCall | null}
  /** One message with each of these sets of headers, which replace the conversation's own. */
  | {readonly task: 'guard'; readonly variants: readonly Readonly<Record<string, string>>[]};

export interface McpCall {
  readonly tool: string;
  readonly arguments: McpParams;
  readonly withinMs: number;
}

export type McpRequest = McpTarget & McpTask;

/** What a request can be for. */
export const MCP_PURPOSES = [
  // `server/discover` of the stateless revision, which finds out about the era.
  'discover',
  'initialize',
  'initialized',
  'ping',
  'list-tools',
  'call-tool',
  // A message that a server may refuse for its headers.
  'guarded',
  // The GET stream: of HTTP+SSE the one with the endpoint event.
  'stream',
  'end-session',
  // The protected resource metadata that a 401 names (RFC 9728).
  'metadata',
] as const;
export type McpPurpose = (typeof MCP_PURPOSES)[number];

export interface McpConversation {
  /** Redacted. */
  readonly url: string;
  /** What was spoken; null: the server did not come to speak any. */
  readonly transport: McpTransport | null;
  /** The revision that was agreed on, as the server says it. */
  readonly revision: string | null;
  /** In the order in which they were sent. */
  readonly steps: readonly McpStep[];
}

/** One HTTP request and what came of it. Times are milliseconds since it was asked. */
export interface McpStep {
  readonly purpose: McpPurpose;
  /** Since the conversation began. */
  readonly askedAtMs: number;
  readonly method: string;
  /** Redacted. */
  readonly url: string;
  /** The names of the headers that it was sent with, lower case, sorted. */
  readonly sentHeaders: readonly string[];
  /** The method of the JSON-RPC message that it carried; null: none. */
  readonly rpc: string | null;
  readonly connection: Connection | null;
  /** At most one of `refusal`, `answer` and `silence` is set. */
  readonly refusal: Refusal | null;
  readonly answer: McpAnswer | null;
  /** Why nothing is known of it. */
  readonly silence: McpSilence | null;
  /** The reply to its message, from its own answer or from the stream; null: none came. */
  readonly reply: McpMessage | null;
  /** When progress of its call was reported, at most 5000 times. */
  readonly progress: readonly Moment[];
  /** How a reply was waited for on the stream; null: it was not. */
  readonly waited: {readonly forMs: number; readonly observer: Observer} | null;
  readonly observer: Observer;
}

/** No answer before response headers, as {@link NoAnswer} and {@link CannotTell} have it. */
export type McpSilence =
  | {readonly kind: 'no-answer'; readonly phase: 'resolve' | 'connect' | 'tls' | 'headers'; readonly message: string}
  | {readonly kind: 'unknown'; readonly message: string; readonly fix: string; readonly transient: boolean};

export interface McpAnswer {
  readonly status: number;
  /** Lower-case names; several values joined by `, `; secrets redacted: that there was a session id is seen by its name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly headersAt: Moment;
  /** By its content type. */
  readonly format: 'json' | 'event-stream' | 'other';
  /** The beginning of what is no event stream, as text, secrets redacted. */
  readonly text: string;
  readonly bytes: number;
  /** What came as JSON-RPC, in order, at most 200. */
  readonly messages: readonly McpMessage[];
  /** The `endpoint` event of HTTP+SSE; null: none came. */
  readonly endpoint: McpEndpoint | null;
  /** Events of an event stream, `endpoint` included; and comments. */
  readonly events: number;
  readonly comments: number;
  /** The type of the first event; null: there was none. */
  readonly firstEvent: string | null;
  readonly end: EndKind;
  readonly endAt: Moment;
}

/** The event that names the path for messages. */
export interface McpEndpoint {
  readonly at: Moment;
  /** As the server wrote it, the session redacted. */
  readonly data: string;
  /** Resolved against the URL of the stream, the session redacted; null: it is no URL. */
  readonly url: string | null;
}

export interface McpMessage {
  readonly at: Moment;
  readonly kind: 'result' | 'error' | 'request' | 'notification' | 'no-message';
  /** As JSON. */
  readonly id: string | null;
  /** Of a request or notification. */
  readonly method: string | null;
  readonly error: {readonly code: number | null; readonly message: string} | null;
  readonly result: McpResult | null;
  readonly bytes: number;
}

/** What is kept of a result; null or empty where it has no such member. Texts are the server's, secrets redacted. */
export interface McpResult {
  readonly protocolVersion: string | null;
  readonly supportedVersions: readonly string[];
  /** Name and version. */
  readonly server: string | null;
  /** What the server says it can do, by name. */
  readonly capabilities: readonly string[];
  /** In order; of each definition a digest, by which two lists are compared. */
  readonly tools: readonly {readonly name: string; readonly digest: string}[] | null;
  readonly hasMore: boolean;
  /** Of a call. */
  readonly isError: boolean;
  /** The beginning of the first text of a call's content. */
  readonly text: string | null;
}

/** As JSON. */
export type McpParams = {readonly [name: string]: Json};

export interface McpProbe {
  /** Resolves with whatever came; rejects with {@link NoAnswer} or {@link CannotTell} when the very first request got no answer. */
  converse(request: McpRequest): Promise<McpConversation>;
}
