import type {Handler, Routes} from './dispatch.ts';
import {httpSse} from './http-sse.ts';
import {measuringStream} from './measuring-stream.ts';
import type {ServerState} from './server-state.ts';
import {echo, health, status} from './service-api.ts';

/** Everything that answers. Nothing does without the prefix but `/health`, where a load balancer looks. */
export function routesOf(state: ServerState): Routes {
  const base = state.basePath;
  const streamPath = `${base}/mcp/sse/stream`;
  const messagesPath = `${streamPath}/messages/`;
  const mcp = httpSse(state, messagesPath);
  const events = measuringStream(state);
  return new Map([
    ['/health', readable(health)],
    [`${base}/health`, readable(health)],
    [`${base}/api/v1/status`, readable(status(state))],
    [`${base}/api/v1/echo`, anyMethod(echo(state))],
    [streamPath, {GET: mcp.openSession}],
    [messagesPath, {POST: mcp.takeMessage}],
    // Inside a listener rule for `${base}/mcp/sse*`; the other only where a rule takes the whole prefix.
    [`${base}/mcp/sse/events`, {GET: events}],
    [`${base}/events`, {GET: events}],
  ]);
}

function readable(handler: Handler): Readonly<Record<string, Handler>> {
  return {GET: handler, HEAD: handler};
}

function anyMethod(handler: Handler): Readonly<Record<string, Handler>> {
  return {...readable(handler), POST: handler, PUT: handler, PATCH: handler, DELETE: handler};
}
