import type {Handler} from '../dispatch.ts';
import {noRoomForMessage, refusesStream} from '../guard/admission.ts';
import type {ServerState} from '../server-state.ts';
import type {OutgoingResponse} from '../streams/outgoing-response.ts';
import {currentExchange} from './current-exchange.ts';
import {loadMcp} from './load-mcp.ts';
import {refused} from './refused.ts';
import {Sessions} from './sessions.ts';

export interface StreamableHttp {
  readonly handle: Handler;
  /** The number of sessions. */
  sessions(): number;
  /** Sends every subscription of 2026-07-28 its result, which ends it properly. */
  endSubscriptions(): Promise<void>;
  /** Ends what runs for clients: sessions of the 2025 revisions, calls and subscriptions of 2026-07-28. */
  close(): Promise<void>;
}

/** Calls of these tools are always answered by a stream: with nothing sent before the end, a hop would cut them. */
const SLOW_TOOLS: ReadonlySet<string> = new Set(['sleep', 'count']);

/**
 * Streamable HTTP at one path: the revisions with sessions (2025-03-26 to 2025-11-25) and the stateless one
 * (2026-07-28). Which of them a request belongs to can be seen from the request alone.
 */
export function streamableHttp(state: ServerState): StreamableHttp {
  let endpoint: ReturnType<typeof load> | null = null;
  let open: Sessions | null = null;
  const subscribers = new Set<OutgoingResponse>();

  async function load() {
    const mcp = await loadMcp();
    const sessions = new Sessions(state, mcp);
    open = sessions;
    const maxRequestBodySize = state.limits.bodyBytes;
    const stateless = (responseMode: 'auto' | 'sse' = 'auto') =>
      mcp.createMcpHandler(() => mcp.createMcpServer(state), {
        legacy: 'reject',
        keepAliveMs: 0,
        maxRequestBodySize,
        maxSubscriptions: state.limits.streams,
        responseMode,
        onerror: () => {}, // The client has already been sent the error.
      });
    // Separate: when the server stops, subscriptions end at once, while calls may finish.
    const calls = stateless();
    const streamedCalls = stateless('sse');
    const subscriptions = stateless();
    const handlerOf = (request: Request, response: OutgoingResponse | undefined) => {
      if (isSubscription(request)) return subscriptions;
      // Faults only apply to streams.
      const isStreamed = SLOW_TOOLS.has(request.headers.get('mcp-name') ?? '') || (response?.taps.length ?? 0) > 0;
      const takesStreams = request.headers.get('accept')?.includes('text/event-stream') ?? false;
      const isCall = request.headers.get('mcp-method') === 'tools/call';
      return isStreamed && takesStreams && isCall ? streamedCalls : calls;
    };
    state.changes.listen((change) => {
      if (change.kind === 'tools') subscriptions.notify.toolsChanged();
      else if (change.kind === 'prompts') subscriptions.notify.promptsChanged();
      else if (change.kind === 'resources') subscriptions.notify.resourcesChanged();
      else subscriptions.notify.resourceUpdated(change.uri);
    });
    const answer = mcp.toNodeHandler(
      {
        async fetch(request, options) {
          const exchange = currentExchange.getStore();
          if (exchange === undefined) throw new Error('asked outside of a request');
          const {response} = exchange;
          const noRoom = noRoomForMessage(state, exchange, await bodyBytes(request));
          if (noRoom !== null) return refused(noRoom);
          if (await mcp.isLegacyRequest(request, undefined, {maxRequestBodySize})) {
            return endedWithClient(await sessions.handle(request, exchange), request.signal);
          }
          if (isSubscription(request)) {
            subscribers.add(response);
            response.once('close', () => subscribers.delete(response));
          }
          return endedWithClient(await handlerOf(request, response).fetch(request, options), request.signal);
        },
      },
      {
        maxRequestBodySize,
        onerror: (error) => {
          const request = currentExchange.getStore()?.request;
          if (request?.destroyed && !request.complete) return; // The client left in the middle of its request.
          state.onError(error);
        },
      },
    );
    return {answer, sessions, calls: [calls, streamedCalls], subscriptions};
  }

  return {
    async handle(exchange) {
      // Ending a session only frees resources.
      if (exchange.request.method !== 'DELETE' && refusesStream(exchange, state)) return;
      endpoint ??= load();
      const {answer} = await endpoint;
      await currentExchange.run(exchange, () => answer(exchange.request as never, exchange.response as never));
    },
    sessions: () => open?.size ?? 0,
    async endSubscriptions() {
      for (const {stream} of subscribers) stream?.because('drain');
      if (endpoint !== null) await (await endpoint).subscriptions.close();
    },
    async close() {
      if (endpoint === null) return;
      const {sessions, calls, subscriptions} = await endpoint;
      await Promise.all([sessions.closeAll(), subscriptions.close(), ...calls.map((handler) => handler.close())]);
    },
  };
}

async function bodyBytes(request: Request): Promise<number> {
  return request.body === null ? 0 : (await request.clone().arrayBuffer()).byteLength;
}

function isSubscription(request: Request): boolean {
  return request.headers.get('mcp-method') === 'subscriptions/listen';
}

/**
 * The SDK's adapter only notices with the next part of the body that its client has left, and a quiet stream has none:
 * the transport would still consider the lost connection open, and refuse the client when it reconnects.
 */
function endedWithClient(response: Response, signal: AbortSignal): Response {
  if (response.body === null) return response;
  return new Response(response.body.pipeThrough(new TransformStream(), {signal}), response);
}
