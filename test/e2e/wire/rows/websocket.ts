import {hash} from 'node:crypto';
import {startWebSocketServer, type WebSocketRoute} from '../../../support/websocket-server.ts';
import {startHaproxy} from '../../support/proxies/haproxy.ts';
import {startNginx} from '../../support/proxies/nginx.ts';
import {HOST} from '../../support/proxies/proxy.ts';
import type {Beds} from '../beds.ts';
import {CONNECTS, type WireRow} from '../row.ts';

/** As nginx's documentation has it. */
const PASSED = [
  'proxy_http_version 1.1;',
  'proxy_set_header Upgrade $http_upgrade;',
  'proxy_set_header Connection "upgrade";',
];
const PASS_UPGRADE = /proxy_set_header Upgrade/;
const PYTHON = 'websocket_server.py';
const FASTAPI = 'websocket_service.py';

/** A server of `ws` at `/ws`, that behaves so. */
async function served(beds: Beds, route: WebSocketRoute): Promise<number> {
  const server = await startWebSocketServer({'/ws': route});
  beds.stopAtEnd(() => server.close());
  return server.port;
}

const ECHO: WebSocketRoute = {open: (client) => client.on('message', (data) => client.send(String(data)))};

const plain = (port: number, path = '/ws') => `ws://127.0.0.1:${port}${path}`;
const secure = (port: number | null, path = '/ws') => `wss://${HOST}:${port}${path}`;

function behindNginx(upstream: (beds: Beds) => Promise<number>, route: readonly string[]): WireRow['start'] {
  return async (beds) => secure((await beds.proxy(startNginx, {upstreamPort: await upstream(beds), route})).tlsPort);
}

function behindHaproxy(
  upstream: (beds: Beds) => Promise<number>,
  route: readonly string[] = [],
  site: readonly string[] = [],
): WireRow['start'] {
  return async (beds) =>
    secure((await beds.proxy(startHaproxy, {upstreamPort: await upstream(beds), route, site})).tlsPort);
}

const python = (beds: Beds) => beds.python(PYTHON);
const fastApi = (beds: Beds) => beds.python(FASTAPI);
const echo = (beds: Beds) => served(beds, ECHO);
const fails = (says: readonly RegExp[], toDo: readonly RegExp[] = [], params = {}): WireRow['looks'] => [
  {check: CONNECTS, status: 'fail', says, toDo, with: params},
];
const passes = (params = {}, says: readonly RegExp[] = []): WireRow['looks'] => [
  {check: CONNECTS, status: 'pass', says, with: params},
];

const SAID = {send: 'are you there?', expect: 'there'};
const HELD = {holdFor: '5s'};
/** Longer than nginx waits, which waits as long for the handshake: a busy machine may take two seconds for that. */
const OUTLASTS = {holdFor: '8s'};

