/**
 * What is known to go wrong with event streams and MCP behind proxies, by number, and what notices it here: the check, and
 * where that is held. Some need several looks that are compared, or load: these are for later.
 */
export interface KnownWireFailure {
  readonly number: number;
  readonly what: string;
  /** None: for later. */
  readonly by: readonly Noticed[];
  /** Why what is noticed is not all of it, or what it takes. */
  readonly later?: 'several looks that are compared' | 'load';
}

export interface Noticed {
  readonly check: string;
  /** A row of `wire.test.ts` or `mcp-base-path.test.ts`, a fault of the reference server in `test/checks/mcp/faults.ts`, or a file of tests. */
  readonly held: {readonly row: string} | {readonly fault: string} | {readonly test: string};
}

const row = (check: string, what: string): Noticed => ({check, held: {row: what}});
const fault = (check: string, name: string): Noticed => ({check, held: {fault: name}});
const test = (check: string): Noticed => ({check, held: {test: `test/checks/${check}.test.ts`}});
const hop = (check: string): Noticed => ({check, held: {test: 'test/checks/mcp/hops.socket.test.ts'}});

const HOLDS = 'sse/stream-holds';
const HANDSHAKE = 'mcp/handshake';
const KEEPS_BASE_PATH = 'mcp/endpoint-keeps-base-path';

