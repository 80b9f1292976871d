import {randomUUID} from 'node:crypto';
import type {Exchange} from '../exchange.ts';
import {noRoomForSession} from '../guard/admission.ts';
import type {ServerState} from '../server-state.ts';
import type {OutgoingResponse} from '../streams/outgoing-response.ts';
import {cancelledBy, endCancelled} from './cancelled-calls.ts';
import type {Mcp} from './load-mcp.ts';
import type {CountedMcpServer} from './mcp-server.ts';
import type {SessionMessages} from './missed-messages.ts';
import {refused, rpcError} from './refused.ts';
import {tellOfChanges} from './subscriptions.ts';

type SessionTransport = InstanceType<Mcp['WebStandardStreamableHTTPServerTransport']>;

interface Session {
  readonly transport: SessionTransport;
  readonly server: CountedMcpServer;
  /** Responses that are not finished yet, including open streams. */
  readonly responses: Set<OutgoingResponse>;
  readonly missed: SessionMessages;
  /** Ids of unanswered requests that share a stream with others. */
  readonly inBatch: Set<unknown>;
  readonly release: () => void;
  /** Memory of its `initialize`, as the client's description of itself is kept. */
  readonly letGo: (() => void) | undefined;
  stopIdle: () => void;
}

/**
 * The sessions of the 2025 revisions: made by `initialize`, named by `Mcp-Session-Id`, ended by DELETE or by idling.
 */
export class Sessions {
  readonly #sessions = new Map<string, Session>();
  readonly #state: ServerState;
  readonly #mcp: Mcp;

  constructor(state: ServerState, mcp: Mcp) {
    this.#state = state;
    this.#mcp = mcp;
  }

  get size(): number {
    return this.#sessions.size;
  }

  async handle(request: Request, exchange: Exchange): Promise<Response> {
    const id = request.headers.get('mcp-session-id');
    if (id === null) return await this.#begin(request, exchange);
    const session = this.#sessions.get(id);
    if (session === undefined) return rpcError(404, -32_001, 'Session not found');
    this.#occupy(session, exchange.response);
    exchange.response.endsByItself ||= await resumesCall(request, session);
    const messages = await messagesOf(request);
    if (Array.isArray(messages) && takesNoBatch(request)) {
      return rpcError(400, -32_600, 'Invalid Request: one message a request');
    }
    const requests = Array.isArray(messages) ? idsOf(messages) : [];
    for (const id of requests) session.inBatch.add(id);
    const response = await session.transport.handleRequest(request);
    // A refused message has neither cancelled nor started anything.
    if (!response.ok) for (const id of requests) session.inBatch.delete(id);
    for (const message of response.ok ? [messages].flat() : []) {
      const cancelled = cancelledBy(message);
      if (cancelled !== undefined) await endCancelled(session.transport, cancelled, session.inBatch.has(cancelled));
    }
    return response;
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#sessions.keys()].map((id) => this.#end(id, 'drain')));
  }

  async #begin(request: Request, exchange: Exchange): Promise<Response> {
    if (request.method !== 'POST') return rpcError(400, -32_000, 'Bad Request: Mcp-Session-Id header is required');
    const refusal = noRoomForSession(this.#state, exchange);
    if (refusal !== null) return refused(refusal);
    const release = this.#state.sessionQuota.take(exchange.address);
    const missed = this.#state.missed.ofSession();
    const {WebStandardStreamableHTTPServerTransport, createMcpServer} = this.#mcp;
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => {
        const letGo = exchange.kept?.hold();
        const responses = new Set<OutgoingResponse>();
        const stopIdle = (): void => {};
        const session: Session = {transport, server, responses, missed, inBatch, release, letGo, stopIdle};
        this.#sessions.set(id, session);
        this.#state.log({event: 'session-open', sessions: this.size});
        this.#occupy(session, exchange.response);
      },
      onsessionclosed: (id) => void this.#end(id, 'asked'),
      eventStore: missed,
      retryInterval: 1000,
      keepAliveMs: 0,
      maxRequestBodySize: this.#state.limits.bodyBytes,
    });
    const inBatch = new Set<unknown>();
    forgetAnswered(transport, inBatch);
    const server = createMcpServer(this.#state);
    const stopTelling = tellOfChanges(server, this.#state);
    await server.connect(transport);
    server.server.onclose = stopTelling;
    const response = await transport.handleRequest(request);
    // Not an `initialize`: no client would ever use this session.
    if (transport.sessionId === undefined) {
      release();
      await server.close();
    }
    return response;
  }

  /** A session is idle when none of its requests is under way. */
  #occupy(session: Session, response: OutgoingResponse): void {
    session.stopIdle();
    const {responses, transport} = session;
    const {sessionIdleMs} = this.#state.limits;
    const over = (): void => {
      responses.delete(response);
      const {sessionId} = transport;
      if (responses.size > 0 || sessionId === undefined || !this.#sessions.has(sessionId)) return;
      const idle = (): void => {
        // Its client may reconnect for the result.
        if (session.server.callsUnderway > 0) session.stopIdle = this.#state.clock.after(sessionIdleMs, idle);
        else void this.#end(sessionId, 'idle');
      };
      session.stopIdle = this.#state.clock.after(sessionIdleMs, idle);
    };
    responses.add(response);
    if (response.closed) over();
    else response.once('close', over);
  }

  async #end(id: string, cause: 'asked' | 'idle' | 'drain'): Promise<void> {
    const session = this.#sessions.get(id);
    if (session === undefined) return;
    this.#sessions.delete(id);
    session.stopIdle();
    session.release();
    session.letGo?.();
    session.missed.forgetAll();
    this.#state.log({event: 'session-close', sessions: this.size, cause});
    for (const {stream} of session.responses) stream?.because(cause === 'drain' ? 'drain' : 'session-over');
    await session.server.close();
  }
}

/** The SDK's name for a session's stream that does not belong to a request. */
const STANDALONE = '_GET_stream';

/** Whether a client reconnects for the result of a call: such a stream ends with it. */
async function resumesCall(request: Request, {missed}: Session): Promise<boolean> {
  const id = request.headers.get('last-event-id');
  const stream = id === null ? undefined : await missed.getStreamIdForEventId(id);
  return request.method === 'GET' && stream !== undefined && stream !== STANDALONE;
}

function idsOf(messages: readonly unknown[]): readonly unknown[] {
  return messages.map((message) => (message as {id?: unknown} | null)?.id).filter((id) => id !== undefined);
}

/** A client may reconnect for the rest of a batch, so its calls end with their results, not with the connection. */
function forgetAnswered(transport: SessionTransport, inBatch: Set<unknown>): void {
  const send = transport.send.bind(transport);
  transport.send = async (message, options) => {
    await send(message, options);
    if (inBatch.size > 0 && 'id' in message && !('method' in message)) inBatch.delete(message.id);
  };
}

/** The parsed body, not validated; undefined: it is not JSON, which the transport reports. */
async function messagesOf(request: Request): Promise<unknown> {
  if (request.method !== 'POST') return undefined;
  try {
    return await request.clone().json();
  } catch {
    return undefined;
  }
}

/** Since 2025-06-18 the body must be a single message; a client that does not name a revision speaks 2025-03-26. */
function takesNoBatch(request: Request): boolean {
  return (request.headers.get('mcp-protocol-version') ?? '2025-03-26') >= '2025-06-18';
}
