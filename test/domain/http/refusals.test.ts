import {expect} from 'chai';
import {statusFault} from '../../../src/domain/http/answer-advice.ts';

type Headers = Readonly<Record<string, string>>;

function said(status: number, headers: Headers, body: string, {method = 'GET', afterMs = 50} = {}): string {
  const url = 'https://mcp.example.com/sse';
  const {what, fix, candidates = []} = statusFault({url, method, status, headers, body, afterMs}, 200);
  return [what, fix, ...candidates.map(({cause}) => cause)].join('\n');
}

const IIS = '502 - Web server received an invalid response while acting as a gateway or proxy server.';

describe('a refusal', () => {
  const hops: readonly (readonly [string, number, Headers, string, number, RegExp])[] = [
    ['Envoy without a route', 404, {server: 'istio-envoy'}, '', 50, /Envoy itself[\s\S]*VirtualService/],
    ['Envoy without a cluster', 503, {server: 'envoy'}, '', 50, /Envoy itself[\s\S]*endpoints/],
    ["Envoy's circuit breaker", 503, {}, 'upstream connect error. reset reason: overflow', 50, /circuit breaker/],
    [
      'Google, which is an Envoy',
      504,
      {via: '1.1 google'},
      'upstream request timeout',
      30_000,
      /Google[\s\S]*timeoutSec/,
    ],
    ['Google without a rule', 404, {}, 'response 404 (backend NotFound), service rules', 50, /Google[\s\S]*URL map/],
    [
      "Akamai, in Apache's words",
      504,
      {server: 'AkamaiGHost'},
      'The proxy server did not receive a timely response from the upstream server.<P>\nReference&#32;&#35;1&#46;abc',
      120_000,
      /^answers 504, not 200: Akamai itself/,
    ],
    [
      'Fastly, which is a Varnish',
      503,
      {server: 'Varnish', via: '1.1 varnish'},
      '<title>503 first byte timeout</title><p>Details: cache-fra-eddf 17 1</p><p>Varnish cache server</p>',
      15_000,
      /Fastly itself[\s\S]*first_byte_timeout \(15 s\)/,
    ],
    [
      'Kong',
      504,
      {server: 'kong/3.4'},
      '{"message":"The upstream server is timing out"}',
      60_000,
      /Kong[\s\S]*read_timeout/,
    ],
    ['Kong without a route', 404, {}, '{"message":"no Route matched with those values"}', 50, /No route of Kong/],
    ['Azure App Service', 502, {server: 'Microsoft-IIS/10.0'}, `<title>${IIS}</title>`, 230_000, /App Service \(3 min/],
    ['Azure Front Door', 503, {'x-azure-ref': '0'}, "Our services aren't available right now", 50, /Front Door/],
  ];
  for (const [hop, status, headers, body, afterMs, expected] of hops) {
    it(`of ${hop} is known as that`, () => {
      expect(said(status, headers, body, {afterMs})).to.match(expected);
    });
  }

  it('passed on by Envoy is not its own', () => {
    expect(said(404, {server: 'envoy', 'x-envoy-upstream-service-time': '3'}, '')).to.not.include('Envoy');
  });

  it('in the words of every server in Go is not said to be of Traefik', () => {
    expect(said(404, {}, '404 page not found\n')).to.include('the application, or Traefik');
  });

  const frameworks: readonly (readonly [string, string])[] = [
    ['Express', '<html><body><pre>Cannot GET /sse</pre></body></html>'],
    ['NestJS', '{"message":"Cannot GET /sse","error":"Not Found","statusCode":404}'],
    ['Fastify', '{"message":"Route GET:/sse not found","error":"Not Found","statusCode":404}'],
    ['Spring', '{"timestamp":"2026-01-01T00:00:00Z","status":404,"error":"Not Found","path":"/sse"}'],
  ];
  for (const [name, body] of frameworks) {
    it(`of ${name} without such a path is the application's`, () => {
      expect(said(404, {}, body)).to.include('the application has no such path');
    });
  }

  const NO_SESSION = /no session id/;
  const mcp: readonly (readonly [string, string, number, string, RegExp])[] = [
    ['Go', 'GET', 400, 'Bad Request: GET requires an Mcp-Session-Id header', NO_SESSION],
    ['Java', 'GET', 400, '{"message":"Session ID required in mcp-session-id header"}', NO_SESSION],
    ['TypeScript', 'GET', 400, '{"message":"Bad Request: Mcp-Session-Id header must be a single value"}', NO_SESSION],
    ['Go', 'GET', 400, "Accept must contain 'text/event-stream' for GET requests", /Accept header/],
    ['Java', 'GET', 400, '{"message":"text/event-stream required in Accept header"}', /Accept header/],
    ['TypeScript', 'POST', 400, 'No transport found for sessionId', /HTTP\+SSE/],
    ['Go', 'POST', 400, 'sessionid must be provided', /HTTP\+SSE/],
    ['Java', 'POST', 400, '{"message":"Session ID missing in message endpoint"}', /HTTP\+SSE/],
    ['Go (mcp-go)', 'GET', 400, 'Invalid session ID', /names no session that this server of MCP knows/],
    ['Rust', 'GET', 401, 'Unauthorized: Session ID is required', /has no session/],
    ['Rust', 'POST', 422, 'Unexpected message, expect initialize request', /not initialized/],
    ['TypeScript', 'GET', 409, 'Conflict: Only one SSE stream is allowed per session', /has a stream already/],
  ];
  for (const [sdk, method, status, body, expected] of mcp) {
    it(`of the ${sdk} SDK of MCP has its meaning: ${status} ${body}`, () => {
      expect(said(status, {}, body, {method})).to.match(expected);
    });
  }

  it('with 409 of an application is no stream that is open already', () => {
    expect(said(409, {}, '{"message":"an order with this number exists"}', {method: 'POST'})).to.not.include('stream');
  });
});
