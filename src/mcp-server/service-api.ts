import type {Handler} from './dispatch.ts';
import {sendError, sendJson} from './exchange.ts';
import {readBody} from './read-body.ts';
import type {ServerState} from './server-state.ts';
import {seenConnection, shownHeaders, shownUrl} from './shown-request.ts';

const ECHO_LIMIT_BYTES = 64 * 1024;

/** Whether the process works: an orchestrator restarts it when it does not. A draining one works. */
export const health: Handler = ({response}) => sendJson(response, 200, {status: 'ok'});

/** Whether new requests should be sent here: not while the server drains. */
export function ready(state: ServerState): Handler {
  return ({response}) => {
    if (state.isReady) sendJson(response, 200, {status: 'ready'});
    else sendJson(response, 503, {status: 'draining'});
  };
}

/** For people and monitoring: which server answers, and how it is configured. */
export function status(state: ServerState): Handler {
  return ({response}) =>
    sendJson(response, 200, {
      status: 'ok',
      instance: state.instance,
      version: state.version,
      basePath: state.basePath,
      serverTime: state.clock.now().toISOString(),
      uptimeMs: Math.round(state.clock.monotonicMs() - state.startedAtMs),
      openStreams: state.streams.size,
      heartbeatMs: state.heartbeatMs,
      cadenceMs: state.cadenceMs,
    });
}

/** The request as it arrived, after all hops: shows what they rewrote. */
export function echo(state: ServerState): Handler {
  return async (exchange) => {
    const {request, response, path} = exchange;
    const body = await readBody(exchange, ECHO_LIMIT_BYTES);
    if (body === null) {
      response.setHeader('Connection', 'close');
      return sendError(response, 413, 'too-large', `${path}: the body is over ${ECHO_LIMIT_BYTES} bytes; send less`);
    }
    sendJson(response, 200, {
      instance: state.instance,
      method: request.method,
      url: shownUrl(request),
      path,
      ...seenConnection(request),
      headers: shownHeaders(request, state.knownPlain),
      body,
    });
  };
}
