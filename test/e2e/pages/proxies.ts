import type {Socket} from 'node:net';
import {startApache} from '../support/proxies/apache.ts';
import {startCaddy} from '../support/proxies/caddy.ts';
import {startHaproxy} from '../support/proxies/haproxy.ts';
import {startNginx} from '../support/proxies/nginx.ts';
import type {ProxyServer, ProxySettings} from '../support/proxies/proxy.ts';
import {startVarnish} from '../support/proxies/varnish.ts';
import {type RawUpstream, startRawUpstream} from '../support/raw-upstream.ts';
import {type Page, type PageFile, pageOf, type Question} from './page.ts';

/** What is behind the proxy. */
type Behind = 'nothing' | 'silent' | 'closes' | 'garbage' | 'two lengths' | 'stream';

const UPSTREAMS: Readonly<Record<Exclude<Behind, 'nothing'>, (socket: Socket) => void>> = {
  silent: () => {},
  closes: (socket) => socket.end(),
  garbage: (socket) => socket.end('SSH-2.0-OpenSSH_9.2p1\r\n'),
  'two lengths': (socket) => {
    socket.end(
      'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n9\r\ndata: 1\n\n\r\n0\r\n\r\n',
    );
  },
  stream: (socket) => {
    socket.end('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\ndata: 1\n\n');
  },
};

interface Capture extends Omit<ProxySettings, 'upstreamPort'>, Omit<Question, 'port'> {
  readonly behind: Behind;
  /** Asked this often; the last answer is the one that is meant. */
  readonly times?: number;
  /** Asked in plain HTTP at the port for TLS. */
  readonly toTls?: boolean;
}

interface Captures {
  readonly file: string;
  readonly start: (settings: ProxySettings) => Promise<ProxyServer>;
  readonly pages: readonly Capture[];
}

const BIG = {method: 'POST', headers: {'content-type': 'text/plain', 'content-length': '4096'}, body: 'x'.repeat(4096)};

