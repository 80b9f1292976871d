import type {Exchange} from '../exchange.ts';

const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';
/** Headers of MCP clients of all revisions; `Mcp-Param-*` are named by tools, so the requested headers are checked. */
const HEADERS = [
  'accept',
  'authorization',
  'cache-control',
  'content-type',
  'last-event-id',
  'mcp-method',
  'mcp-name',
  'mcp-protocol-version',
  'mcp-session-id',
];
const EXPOSED = 'Mcp-Session-Id, MCP-Protocol-Version, WWW-Authenticate, Retry-After';

/**
 * Lets the requesting page read the answer, and answers a browser's preflight (Fetch, "CORS protocol"). Only for an
 * allowed origin. True: the exchange is answered.
 */
export function answerCors({request, response}: Exchange): boolean {
  // A cache must not give an answer for one origin to another, or one without CORS headers to a page.
  response.setHeader('Vary', 'Origin');
  const {origin} = request.headers;
  if (origin === undefined) return false;
  response.setHeader('Access-Control-Allow-Origin', origin);
  response.setHeader('Access-Control-Expose-Headers', EXPOSED);
  if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return false;
  const asked = (request.headers['access-control-request-headers'] ?? '').toLowerCase().split(',');
  const params = asked.map((name) => name.trim()).filter((name) => /^mcp-param-[a-z0-9-]{1,64}$/.test(name));
  response.setHeader('Access-Control-Allow-Methods', METHODS);
  response.setHeader('Access-Control-Allow-Headers', [...HEADERS, ...params.slice(0, 50)].join(', '));
  response.setHeader('Access-Control-Max-Age', '600');
  response.writeHead(204);
  response.end();
  return true;
}
