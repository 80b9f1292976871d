import type {Handler, Routes} from './dispatch.ts';
import {sendError} from './exchange.ts';
import {httpSse} from './mcp/http-sse.ts';
import type {StreamableHttp} from './mcp/streamable.ts';
import type {ServerState} from './server-state.ts';
import {echo, health, ready, status} from './service-api.ts';
import {measuringStream} from './streams/measuring-stream.ts';

/**
 * Everything that answers. Nothing does without the prefix but `/health` and `/ready`, where a load balancer looks,
 * unless a hop in front takes the prefix away.
 */
export function routesOf(state: ServerState, mcp: StreamableHttp): Routes {
  const base = state.basePath;
  // What clients write, and what arrives here.
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
  // Inside a listener rule for `${base}/mcp/sse*`; the other only where a rule takes the whole prefix.
  routes.set(`${at}/mcp/sse/events`, {GET: events, HEAD: headOfStream});
  routes.set(`${at}/events`, {GET: events, HEAD: headOfStream});
  return routes;
}

/** The head of a stream, without one behind it. */
const headOfStream: Handler = ({response}) => {
  response.writeHead(200, {'Content-Type': 'text/event-stream'});
  response.end();
};

/** The WebSocket itself is no request any more; this is one who asked without an upgrade. */
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
