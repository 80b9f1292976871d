import type {IncomingMessage, Server} from 'node:http';
import {Server as NetServer} from 'node:net';
import type {Connections} from './connections.ts';
import type {StreamableHttp} from './mcp/streamable.ts';
import type {StopOptions} from './server-options.ts';
import type {ServerState} from './server-state.ts';
import type {OutgoingResponse} from './streams/outgoing-response.ts';
import type {WebSocketEcho} from './websocket.ts';

interface Stopped {
  readonly server: Server<typeof IncomingMessage, typeof OutgoingResponse>;
  readonly state: ServerState;
  readonly mcp: StreamableHttp;
  readonly webSockets: WebSocketEcho;
  readonly connections: Pick<Connections, 'responses' | 'closeUnused' | 'closeUnasked' | 'isLate'>;
}

/**
 * Stops a server in good order. Streams that would never end are told when to come back, and end; calls that run may
 * finish. A second call can only shorten the time that is left.
 */
export function stopper({server, state, mcp, webSockets, connections}: Stopped) {
  const openResponses = connections.responses;
  let closing: Promise<void> | null = null;
  /** When what is left is cut. */
  let cutAtMs = Number.POSITIVE_INFINITY;
  let isStopped = false;
  const hurried = Promise.withResolvers<void>();
  const quiet = Promise.withResolvers<void>();

  async function begin(drainDelayMs: number, why: string): Promise<void> {
    state.log({event: 'draining', streams: state.streams.size, why});
    state.isReady = false;
    if (drainDelayMs > 0) {
      const delay = Promise.withResolvers<void>();
      const cancel = state.clock.after(drainDelayMs, delay.resolve);
      await Promise.race([delay.promise, hurried.promise]);
      cancel();
    }
    state.isStopping = true;
    // Told before it happens, so that a hop does not send its next request into a connection that is closing.
    for (const response of openResponses) if (!response.headersSent) response.setHeader('Connection', 'close');
    webSockets.close();
    mcp.endSubscriptions().catch(state.onError);
    state.streams.drain();
    closeIdleConnections();
    connections.closeUnused();
    noteQuiet();
    // As long as calls run, the door stays open for those who ask after `/ready`.
    await quiet.promise;
    // Not `Server.close` of HTTP: that one also closes connections whose response has ended and is still on its way.
    const closed = new Promise((resolve) => NetServer.prototype.close.call(server, resolve));
    connections.closeUnasked();
    await closed;
    // Nothing is left to close but the timer that looks after slow requests.
    server.close();
    await mcp.close();
    isStopped = true;
    state.log({event: 'stopped'});
  }

  function noteQuiet(): void {
    // Whoever asks after the server while it stops does not keep it from that.
    // Asked at the end of each of thousands: no list is made of them.
    for (const {req} of openResponses) if (!connections.isLate(req.socket)) return;
    quiet.resolve();
  }

  function closeIdleConnections(): void {
    const isUnderway = [...openResponses].some((response) => response.writableEnded);
    if (!isUnderway) server.closeIdleConnections();
  }

  return {
    /** For when a response is over. A connection that was busy would otherwise stay open, idle, for the keep-alive time. */
    responseOver(): void {
      if (!state.isStopping) return;
      setImmediate(closeIdleConnections);
      noteQuiet();
    },
    stop({graceMs = 10_000, drainDelayMs = 0, why = 'told to'}: StopOptions = {}): Promise<void> {
      const cutMs = state.clock.monotonicMs() + graceMs + drainDelayMs;
      if (closing !== null && !isStopped && cutMs < cutAtMs) {
        state.log({event: 'hurried', streams: state.streams.size, why});
        if (drainDelayMs === 0) hurried.resolve();
      }
      cutAtMs = Math.min(cutAtMs, cutMs);
      closing ??= begin(drainDelayMs, why);
      const cut = setTimeout(() => {
        hurried.resolve();
        quiet.resolve();
        // When the above has begun to stop.
        setImmediate(() => {
          state.streams.endAll();
          webSockets.terminate();
          void mcp.close();
          setImmediate(() => server.closeAllConnections());
        });
      }, graceMs + drainDelayMs);
      return closing.finally(() => clearTimeout(cut));
    },
  };
}
