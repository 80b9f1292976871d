import type {SSEServerTransport} from '@modelcontextprotocol/sdk/server/sse.js';
import type {Handler} from './dispatch.ts';
import {EventStream} from './event-stream.ts';
import {sendError} from './exchange.ts';
import type {ServerState} from './server-state.ts';

/**
 * MCP over HTTP+SSE (revision 2024-11-05): a stream whose first event names the path that takes the messages.
 * That path must be the public one, with BASE_PATH: a client posts to it through the same hops.
 */
export function httpSse(state: ServerState, messagesPath: string): {openSession: Handler; takeMessage: Handler} {
  const sessions = new Map<string, SSEServerTransport>();

  return {
    async openSession({response}) {
      const {SSEServerTransport, createMcpServer} = await loadMcp();
      const stream = new EventStream(response);
      if (stream.closed.aborted) return;
      const transport = new SSEServerTransport(messagesPath, response);
      const server = createMcpServer(state);
      sessions.set(transport.sessionId, transport);
      transport.onclose = () => sessions.delete(transport.sessionId);
      await server.connect(transport);
      state.streams.add(stream.closed, (retryMs) => {
        stream.retryAfter(retryMs);
        // Ends the response, and stops what still runs before it can write behind that end.
        void server.close();
      });
      await stream.keepAlive(state.heartbeatMs, state.clock);
    },

    async takeMessage({request, response, path, query}) {
      const id = query.get('sessionId');
      if (id === null || id === '') {
        return sendError(
          response,
          400,
          'no-session-id',
          `${path}: sessionId is missing; post to the path of the endpoint event`,
        );
      }
      const transport = sessions.get(id);
      if (transport === undefined) {
        return sendError(response, 404, 'no-session', `${path}: no such session on this instance; open a new stream`);
      }
      await transport.handlePostMessage(request, response);
    },
  };
}

/** Loads the MCP SDK, which takes a few hundred milliseconds: a server that listens pays for it before its first client. */
export async function loadMcp() {
  const [{SSEServerTransport}, {createMcpServer}] = await Promise.all([
    import('@modelcontextprotocol/sdk/server/sse.js'),
    import('./tools.ts'),
  ]);
  return {SSEServerTransport, createMcpServer};
}