export const KNOWN_WIRE_FAILURES: readonly KnownWireFailure[] = [
  {
    number: 1,
    what: 'nothing comes until the stream ends, headers included',
    by: [
      row(
        HOLDS,
        'nginx as it comes (HTTP/1.0 to the server, buffering on): small events wait for 4 KB, and so does the head',
      ),
    ],
  },
  {
    number: 2,
    what: 'events come in bursts of 4, 8 or 16 KB',
    by: [row(HOLDS, 'the same over TLS: HTTP/2 gets its events, and HTTP/1.1 waits for 16 KB (ssl_buffer_size)')],
    later: 'several looks that are compared',
  },
  {number: 3, what: 'a constant 200 ms more, and pairs of events', by: [], later: 'several looks that are compared'},
  {
    number: 4,
    what: 'it works with curl and hangs in browsers',
    by: [row(HOLDS, 'nginx compresses the stream (gzip_types text/event-stream) and holds it back with buffering on')],
  },
  {
    number: 5,
    what: 'the head of a gzip body comes, and then nothing',
    by: [row(HOLDS, 'gzip for those who ask, never handed on before the end')],
  },
  {
    number: 6,
    what: 'the stream is cut a fixed time after its last byte',
    by: [row(HOLDS, 'nginx with proxy_read_timeout 3s, and a stream that is silent for longer')],
  },
  {
    number: 7,
    what: 'the stream is cut at a fixed age, although events flow',
    by: [row(HOLDS, 'gunicorn kills a sync worker at its timeout, with data flowing')],
  },
  {
    number: 8,
    what: 'heartbeats are sent, and none reaches the client',
    by: [test(HOLDS)],
    later: 'several looks that are compared',
  },
  {
    number: 9,
    what: 'the heartbeat is as long as the timeout: cut at random',
    by: [test('alb/idle-timeout-fits-heartbeat')],
  },
  {
    number: 10,
    what: 'GET is answered 504 after a minute, and POST works',
    by: [row(HOLDS, 'mount_http of fastapi-mcp: a GET never gets a head')],
  },
  {number: 11, what: '200, the type of an event stream, and no byte for ever', by: [test(HOLDS)]},
  {
    number: 12,
    what: 'POST is accepted, and its reply never comes on the stream',
    by: [fault('mcp/tools-answer', 'no-result'), test('mcp/messages-find-their-session')],
  },
  {
    number: 13,
    what: 'some POSTs get 404: the session is at another instance or worker',
    by: [
      fault(HANDSHAKE, 'lost-session=100'),
      row('mcp/messages-find-their-session', 'FastAPI(root_path), behind nginx that keeps the prefix, 2 workers'),
    ],
  },
  {
    number: 14,
    what: 'the endpoint event lacks BASE_PATH',
    by: [
      fault(HANDSHAKE, 'endpoint=no-base'),
      row(KEEPS_BASE_PATH, 'an application that knows no prefix, behind nginx that strips the prefix, 1 worker'),
    ],
  },
  {
    number: 15,
    what: 'the endpoint event has BASE_PATH twice',
    by: [
      fault(HANDSHAKE, 'endpoint=double-base'),
      row(
        KEEPS_BASE_PATH,
        'fastapi-mcp before 0.3.6 with FastAPI(root_path), behind nginx that keeps the prefix, 1 worker',
      ),
    ],
  },
  {
    number: 16,
    what: 'the endpoint event names http:// or an internal host',
    by: [
      fault(HANDSHAKE, 'endpoint=other-origin'),
      row(KEEPS_BASE_PATH, 'the endpoint event is an http:// URL on a stream by https'),
      row(KEEPS_BASE_PATH, 'the endpoint event is a URL of another origin'),
    ],
  },
  {
    number: 17,
    what: 'POST is redirected by 307 to another scheme or host for a slash',
    by: [
      fault(HANDSHAKE, 'redirect=http'),
      row(
        KEEPS_BASE_PATH,
        'uvicorn does not trust the proxy that ended TLS, and redirects messages to http:// for a slash',
      ),
      row('http/responds', 'uvicorn does not trust the proxy that ended TLS, and redirects to http:// for a slash'),
    ],
  },
  {number: 18, what: 'POST is redirected by 301 or 302, which makes it a GET', by: [hop(HANDSHAKE)]},
  {
    number: 19,
    what: 'the first call after a pause gets 502: the server closes connections before the load balancer does',
    by: [],
    later: 'several looks that are compared',
  },
  {
    number: 20,
    what: 'after a reconnection every request fails: the new session was not initialized',
    by: [test('mcp/session-survives-reconnect')],
  },
  {number: 21, what: 'events are lost or come twice after a reconnection', by: [test('sse/resumes')]},
  {number: 22, what: 'Last-Event-ID does not reach the server', by: [test('sse/resumes')]},
  {number: 23, what: 'all clients come back in the same second', by: [], later: 'load'},
  {
    number: 24,
    what: 'clients reconnect for ever to a stream that ends properly',
    by: [row(HOLDS, 'a generator yields once and returns (FastAPI, sse-starlette)')],
  },
  {number: 25, what: 'an EventSource stops for good after a deployment', by: [test('sse/resumes')]},
  {number: 26, what: 'browsers are kept out by CORS', by: [test('sse/readable-by-browsers')]},
  {number: 27, what: 'the seventh tab of a browser hangs over HTTP/1.1', by: [test('sse/readable-by-browsers')]},
  {
    number: 28,
    what: 'the server refuses the Host or the Origin, with 421 or 403',
    by: [
      fault('mcp/host-allowed', 'invalid-host=421'),
      fault('mcp/host-allowed', 'reject=host'),
      test('mcp/foreign-origin-refused'),
    ],
  },
  {number: 29, what: '406 or 415, as a hop takes Accept or Content-Type away', by: [hop(HANDSHAKE)]},
  {number: 30, what: '400 with -32020, as a hop takes the headers of MCP away', by: [hop(HANDSHAKE)]},
  {number: 31, what: 'the answer has no Mcp-Session-Id', by: [fault(HANDSHAKE, 'session-id=hidden')]},
  {
    number: 32,
    what: 'it breaks over HTTP/2 only',
    by: [row(HOLDS, 'Transfer-Encoding over HTTP/2, which forbids it: curl, Node.js and browsers refuse it')],
  },
  {number: 33, what: 'a client of ours drops a silent stream after five minutes', by: [test(HOLDS)]},
  {number: 34, what: 'a call fails after 60 s in the client, with the stream open', by: [test('mcp/tools-answer')]},
  {number: 35, what: 'calls of more than 10 s fail inside fastapi-mcp', by: [test('mcp/tools-answer')]},
  {number: 36, what: 'the server goes on for clients that are gone', by: [], later: 'load'},
  {number: 37, what: 'new streams are refused or wait from some number on', by: [], later: 'load'},
  {
    number: 38,
    what: 'the health check is green, and the stream is dead',
    by: [row(HOLDS, 'nothing listens behind nginx')],
  },
  {
    number: 39,
    what: 'a deployment cuts all streams, and POSTs get 502',
    by: [test('ecs/deployment-keeps-serving'), test('alb/deregistration-outlives-streams')],
    later: 'several looks that are compared',
  },
  {
    number: 40,
    what: 'a cache answers with the stream of another client',
    by: [row('sse/not-cached', 'Varnish hands the stream of another client on, from its cache')],
  },
  {
    number: 41,
    what: 'a login page or the page of a web app comes instead',
    by: [
      row(HOLDS, 'a login page instead of a stream'),
      row(HOLDS, 'the page of a web app answers for every path'),
      hop(HANDSHAKE),
    ],
  },
  {
    number: 42,
    what: 'a hop that cuts the answer of a call cancels it',
    by: [fault('mcp/tools-answer', 'max-duration=300ms')],
  },
  {
    number: 43,
    what: 'a hop makes a proper end of a cut',
    by: [row(HOLDS, 'the server cuts the stream, and Caddy makes a proper end of it')],
  },
  {
    number: 44,
    what: 'the service crashes as it starts, with another major version of a package',
    by: [test('ecs/service-steady')],
  },
];
