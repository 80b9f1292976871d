import {startHaproxy} from '../../support/proxies/haproxy.ts';
import {secure} from '../beds.ts';
import {rawStream} from '../raw-stream.ts';
import {HOLDS, isHealthy, type WireRow} from '../row.ts';

function behindHaproxy(path: string, route: readonly string[] = [], site: readonly string[] = []): WireRow['start'] {
  return async (beds) => {
    const upstreamPort = await beds.serve();
    const {tlsPort} = await beds.proxy(startHaproxy, {upstreamPort, route, site});
    return secure(tlsPort, path);
  };
}

export const HAPROXY_ROWS: readonly WireRow[] = [
  {
    what: 'HAProxy with timeout server 3s, and a stream that is silent for longer',
    start: behindHaproxy('/events?cadence=500ms&heartbeat=0&fault=silent-after=3', ['  timeout server 3s']),
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
    what: 'HAProxy with timeout server 3s, and a heartbeat every second',
    start: behindHaproxy('/events?cadence=60s&heartbeat=1s', ['  timeout server 3s']),
    looks: isHealthy(),
  },
  {
    what: 'HAProxy as it comes, which holds small events back for 200 ms',
    start: behindHaproxy('/events?cadence=300ms'),
    looks: isHealthy(),
  },
  {
    what: 'HAProxy with option http-no-delay',
    start: behindHaproxy('/events?cadence=300ms', ['  option http-no-delay'], ['  option http-no-delay']),
    looks: isHealthy(),
  },
  {
    what: 'HAProxy compresses text/event-stream and hands each event on',
    // The reference server says no-transform, which HAProxy honours.
    start: async (beds) => {
      const upstreamPort = await beds.raw(rawStream({repeat: 'data: {"state":"fine"}\n\n'}));
      const route = ['  compression algo gzip', '  compression type text/event-stream'];
      return secure((await beds.proxy(startHaproxy, {upstreamPort, route})).tlsPort);
    },
    looks: isHealthy(),
  },
  {
    what: 'the server cuts the stream: HAProxy breaks off over HTTP/1.1, and makes a proper end of it over HTTP/2',
    start: behindHaproxy('/events?cadence=300ms&fault=fin-after=6'),
    looks: [
      {
        check: HOLDS,
        status: 'fail',
        says: [/over HTTP\/2.*by the server or by a hop/, /over HTTP\/1\.1.*broken off/],
        never: [/properly by the server right/, /generator/],
      },
    ],
  },
  {
    what: 'nothing listens behind HAProxy',
    cases: ['W16'],
    start: async (beds) =>
      secure((await beds.proxy(startHaproxy, {upstreamPort: await beds.nobody(), route: ['  retries 0']})).tlsPort),
    looks: [{check: HOLDS, status: 'fail', says: [/503/, /HAProxy/], never: [/single sign-on/i]}],
  },
  {
    what: 'HAProxy with timeout server 2s, and a server that sends no head for longer',
    cases: ['W15', 'W16'],
    start: behindHaproxy('/events?fault=header-delay=30s', ['  timeout server 2s']),
    looks: [{check: HOLDS, status: 'fail', says: [/504/, /HAProxy/], toDo: [/timeout server|head/i]}],
  },
  {
    what: 'the server behind HAProxy says Transfer-Encoding twice',
    cases: ['W12', 'W16'],
    start: async (beds) => {
      const upstreamPort = await beds.raw(rawStream({headers: ['Transfer-Encoding: chunked'], repeat: 'data: 1\n\n'}));
      return secure((await beds.proxy(startHaproxy, {upstreamPort})).tlsPort);
    },
    looks: [{check: HOLDS, status: 'fail', says: [/502/, /HAProxy/], toDo: [/Transfer-Encoding/]}],
  },
  {
    what: 'HAProxy refuses a client that asks too often',
    cases: ['W19'],
    start: behindHaproxy('/events', [], ['  http-request deny deny_status 429']),
    looks: [{check: HOLDS, status: 'fail', says: [/429/], toDo: [/limit|often/i]}],
  },
];
