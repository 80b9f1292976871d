import {Server as NetServer} from 'node:net';
import type {Connections} from './connections.ts';
import type {StreamableHttp} from './mcp/streamable.ts';
import type {StopOptions} from './server-options.ts';
import type {ServerState} from './server-state.ts';
import type {WebSocketEcho} from './websocket.ts';
import type {Listener} from './wire/listener.ts';

interface Stopped {
  readonly listener: Listener;
  readonly state: ServerState;
  readonly mcp: StreamableHttp;
  readonly webSockets: WebSocketEcho;
  readonly connections: Pick<Connections, 'responses' | 'closeUnused' | 'closeUnasked' | 'isLate'>;
}

/**
 * Stops a server gracefully. Endless streams get a retry time and end; running calls may finish. A second call can only
 * shorten the remaining time.
 */
export function stopper({listener, state, mcp, webSockets, connections}: Stopped) {
  const openResponses = connections.responses;
  let closing: Promise<void> | null = null;
  /** When the rest is cut. */
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
    // Announced in advance, so that a hop does not send its next request into a connection that is closing.
    for (const response of openResponses) if (!response.headersSent) response.setHeader('Connection', 'close');
    listener.endSessions();
    webSockets.close();
    mcp.endSubscriptions().catch(state.onError);
    state.streams.drain();
    closeIdleConnections();
    connections.closeUnused();
    noteQuiet();
    // While calls run, the server keeps listening for `/ready`.
    await quiet.promise;
    // Not HTTP's `Server.close`: that also closes connections whose response has ended but is still being sent.
    const closed = new Promise((resolve) => NetServer.prototype.close.call(listener.net, resolve));
    connections.closeUnasked();
    await closed;
    // Only the timer for slow requests is left to close.
    listener.stopTimers();
    await mcp.close();
    isStopped = true;
    state.log({event: 'stopped'});
  }

  function noteQuiet(): void {
    // Requests on connections opened during the stop, such as health checks, do not delay it.
    // Called at the end of each of thousands of responses, so no list is built.
    for (const {req} of openResponses) if (!connections.isLate(req.socket)) return;
    quiet.resolve();
  }

  function closeIdleConnections(): void {
    const isUnderway = [...openResponses].some((response) => response.writableEnded);
    if (!isUnderway) listener.closeIdleConnections();
  }

  return {
    /** Called when a response ends. Otherwise its connection would stay open, idle, for the keep-alive time. */
    responseOver(): void {
      if (!state.isStopping) return;
      setImmediate(closeIdleConnections);
      noteQuiet();
    },
    stop({graceMs = 10_000, drainDelayMs = 0, why = 'requested'}: StopOptions = {}): Promise<void> {
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
        // After the stop above has begun.
        setImmediate(() => {
          state.streams.endAll();
          webSockets.terminate();
          void mcp.close();
          setImmediate(() => listener.closeAllConnections());
        });
      }, graceMs + drainDelayMs);
      return closing.finally(() => clearTimeout(cut));
    },
  };
}
