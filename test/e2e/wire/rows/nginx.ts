import {startNginx} from '../../support/proxies/nginx.ts';
import {type Beds, plain, secure} from '../beds.ts';
import {HOLDS, isHealthy, WELL_FORMED, type WireRow} from '../row.ts';

/** The reference server says `X-Accel-Buffering: no`, which makes a bad configuration good; many services do not. */
const IGNORED = 'proxy_ignore_headers X-Accel-Buffering;';
const GZIP = ['gzip on;', 'gzip_types text/event-stream;', 'gzip_min_length 0;'];
const HTTP11 = 'proxy_http_version 1.1;';

/** In plain HTTP: over TLS nginx holds back more, see below. */
function inPlain(path: string, route: readonly string[], site: readonly string[] = []): WireRow['start'] {
  return async (beds: Beds) => {
    const {plainPort} = await beds.proxy(startNginx, {upstreamPort: await beds.serve(), route, site});
    return plain(plainPort, path);
  };
}

function behindNginx(path: string, route: readonly string[], site: readonly string[] = []): WireRow['start'] {
  return async (beds: Beds) => {
    const upstreamPort = await beds.serve();
    const {tlsPort} = await beds.proxy(startNginx, {upstreamPort, route, site});
    return secure(tlsPort, path);
  };
}

export const NGINX_ROWS: readonly WireRow[] = [
  {
    what: 'nginx as it comes (HTTP/1.0 to the server, buffering on): small events wait for 4 KB, and so does the head',
    cases: ['W10', 'W15'],
    start: behindNginx('/events?cadence=2s', [IGNORED]),
    clients: {get: 'nothing'},
    looks: [
      {
        check: HOLDS,
        status: 'fail',
        says: [/no response headers/],
        toDo: [/hop holds|buffer/i],
        never: [/single sign-on/i],
      },
    ],
  },
  {
    what: 'nginx as it comes: events of 1.4 KB arrive several at a time',
    cases: ['W10'],
    start: behindNginx('/events?cadence=300ms&size=1400', [IGNORED]),
    looks: [
      {
        check: HOLDS,
        status: 'pass',
        with: {holdFor: '14s', headersWithin: '15s', firstByteWithin: '15s', firstEventWithin: '15s'},
        says: [/bursts/],
      },
    ],
  },
  {
    what: 'nginx as it comes, and the server says X-Accel-Buffering: no',
    start: behindNginx('/events?cadence=300ms', []),
    looks: isHealthy(),
  },
  {
    what: 'nginx with proxy_buffering off',
    start: behindNginx('/events?cadence=300ms', [IGNORED, HTTP11, 'proxy_buffering off;']),
    looks: isHealthy(),
  },
  {
    what: 'nginx with HTTP/1.1 to the server hands events on in plain HTTP, although buffering is on',
    start: inPlain('/events?cadence=300ms', [IGNORED, HTTP11]),
    looks: isHealthy(),
  },
  {
    what: 'the same over TLS: HTTP/2 gets its events, and HTTP/1.1 waits for 16 KB (ssl_buffer_size)',
    start: behindNginx('/events?cadence=300ms', [IGNORED, HTTP11]),
    looks: [
      {
        check: HOLDS,
        status: 'fail',
        says: [/over HTTP\/1\.1.*no response headers/],
        toDo: [/hop holds|buffer/i],
        never: [/over HTTP\/2/],
      },
    ],
  },
  {
    what: 'nginx with proxy_read_timeout 3s, and a stream that is silent for longer',
    start: behindNginx('/events?cadence=500ms&heartbeat=0&fault=silent-after=3', [HTTP11, 'proxy_read_timeout 3s;']),
    looks: [
      {
        check: HOLDS,
        status: 'fail',
        says: [/after its last byte/],
        toDo: [/idle timer|heartbeat/],
        never: [/data had come/],
      },
    ],
  },
  {
    what: 'nginx with proxy_read_timeout 3s, and a heartbeat every second',
    start: behindNginx('/events?cadence=60s&heartbeat=1s', [HTTP11, 'proxy_read_timeout 3s;']),
    looks: isHealthy(),
  },
  {
    what: 'nginx compresses the stream (gzip_types text/event-stream) and holds it back with buffering on',
    cases: ['W4'],
    start: inPlain('/events?cadence=300ms', [IGNORED, HTTP11], GZIP),
    clients: {get: 'nothing'},
    looks: [{check: HOLDS, status: 'fail', says: [/with a browser's Accept-Encoding/], toDo: [/compress/i]}],
  },
  {
    what: 'nginx compresses the stream (gzip_types text/event-stream), and hands each event on with buffering off',
    start: behindNginx('/events?cadence=300ms', [IGNORED, HTTP11, 'proxy_buffering off;'], GZIP),
    looks: isHealthy(),
  },
  {
    what: 'nothing listens behind nginx',
    cases: ['W16'],
    start: async (beds) => secure((await beds.proxy(startNginx, {upstreamPort: await beds.nobody()})).tlsPort),
    looks: [
      {
        check: HOLDS,
        status: 'fail',
        says: [/502/, /nginx/],
        never: [/single sign-on/i, /load balancer's idle timeout/],
      },
    ],
  },
  {
    what: 'nginx with proxy_read_timeout 2s, and a server that sends no head for longer',
    cases: ['W15', 'W16'],
    start: behindNginx('/events?fault=header-delay=30s', ['proxy_read_timeout 2s;']),
    looks: [
      {
        check: HOLDS,
        status: 'fail',
        says: [/504/, /nginx/],
        toDo: [/proxy_read_timeout|head/i],
        never: [/single sign-on/i],
      },
    ],
  },
  {
    what: 'the server resets the connection behind nginx',
    start: behindNginx('/events?cadence=300ms&fault=reset-after=6', [HTTP11, 'proxy_buffering off;']),
    looks: [{check: HOLDS, status: 'fail', says: [/no idle timer ended it/], never: [/heartbeat/i]}],
  },
  {
    what: 'nginx has no location for the path',
    start: async (beds) =>
      secure(
        (await beds.proxy(startNginx, {upstreamPort: await beds.serve(), site: ['location /away { return 404; }']}))
          .tlsPort,
        '/away',
      ),
    looks: [
      {check: HOLDS, status: 'fail', says: [/404/, /nginx/]},
      {check: WELL_FORMED, status: 'fail', says: [/404/]},
    ],
  },
];
