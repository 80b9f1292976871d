import {startNginx} from '../../support/proxies/nginx.ts';
import {type Beds, plain, secure} from '../beds.ts';
import {HOLDS, isHealthy, RESPONDS, type Target, type WireRow} from '../row.ts';

const FRAMEWORKS = 'frameworks.py';
const FAST_MCP = 'fast_mcp.py';
const JSON_AND_STREAM = {'content-type': 'application/json', accept: 'application/json, text/event-stream'};

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {protocolVersion: '2025-06-18', capabilities: {}, clientInfo: {name: 'e2e', version: '1'}},
};

/** The GET stream of a new session. */
async function sessionAt(url: string): Promise<Target> {
  const answer = await fetch(url, {method: 'POST', headers: JSON_AND_STREAM, body: JSON.stringify(INITIALIZE)});
  const session = answer.headers.get('mcp-session-id');
  await answer.text();
  if (session === null) throw new Error(`${url} gave no session: ${answer.status}`);
  return {url, headers: {'mcp-session-id': session, 'mcp-protocol-version': '2025-06-18'}};
}

/** nginx ends TLS, and says to the service what it was asked. */
async function behindTls(beds: Beds, upstreamPort: number, path: string): Promise<string> {
  const route = [
    'proxy_set_header Host $http_host;',
    'proxy_set_header X-Forwarded-Proto $scheme;',
    'proxy_http_version 1.1;',
  ];
  const {tlsPort} = await beds.proxy(startNginx, {upstreamPort, route});
  return secure(tlsPort, path);
}

export const FRAMEWORK_ROWS: readonly WireRow[] = [
  {
    what: 'a generator yields once and returns (FastAPI, sse-starlette)',
    cases: ['W17'],
    start: async (beds) => plain(await beds.python(FRAMEWORKS), '/once'),
    looks: [
      {
        check: HOLDS,
        status: 'fail',
        says: [/ended properly|properly ended|proper end/i, /only event|1 event/i],
        toDo: [/generator|yield|return/i],
        never: [/idle timeout/i],
      },
    ],
  },
  {
    what: "sse-starlette's own ping every second",
    start: async (beds) => plain(await beds.python(FRAMEWORKS), '/pings'),
    looks: isHealthy(),
  },
  {
    what: 'a generator raises an exception after some events (FastAPI, sse-starlette)',
    start: async (beds) => plain(await beds.python(FRAMEWORKS), '/raises'),
    looks: [
      {check: HOLDS, status: 'fail', says: [/broken off/], toDo: [/log of the server/], never: [/idle timeout/i]},
    ],
  },
  {
    what: 'gunicorn kills a sync worker at its timeout, with data flowing',
    cases: ['W18'],
    start: async (beds) => plain(await beds.gunicorn('workers:app', ['--workers', '4', '--timeout', '6']), '/events'),
    looks: [
      {
        check: HOLDS,
        status: 'fail',
        with: {holdFor: '12s'},
        says: [/no idle timer ended it/],
        toDo: [/log of the server/],
        never: [/heartbeat/i],
      },
    ],
  },
  {
    what: 'mount_http of fastapi-mcp: a GET never gets a head',
    cases: ['W15'],
    start: async (beds) => sessionAt(plain(await beds.python(FRAMEWORKS), '/mcp/http')),
    looks: [{check: HOLDS, status: 'fail', says: [/no response headers/], toDo: [/headers at once/], never: [/409/]}],
  },
  {
    what: 'uvicorn does not trust the proxy that ended TLS, and redirects to http:// for a slash',
    cases: ['W20'],
    start: async (beds) => behindTls(beds, await beds.python(FRAMEWORKS, {FORWARDED_ALLOW_IPS: '192.0.2.1'}), '/slash'),
    looks: [
      {
        check: RESPONDS,
        status: 'fail',
        says: [/307/, /http:\/\//],
        toDo: [/X-Forwarded-Proto|forwarded|proxy header/i],
      },
      {check: HOLDS, status: 'fail', says: [/307/], toDo: [/X-Forwarded-Proto|forwarded|proxy header/i]},
    ],
  },
  {
    what: "FastMCP's guard against DNS rebinding refuses the public host behind a proxy (mcp 1)",
    cases: ['W19'],
    start: async (beds) => behindTls(beds, await beds.python(FAST_MCP), '/mcp'),
    clients: {get: 'refused'},
    looks: [
      {check: HOLDS, status: 'fail', says: [/421/, /host/i], toDo: [/allowed_hosts|TransportSecurity|rebinding/i]},
      {
        check: RESPONDS,
        with: {method: 'POST', headers: JSON_AND_STREAM, body: JSON.stringify(INITIALIZE)},
        status: 'fail',
        says: [/421/, /host/i],
        toDo: [/allowed_hosts|TransportSecurity|rebinding/i],
      },
    ],
  },
  {
    what: 'the same guard of mcp 2',
    cases: ['W19'],
    start: async (beds) => behindTls(beds, await beds.python(FAST_MCP, {}, 'venv-mcp-2'), '/mcp'),
    looks: [
      {check: HOLDS, status: 'fail', says: [/421/, /host/i], toDo: [/allowed_hosts|TransportSecurity|rebinding/i]},
    ],
  },
  {
    what: 'the stream of an MCP session is asked for without the session',
    cases: ['W19'],
    start: async (beds) => plain(await beds.python(FAST_MCP), '/mcp'),
    looks: [{check: HOLDS, status: 'fail', says: [/400/, /session/i], toDo: [/session/i], never: [/listener rule/i]}],
  },
  {
    what: 'a message to MCP that accepts JSON only, or whose Accept a hop took away',
    cases: ['W19'],
    start: async (beds) => plain(await beds.python(FAST_MCP), '/mcp'),
    looks: [
      {
        check: RESPONDS,
        with: {
          method: 'POST',
          headers: {'content-type': 'application/json', accept: 'application/json'},
          body: JSON.stringify(INITIALIZE),
        },
        status: 'fail',
        says: [/406/],
        toDo: [/Accept/],
      },
    ],
  },
  {
    what: 'the GET stream of an MCP session that says nothing but a comment now and then',
    cases: ['W13'],
    start: async (beds) => sessionAt(plain(await beds.serve('--heartbeat', '1s'), '/mcp')),
    looks: [{check: HOLDS, status: 'pass'}],
  },
];
