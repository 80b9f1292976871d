import {answerOnce} from '../../../support/dns/answers.ts';
import {type DnsRow, NEW, OLD, sees, wayBackOf} from '../row.ts';
import {dig} from '../servers/dig.ts';

const RIGHT = {lines: [`mcp A ${NEW}`]};

/** What resolvers make of what the servers of a zone say. */
export const RESOLVER_ROWS: readonly DnsRow[] = [
  {
    what: 'a resolver remembers the old address for the rest of an hour',
    zones: [{name: 'stale.test', servers: {ns1: RIGHT, ns3: {lines: [`mcp 3600 A ${OLD}`], isFormer: true}}}],
    resolvers: [{name: 'stale', asks: {'stale.test': ['ns3.stale.test']}}],
    seen: [
      {at: 'ns1.stale.test', name: 'mcp.stale.test', type: 'A', rcode: 'NOERROR', says: [NEW]},
      {at: 'stale', name: 'mcp.stale.test', type: 'A', rcode: 'NOERROR', says: [OLD]},
    ],
    looks: [
      sees('mcp.stale.test', {status: 'error', says: [/still gives 198\.51\.100\.7 \(A\) until/]}),
      wayBackOf('mcp.stale.test', {status: 'fail', says: [/longer than 5 min/]}),
    ],
  },
  {
    what: 'a resolver goes on serving what has expired, as it reaches no name server (serve-expired)',
    zones: [{name: 'expired.test', servers: {ns1: RIGHT, ns3: {raw: {udp: answerOnce(OLD, 1)}, isFormer: true}}}],
    resolvers: [
      {
        name: 'expired',
        settings: ['serve-expired: yes', 'serve-expired-ttl: 86400', 'serve-expired-reply-ttl: 30'],
        asks: {'expired.test': ['ns3.expired.test']},
      },
    ],
    before: async (world) => {
      const at = {address: world.address('expired'), port: world.port};
      await dig(at, 'mcp.expired.test', 'A');
    },
    seen: [{at: 'expired', name: 'mcp.expired.test', type: 'A', rcode: 'NOERROR', says: [OLD]}],
    looks: [sees('mcp.expired.test', {status: 'error', says: [/still gives 198\.51\.100\.7/]})],
  },
  {
    what: 'a resolver remembers that the name did not exist',
    zones: [
      {
        name: 'unknown.test',
        minimum: 900,
        servers: {ns1: RIGHT, ns3: {lines: ['www A 192.0.2.80'], isFormer: true}},
      },
    ],
    resolvers: [{name: 'remembering', asks: {'unknown.test': ['ns3.unknown.test']}}],
    seen: [{at: 'remembering', name: 'mcp.unknown.test', type: 'A', rcode: 'NXDOMAIN', says: []}],
    looks: [
      sees('mcp.unknown.test', {status: 'error', says: [/still says that there is no such name \(NXDOMAIN\) until/]}),
    ],
  },
  {
    what: 'a resolver blocks the name with 0.0.0.0',
    zones: [{name: 'blocked.test', servers: {ns1: RIGHT}}],
    resolvers: [
      {
        name: 'blocking',
        settings: ['local-zone: "blocked.test." redirect', 'local-data: "blocked.test. 60 IN A 0.0.0.0"'],
      },
    ],
    seen: [{at: 'blocking', name: 'mcp.blocked.test', type: 'A', rcode: 'NOERROR', says: ['0.0.0.0']}],
    looks: [sees('mcp.blocked.test', {status: 'error', says: [/gives 0\.0\.0\.0/]})],
  },
  {
    what: 'a resolver answers with a page of its own for a name that does not exist',
    zones: [{name: 'rewritten.test', servers: {ns1: {lines: []}}}],
    resolvers: [
      {
        name: 'rewriting',
        settings: ['local-zone: "rewritten.test." redirect', 'local-data: "rewritten.test. 60 IN A 203.0.113.99"'],
      },
    ],
    seen: [
      {at: 'ns1.rewritten.test', name: 'mcp.rewritten.test', type: 'A', rcode: 'NXDOMAIN', says: []},
      {at: 'rewriting', name: 'mcp.rewritten.test', type: 'A', rcode: 'NOERROR', says: ['203.0.113.99']},
    ],
    looks: [
      sees('mcp.rewritten.test', {
        status: 'fail',
        says: [/ns1\.rewritten\.test.*NXDOMAIN/],
        never: [/203\.0\.113\.99/],
      }),
    ],
  },
  {
    what: 'a resolver that reaches no name server of the zone (SERVFAIL)',
    zones: [{name: 'unreached.test', servers: {ns1: RIGHT}}],
    resolvers: [{name: 'failing', asks: {'unreached.test': []}}],
    seen: [{at: 'failing', name: 'mcp.unreached.test', type: 'A', rcode: 'SERVFAIL', says: []}],
    looks: [sees('mcp.unreached.test', {status: 'error', says: [/SERVFAIL/]})],
  },
  {
    what: 'a resolver that does not serve this machine (REFUSED)',
    zones: [{name: 'guarded.test', servers: {ns1: RIGHT}}],
    resolvers: [{name: 'guarding', settings: ['access-control: 127.0.0.0/8 refuse']}],
    seen: [{at: 'guarding', name: 'mcp.guarded.test', type: 'A', rcode: 'REFUSED', says: []}],
    looks: [sees('mcp.guarded.test', {status: 'error', says: [/REFUSED/], toDo: [/resolvers:/]})],
  },
  {
    what: 'a resolver that keeps every answer for an hour, whatever its TTL is',
    zones: [{name: 'kept.test', servers: {ns1: RIGHT}}],
    resolvers: [{name: 'keeping', settings: ['cache-min-ttl: 3600']}],
    seen: [{at: 'keeping', name: 'mcp.kept.test', type: 'A', rcode: 'NOERROR', says: [NEW]}],
    looks: [
      sees('mcp.kept.test', {status: 'pass'}),
      wayBackOf('mcp.kept.test', {status: 'fail', says: [/1 h|59 min|60 min/]}),
    ],
  },
];
