import type {Handler} from '../dispatch.ts';
import {sendError} from '../exchange.ts';
import {noRoomForMessage, noRoomForSession, refusesStream} from '../guard/admission.ts';
import {sendRefusal} from '../guard/refusal.ts';
import {readBody} from '../read-body.ts';
import type {ServerState} from '../server-state.ts';
import {CallsUnderway} from './calls-underway.ts';
import {currentExchange} from './current-exchange.ts';
import {type LegacySseTransport, loadMcp} from './load-mcp.ts';
import {tellOfChanges} from './subscriptions.ts';

interface Session {
  readonly transport: LegacySseTransport;
  readonly calls: CallsUnderway;
  /** Memory of its `initialize`, as the client's description of itself is kept. */
  letGo: (() => void) | undefined;
}

interface HttpSse {
  /** The stream whose messages are accepted at `messagesPath`, the path that clients use. */
  openSession(messagesPath: string): Handler;
  readonly takeMessage: Handler;
}

/**
 * MCP over HTTP+SSE (revision 2024-11-05): a stream whose first event names the path that accepts messages.
 * That must be the public path, with BASE_PATH: a client posts to it through the same hops.
 */
export function httpSse(state: ServerState): HttpSse {
  const sessions = new Map<string, Session>();

  return {
    openSession: (messagesPath) => async (exchange) => {
      if (refusesStream(exchange, state)) return;
      const {response, address} = exchange;
      const refusal = noRoomForSession(state, exchange);
      if (refusal !== null) return sendRefusal(exchange, refusal);
      response.once('close', state.sessionQuota.take(address));
      const {SSEServerTransport, createMcpServer, connectLegacy} = await loadMcp();
      if (response.destroyed) return;
      const transport = new SSEServerTransport(messagesPath, response);
      const server = createMcpServer(state);
      const stopTelling = tellOfChanges(server, state);
      const calls = new CallsUnderway(() => response.stream);
      const session: Session = {transport, calls, letGo: undefined};
      sessions.set(transport.sessionId, session);
      transport.onclose = () => sessions.delete(transport.sessionId);
      const send = transport.send.bind(transport);
      transport.send = async (message) => {
        await send(message);
        calls.sent(message);
      };
      await connectLegacy(server, transport);
      // Stops what is still running, before it can write after the end of the stream.
      response.once('close', () => {
        stopTelling();
        session.letGo?.();
        void server.close();
      });
    },

    async takeMessage(exchange) {
      const {request, response, path, query} = exchange;
      const id = query.get('sessionId');
      if (id === null || id === '') {
        return sendError(
          response,
          400,
          'no-session-id',
          `${path}: sessionId is missing; post to the path of the endpoint event`,
        );
      }
      const session = sessions.get(id);
      if (session === undefined) {
        return sendError(response, 404, 'no-session', `${path}: no such session on this instance; open a new stream`);
      }
      const body = await readBody(exchange, state.limits.bodyBytes);
      if (body === null) {
        response.setHeader('Connection', 'close');
        return sendError(response, 413, 'body-too-large', `${path}: a body may have ${state.limits.bodyBytes} bytes`);
      }
      const noRoom = noRoomForMessage(state, exchange, Buffer.byteLength(body));
      if (noRoom !== null) return sendRefusal(exchange, noRoom);
      // Read and parsed here: the transport accepts four times as much, and echoes what it cannot parse.
      const message = await messageIn(body);
      if (message === null)
        return sendError(response, 400, 'no-message', `${path}: the body is not a JSON-RPC message`);
      // Its stream may have ended in the meantime.
      if (!sessions.has(id)) return sendError(response, 404, 'no-session', `${path}: the session is over`);
      if (isInitialize(message)) {
        session.letGo?.();
        session.letGo = exchange.kept?.hold();
      }
      session.calls.received(message);
      await currentExchange.run(exchange, () => session.transport.handlePostMessage(request, response, message));
      if (response.statusCode >= 400) session.calls.refused(message);
    },
  };
}

function isInitialize(message: unknown): boolean {
  return (message as {method?: unknown}).method === 'initialize';
}

/** Null when it is not a message for any reason: a value that is too deep overflows the parser's stack. */
async function messageIn(body: string): Promise<unknown> {
  const {JSONRPCMessageSchema} = await loadMcp();
  try {
    return JSONRPCMessageSchema.safeParse(JSON.parse(body)).data ?? null;
  } catch {
    return null;
  }
}
