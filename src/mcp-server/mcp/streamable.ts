import {once} from 'node:events';
import type {Handler} from '../dispatch.ts';
import {refusesStream} from '../guard/admission.ts';
import type {ServerState} from '../server-state.ts';
import {currentExchange} from './current-exchange.ts';
import {loadMcp} from './load-mcp.ts';
import {Sessions} from './sessions.ts';

export interface StreamableHttp {
  readonly handle: Handler;
  /** How many there are. */
  sessions(): number;
  /** Gives every subscription of 2026-07-28 its result, which is how one ends in good order. */
  endSubscriptions(): Promise<void>;
  /** Ends what runs on behalf of clients: sessions of the 2025 revisions, calls and subscriptions of 2026-07-28. */
  close(): Promise<void>;
}

/**
 * Streamable HTTP at one path: the revisions with sessions (2025-03-26 to 2025-11-25) and the stateless one (2026-07-28).
 * Which of them a request belongs to is seen by the request alone.
 */
export function streamableHttp(state: ServerState): StreamableHttp {
  let endpoint: ReturnType<typeof load> | null = null;
  let open: Sessions | null = null;

  async function load() {
    const mcp = await loadMcp();
    const sessions = new Sessions(state, mcp);
    open = sessions;
    const maxRequestBodySize = state.limits.bodyBytes;
    const stateless = () =>
      mcp.createMcpHandler(() => mcp.createMcpServer(state), {
        legacy: 'reject',
        keepAliveMs: 0,
        maxRequestBodySize,
        onerror: () => {}, // What it tells here it has told the client.
      });
    // Apart from each other: when the server stops, subscriptions end at once, while calls may finish.
    const calls = stateless();
    const subscriptions = stateless();
    state.changes.listen((change) => {
      if (change.kind === 'tools') subscriptions.notify.toolsChanged();
      else if (change.kind === 'prompts') subscriptions.notify.promptsChanged();
      else if (change.kind === 'resources') subscriptions.notify.resourcesChanged();
      else subscriptions.notify.resourceUpdated(change.uri);
    });
    const answer = mcp.toNodeHandler(
      {
        async fetch(request, options) {
          if (!(await mcp.isLegacyRequest(request, undefined, {maxRequestBodySize}))) {
            const isSubscription = request.headers.get('mcp-method') === 'subscriptions/listen';
            return await (isSubscription ? subscriptions : calls).fetch(request, options);
          }
          const response = currentExchange.getStore()?.response;
          const over = response === undefined || response.closed ? Promise.resolve() : once(response, 'close');
          return await sessions.handle(
            request,
            over.then(() => {}),
          );
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
    return {answer, sessions, calls, subscriptions};
  }

  return {
    async handle(exchange) {
      // A client that ends its session gives back what it has.
      if (exchange.request.method !== 'DELETE' && refusesStream(exchange, state)) return;
      endpoint ??= load();
      const {answer} = await endpoint;
      await currentExchange.run(exchange, () => answer(exchange.request as never, exchange.response as never));
    },
    sessions: () => open?.size ?? 0,
    async endSubscriptions() {
      if (endpoint !== null) await (await endpoint).subscriptions.close();
    },
    async close() {
      if (endpoint === null) return;
      const {sessions, calls, subscriptions} = await endpoint;
      await Promise.all([sessions.closeAll(), calls.close(), subscriptions.close()]);
    },
  };
}