const PROXIES: readonly Captures[] = [
  {
    file: 'nginx',
    start: startNginx,
    pages: [
      {when: 'plain HTTP is sent to its port for TLS', behind: 'nothing', toTls: true},
      {when: 'nothing listens behind it', behind: 'nothing'},
      {when: 'nothing listens behind it, and it hides its version', behind: 'nothing', site: ['server_tokens off;']},
      {when: 'what is behind it closes the connection without an answer', behind: 'closes'},
      {
        when: 'what is behind it is silent for longer than proxy_read_timeout',
        behind: 'silent',
        route: ['proxy_read_timeout 1s;'],
      },
      {
        when: 'the request is larger than client_max_body_size',
        behind: 'closes',
        site: ['client_max_body_size 1k;'],
        ...BIG,
      },
      {
        when: 'nothing is configured for the path',
        behind: 'nothing',
        path: '/away',
        site: ['location /away { return 404; }'],
      },
      {when: 'access is denied', behind: 'nothing', route: ['deny all;']},
      {
        when: 'it is asked more often than limit_req allows',
        behind: 'stream',
        route: ['limit_req zone=once;'],
        times: 2,
      },
      {
        when: 'it is asked more often than limit_req allows, with limit_req_status 429',
        behind: 'stream',
        route: ['limit_req zone=once;', 'limit_req_status 429;'],
        times: 2,
      },
      {
        when: 'it wants a password (auth_basic)',
        behind: 'stream',
        route: ['auth_basic "closed";', 'auth_basic_user_file /dev/null;'],
      },
      {
        when: 'the path lacks its slash, and the redirect has the scheme that it believes in',
        behind: 'stream',
        path: '/dir',
        site: ['location /dir/ { proxy_pass http://127.0.0.1:9; }'],
      },
    ],
  },
  {
    file: 'haproxy',
    start: startHaproxy,
    pages: [
      {when: 'nothing listens behind it', behind: 'nothing'},
      {
        when: 'its health check found what is behind it down',
        behind: 'nothing',
        route: ['  default-server check inter 100ms fall 1'],
        times: 20,
      },
      {when: 'what is behind it closes the connection without an answer', behind: 'closes'},
      {when: 'what is behind it answers something that is not HTTP', behind: 'garbage'},
      {when: 'what is behind it says Transfer-Encoding twice', behind: 'two lengths'},
      {
        when: 'what is behind it is silent for longer than timeout server',
        behind: 'silent',
        route: ['  timeout server 1s'],
      },
      {when: 'access is denied', behind: 'nothing', site: ['  http-request deny']},
      {when: 'access is denied with 429', behind: 'nothing', site: ['  http-request deny deny_status 429']},
      {
        when: 'it wants a password',
        behind: 'nothing',
        site: ['  http-request auth realm closed'],
      },
    ],
  },
  {
    file: 'varnish',
    start: startVarnish,
    pages: [
      {when: 'nothing listens behind it', behind: 'nothing'},
      {when: 'what is behind it closes the connection without an answer', behind: 'closes'},
      {
        when: 'what is behind it is silent for longer than first_byte_timeout',
        behind: 'silent',
        site: ['-p', 'first_byte_timeout=1'],
      },
    ],
  },
  {
    file: 'apache',
    start: startApache,
    pages: [
      {when: 'plain HTTP is sent to its port for TLS', behind: 'nothing', toTls: true},
      {when: 'nothing listens behind it', behind: 'nothing'},
      {when: 'what is behind it closes the connection without an answer', behind: 'closes'},
      {when: 'what is behind it is silent for longer than ProxyTimeout', behind: 'silent', route: ['timeout=1']},
      {when: 'access is denied', behind: 'nothing', site: ['<Location "/">', 'Require all denied', '</Location>']},
      {
        when: 'nothing is configured for the path',
        behind: 'nothing',
        path: '/away',
        site: ['ProxyPass "/away" "!"'],
      },
      {
        when: 'nothing listens behind it, and it hides its version',
        behind: 'nothing',
        site: ['ServerTokens Prod', 'ServerSignature Off'],
      },
    ],
  },
  {
    file: 'caddy',
    start: startCaddy,
    pages: [
      {when: 'plain HTTP is sent to its port for TLS', behind: 'nothing', toTls: true},
      {when: 'nothing listens behind it', behind: 'nothing'},
      {when: 'what is behind it closes the connection without an answer', behind: 'closes'},
      {when: 'what is behind it answers something that is not HTTP', behind: 'garbage'},
      {when: 'what is behind it says Transfer-Encoding twice', behind: 'two lengths'},
      {
        when: 'what is behind it is silent for longer than response_header_timeout',
        behind: 'silent',
        route: ['transport http {', 'response_header_timeout 1s', '}'],
      },
      {
        when: 'the request is larger than request_body max_size',
        behind: 'silent',
        site: ['request_body {', 'max_size 1KB', '}'],
        ...BIG,
      },
      {when: 'nothing is configured for the path', behind: 'nothing', path: '/away', site: ['respond /away 404']},
      {when: 'no upstream is healthy', behind: 'nothing', route: ['fail_duration 30s', 'max_fails 1'], times: 2},
    ],
  },
];

/** The error pages of each proxy, by the name of their file. */
export async function proxyPages(): Promise<Readonly<Record<string, PageFile>>> {
  const found: Record<string, PageFile> = {};
  for (const {file, start, pages} of PROXIES) {
    const captured: {server: string; pages: Page[]} = {server: '', pages: []};
    for (const page of pages) {
      await using started = new AsyncDisposableStack();
      const proxy = await start({...page, upstreamPort: await upstreamPort(page.behind, started)});
      started.defer(() => proxy.stop());
      captured.server = proxy.version;
      captured.pages.push(await lastOf(page, page.toTls ? (proxy.tlsPort ?? 0) : proxy.plainPort));
    }
    found[file] = captured;
  }
  return found;
}

async function lastOf(
  {times = 1, behind: _, toTls: _toTls, site: _site, route: _route, ...question}: Capture,
  port: number,
): Promise<Page> {
  for (let asked = 1; asked < times; asked++) await pageOf({...question, port});
  return pageOf({...question, port});
}

async function upstreamPort(behind: Behind, started: AsyncDisposableStack): Promise<number> {
  if (behind !== 'nothing') {
    const upstream = await startRawUpstream(UPSTREAMS[behind]);
    started.defer(() => upstream.close());
    return upstream.port;
  }
  // Its port is nobody's once it has closed.
  const gone: RawUpstream = await startRawUpstream(() => {});
  await gone.close();
  return gone.port;
}
