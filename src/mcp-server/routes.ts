import type {Handler, Routes} from './dispatch.ts';
import {sendError} from './exchange.ts';
import {httpSse} from './mcp/http-sse.ts';
import type {StreamableHttp} from './mcp/streamable.ts';
import type {ServerState} from './server-state.ts';
import {echo, health, ready, status} from './service-api.ts';
import {measuringStream} from './streams/measuring-stream.ts';

/**
 * All routes. Only `/health` and `/ready`, for the load balancer, work without the prefix, unless a hop in front strips
 * it.
 */
export function routesOf(state: ServerState, mcp: StreamableHttp): Routes {
  const base = state.basePath;
  // The path that clients use, and the one that arrives here.
  const at = state.stripPrefix ? '' : base;
  const legacy = httpSse(state);
  const events = measuringStream(state);
  const routes = new Map<string, Readonly<Record<string, Handler>>>();
  for (const prefix of new Set(['', at, base])) {
    routes.set(`${prefix}/health`, readable(health));
    routes.set(`${prefix}/ready`, readable(ready(state)));
  }
  routes.set(`${at}/api/v1/status`, readable(status(state)));
  routes.set(`${at}/api/v1/echo`, anyMethod(echo(state)));
  routes.set(`${at}/ws`, {GET: upgradeRequired});
  routes.set(`${at}/mcp`, {GET: mcp.handle, POST: mcp.handle, DELETE: mcp.handle});
  for (const stream of ['/mcp/sse', '/mcp/sse/stream']) {
    routes.set(`${at}${stream}`, {GET: legacy.openSession(`${base}${stream}/messages/`), HEAD: headOfStream});
    routes.set(`${at}${stream}/messages/`, {POST: legacy.takeMessage});
  }
  // Covered by a listener rule for `${base}/mcp/sse*`; the other one only by a rule for the whole prefix.
  routes.set(`${at}/mcp/sse/events`, {GET: events, HEAD: headOfStream});
  routes.set(`${at}/events`, {GET: events, HEAD: headOfStream});
  return routes;
}

/** The head of a stream, without the stream. */
const headOfStream: Handler = ({response}) => {
  response.writeHead(200, {'Content-Type': 'text/event-stream'});
  response.end();
};

/** A request without an upgrade; WebSockets themselves do not come here. */
const upgradeRequired: Handler = ({response, path}) => {
  response.setHeader('Upgrade', 'websocket');
  sendError(response, 426, 'upgrade-required', `${path}: only WebSockets are answered here`);
};

function readable(handler: Handler): Readonly<Record<string, Handler>> {
  return {GET: handler, HEAD: handler};
}

function anyMethod(handler: Handler): Readonly<Record<string, Handler>> {
  return {...readable(handler), POST: handler, PUT: handler, PATCH: handler, DELETE: handler};
}
