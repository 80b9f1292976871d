import {startApache} from '../../support/proxies/apache.ts';
import {startCaddy} from '../../support/proxies/caddy.ts';
import {startVarnish} from '../../support/proxies/varnish.ts';
import {plain, secure} from '../beds.ts';
import {HOLDS, isHealthy, NOT_CACHED, type WireRow} from '../row.ts';

const SILENT = '/events?cadence=500ms&heartbeat=0&fault=silent-after=3';
const LIVELY = '/events?cadence=300ms';

function behindVarnish(path: string, route: readonly string[] = [], site: readonly string[] = []): WireRow['start'] {
  return async (beds) => {
    const {plainPort} = await beds.proxy(startVarnish, {upstreamPort: await beds.serve(), route, site});
    return plain(plainPort, path);
  };
}

function behindApache(path: string, route: readonly string[] = [], site: readonly string[] = []): WireRow['start'] {
  return async (beds) => {
    const {tlsPort} = await beds.proxy(startApache, {upstreamPort: await beds.serve(), route, site});
    return secure(tlsPort, path);
  };
}

function behindCaddy(path: string, route: readonly string[] = [], site: readonly string[] = []): WireRow['start'] {
  return async (beds) => {
    const {tlsPort} = await beds.proxy(startCaddy, {upstreamPort: await beds.serve(), route, site});
    return secure(tlsPort, path);
  };
}

export const VARNISH_ROWS: readonly WireRow[] = [
  {
    what: 'Varnish with between_bytes_timeout 3 s, and a stream that is silent for longer',
    start: behindVarnish(SILENT, [], ['-p', 'between_bytes_timeout=3']),
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
    what: 'Varnish with first_byte_timeout 2 s, and a server that sends no head for longer',
    cases: ['W15', 'W16'],
    start: behindVarnish('/events?fault=header-delay=30s', [], ['-p', 'first_byte_timeout=2']),
    looks: [{check: HOLDS, status: 'fail', says: [/503/, /Varnish/], never: [/single sign-on/i]}],
  },
  {
    what: 'Varnish as it comes, and a server that allows no caching',
    start: behindVarnish(LIVELY, ['sub vcl_recv { return (pass); }']),
    looks: isHealthy(),
  },
  {
    what: 'Varnish hands the stream of another client on, from its cache',
    cases: ['W9'],
    start: async (beds) => {
      const url = await behindVarnish('/events?cadence=300ms&count=10&fault=cache', [
        'sub vcl_backend_response { set beresp.ttl = 10m; unset beresp.http.Cache-Control; }',
      ])(beds);
      const target = typeof url === 'string' ? url : url.url;
      // The other client: its whole stream is kept.
      await (await fetch(target, {headers: {accept: 'text/event-stream', 'accept-encoding': 'identity'}})).text();
      return target;
    },
    looks: [{check: NOT_CACHED, status: 'fail', says: [/Age|cache/i], toDo: [/no-store/i]}],
  },
];

export const APACHE_ROWS: readonly WireRow[] = [
  {
    what: 'Apache with ProxyPass timeout=3, and a stream that is silent for longer',
    start: behindApache(SILENT, ['timeout=3']),
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
    what: 'Apache with ProxyPass timeout=2, and a server that sends no head for longer',
    cases: ['W15', 'W16'],
    start: behindApache('/events?fault=header-delay=30s', ['timeout=2']),
    looks: [{check: HOLDS, status: 'fail', says: [/502/, /Apache/], never: [/single sign-on/i]}],
  },
  {
    what: 'nothing listens behind Apache',
    cases: ['W16'],
    start: async (beds) => secure((await beds.proxy(startApache, {upstreamPort: await beds.nobody()})).tlsPort),
    looks: [{check: HOLDS, status: 'fail', says: [/503/, /Apache/]}],
  },
  {what: 'Apache as it comes', start: behindApache(LIVELY), looks: isHealthy()},
  {
    what: 'Apache compresses text/event-stream and hands each event on',
    start: behindApache(LIVELY, [], ['AddOutputFilterByType DEFLATE text/event-stream']),
    looks: isHealthy(),
  },
];

export const CADDY_ROWS: readonly WireRow[] = [
  {
    what: 'the server cuts the stream, and Caddy makes a proper end of it',
    start: behindCaddy('/events?cadence=300ms&fault=fin-after=6'),
    looks: [
      {
        check: HOLDS,
        status: 'fail',
        says: [/a cut by a hop looks the same|by a hop that turns a cut/],
        never: [/properly by the server right/, /generator/],
      },
    ],
  },
  {
    what: 'nothing listens behind Caddy',
    cases: ['W16'],
    start: async (beds) => secure((await beds.proxy(startCaddy, {upstreamPort: await beds.nobody()})).tlsPort),
    looks: [{check: HOLDS, status: 'fail', says: [/502/, /Caddy/]}],
  },
  {what: 'Caddy as it comes', start: behindCaddy(LIVELY), looks: isHealthy()},
  {what: 'Caddy with encode gzip', start: behindCaddy(LIVELY, [], ['encode gzip']), looks: isHealthy()},
];
