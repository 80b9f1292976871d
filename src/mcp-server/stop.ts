import type {StreamableHttp} from './mcp/streamable.ts';
import type {ServerState} from './server-state.ts';
import type {OutgoingResponse} from './streams/outgoing-response.ts';
import type {WebSocketEcho} from './websocket.ts';

export interface StopOptions {
  /** How long open requests may take to finish, default 10 s; what is left then is cut. */
  readonly graceMs?: number;
  /** How long new connections are still accepted, for a load balancer that asks `/ready` to see it red; default 0. */
  readonly drainDelayMs?: number;
  /** For the log. */
  readonly why?: string;
}

interface Stopped {
  /** Closes the listening socket; the callback comes when the last connection is closed. */
  readonly server: {close(done?: (value: unknown) => void): unknown; closeAllConnections(): void};
  readonly state: ServerState;
  readonly mcp: StreamableHttp;
  readonly webSockets: WebSocketEcho;
  readonly openResponses: ReadonlySet<OutgoingResponse>;
}

/**
 * Stops a server in good order. Streams that would never end are told when to come back, and end; calls that run may
 * finish. A second call can only shorten the grace time.
 */
export function stopper({server, state, mcp, webSockets, openResponses}: Stopped) {
  let closing: Promise<void> | null = null;

  async function begin(drainDelayMs: number, why: string): Promise<void> {
    state.log({event: 'draining', streams: state.streams.size, why});
    state.isDraining = true;
    // Told before it happens, so that a hop does not send its next request into a connection that is closing.
    for (const response of openResponses) if (!response.headersSent) response.setHeader('Connection', 'close');
    webSockets.close();
    mcp.endSubscriptions().catch(state.onError);
    state.streams.endAll(({response}) => response.req.method === 'GET');
    if (drainDelayMs > 0) await new Promise((resolve) => state.clock.after(drainDelayMs, () => resolve(null)));
    await new Promise((resolve) => server.close(resolve));
    await mcp.close();
    state.log({event: 'stopped'});
  }

  return {
    get isStopping(): boolean {
      return closing !== null;
    },
    stop({graceMs = 10_000, drainDelayMs = 0, why = 'told to'}: StopOptions = {}): Promise<void> {
      closing ??= begin(Math.min(drainDelayMs, graceMs), why);
      const cut = setTimeout(() => {
        server.close();
        state.streams.endAll();
        void mcp.close();
        setImmediate(() => server.closeAllConnections());
      }, graceMs);
      return closing.finally(() => clearTimeout(cut));
    },
  };
}