export const WEBSOCKET_ROWS: readonly WireRow[] = [
  {
    what: 'a WebSocket of ws behind nginx that passes the upgrade on',
    start: behindNginx(echo, PASSED),
    looks: passes({...SAID, ...HELD}, [/a reply/, /open for 5 s/]),
  },
  {
    what: 'a WebSocket of Python (websockets) behind nginx that passes the upgrade on',
    start: behindNginx(python, PASSED),
    looks: passes({...SAID, ...HELD}),
  },
  {
    what: 'a WebSocket of FastAPI behind nginx that passes the upgrade on',
    start: behindNginx(fastApi, PASSED),
    looks: passes({...SAID, ...HELD}),
  },
  {
    what: 'a WebSocket of ws behind nginx as it comes, which takes Upgrade out and speaks HTTP/1.0',
    start: behindNginx(echo, []),
    looks: fails([/answers 426, not 101/], [PASS_UPGRADE]),
  },
  {
    what: 'a WebSocket of Python (websockets) behind nginx as it comes',
    start: behindNginx(python, []),
    looks: fails([/answers 505, not 101/, /a hop speaks HTTP\/1\.0/], [PASS_UPGRADE]),
  },
  {
    what: 'a WebSocket of Python (websockets) behind nginx with HTTP/1.1, which takes Upgrade out',
    start: behindNginx(python, ['proxy_http_version 1.1;']),
    looks: fails([/answers 426, not 101/], [PASS_UPGRADE]),
  },
  {
    what: 'a WebSocket of FastAPI behind nginx as it comes: its route is none for a request without Upgrade',
    start: behindNginx(fastApi, []),
    looks: fails([/answers 404, not 101/, /upgrade did not reach/], [PASS_UPGRADE]),
  },
  {
    what: 'FastAPI on a machine without a library for WebSockets',
    start: async (beds) => plain(await beds.python(FASTAPI, {WS: 'none'})),
    looks: fails([/answers 404, not 101/], [/pip install websockets/]),
  },
  {
    what: 'a path at which FastAPI has no WebSocket',
    start: async (beds) => plain(await fastApi(beds), '/elsewhere'),
    looks: fails([/answers 403, not 101/], [/no WebSocket route takes the path/]),
  },
  {
    what: 'FastAPI closes it before it accepts it',
    start: async (beds) => plain(await fastApi(beds), '/refused'),
    looks: fails([/answers 403, not 101/], [/credentials/]),
  },
  {
    what: 'FastAPI accepts it and closes it with 1008',
    start: async (beds) => plain(await fastApi(beds), '/dismissed'),
    looks: fails([/closed by the server with 1008 \(no token\)/, /policy/], [/credentials/]),
  },
  {
    what: 'a server that takes pages of one origin only, and no Origin was sent',
    start: async (beds) => plain(await beds.python(PYTHON, {ORIGIN: 'https://app.example.test'})),
    looks: fails([/answers 403, not 101/, /no Origin/], [/Origin/]),
  },
  {
    what: 'a server that takes pages of one origin only, with that Origin',
    start: async (beds) => ({
      url: plain(await beds.python(PYTHON, {ORIGIN: 'https://app.example.test'})),
      headers: {Origin: 'https://app.example.test'},
    }),
    looks: passes(SAID),
  },
  {
    what: 'nginx with proxy_read_timeout 4s, and nobody pings',
    start: behindNginx(echo, [...PASSED, 'proxy_read_timeout 4s;']),
    looks: fails([/without a close frame \(1006\)/, / s after its last frame/], [/ping at least every/], OUTLASTS),
  },
  {
    what: 'nginx with proxy_read_timeout 4s, and the client pings every 500 ms',
    start: behindNginx(echo, [...PASSED, 'proxy_read_timeout 4s;']),
    looks: passes({...OUTLASTS, pingEvery: '500ms'}, [/a ping of ours every (500|…) ms/]),
  },
  {
    what: 'nginx with proxy_read_timeout 4s, and the server pings every second',
    start: behindNginx(
      (beds) =>
        served(beds, {
          open(client) {
            const beat = setInterval(() => client.ping(), 1000);
            client.on('close', () => clearInterval(beat));
          },
        }),
      [...PASSED, 'proxy_read_timeout 4s;'],
    ),
    looks: passes(OUTLASTS, [/no pings of ours/]),
  },
  {
    what: 'HAProxy hands the upgrade on by itself',
    start: behindHaproxy(echo),
    looks: passes({...SAID, ...HELD}),
  },
  {
    what: 'HAProxy with timeout tunnel 2s, and nobody pings',
    start: behindHaproxy(echo, ['  timeout tunnel 2s'], ['  timeout client 1m']),
    looks: fails([/without a close frame \(1006\)/], [/ping at least every/], HELD),
  },
  {
    what: 'nothing listens behind nginx that passes the upgrade on',
    start: behindNginx((beds) => beds.nobody(), PASSED),
    looks: fails([/502/, /nginx/]),
  },
  {
    what: 'a listener that speaks HTTP/2 only',
    start: async (beds) => {
      const port = await beds.http2((_request, response) => response.end('hello'), {allowHTTP1: false});
      return secure(port);
    },
    looks: fails([/HTTP\/1\.1|ALPN|TLS/], [/HTTP\/1\.1/]),
  },
  {
    what: 'a page answers in the place of the WebSocket',
    start: async (beds) => {
      const port = await beds.http((_request, response) => {
        response.writeHead(200, {'Content-Type': 'text/html'}).end('<html><body>hello</body></html>');
      });
      return plain(port);
    },
    looks: fails([/answers 200, not 101/, /ordinary request/], [PASS_UPGRADE]),
  },
  {
    what: 'the server chooses none of the subprotocols that were offered',
    start: async (beds) => plain(await python(beds)),
    looks: fails([/chose no subprotocol, not mcp/], [/browsers close/], {subprotocols: ['mcp']}),
  },
  {
    what: 'a hop answers with the Sec-WebSocket-Accept of another client',
    start: async (beds) =>
      plain(
        await served(beds, {
          raw: (socket) => {
            const accept = hash('sha1', 'another key', 'base64');
            socket.write(
              `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
            );
          },
        }),
      ),
    looks: fails([/belongs to another key/], [/cache/]),
  },
  {
    what: 'the server is deployed anew, and says so with 1001',
    start: async (beds) =>
      plain(await served(beds, {open: (client) => setTimeout(() => client.close(1001, 'deploying'), 500)})),
    looks: fails([/with 1001 \(deploying\)/, /going away/], [/deployment/], HELD),
  },
  {
    what: 'the service restarts, and says so with 1012',
    start: async (beds) => plain(await served(beds, {open: (client) => setTimeout(() => client.close(1012), 500)})),
    looks: fails([/with 1012/, /restarts/], [/restart/], HELD),
  },
  {
    what: 'the process dies, and says nothing',
    start: async (beds) =>
      plain(await served(beds, {open: (_client, socket) => setTimeout(() => socket.destroy(), 500)})),
    looks: fails([/without a close frame \(1006\)/], [/log of the service/], HELD),
  },
  {
    what: 'the service takes connections and answers no ping',
    start: async (beds) => plain(await served(beds, {pongs: false})),
    looks: fails([/no pong came within 2 s/], [/hangs/], {pongWithin: '2s'}),
  },
  {
    what: 'the service takes connections and answers no message',
    start: async (beds) => plain(await served(beds, {})),
    looks: fails([/no message came within 2 s, not one that contains "there"/], [/send/], {...SAID, replyWithin: '2s'}),
  },
];
