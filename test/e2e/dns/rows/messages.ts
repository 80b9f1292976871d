import {answering, ednsRefused, mismatched, ofAnotherQuestion, truncated} from '../../../support/dns/answers.ts';
import {type DnsRow, sees} from '../row.ts';

const MANY = Array.from({length: 60}, (_, index) => `198.51.100.${100 + index}`);

/** How answers are sent. */
export const MESSAGE_ROWS: readonly DnsRow[] = [
  {
    what: 'an answer that does not fit into a packet comes over TCP',
    zones: [{name: 'big.test', servers: {ns1: {lines: MANY.map((address) => `mcp A ${address}`)}}}],
    seen: [{at: 'ns1.big.test', name: 'mcp.big.test', type: 'A', rcode: 'NOERROR', says: MANY}],
    looks: [sees('mcp.big.test', {status: 'fail', says: [/198\.51\.100\.159/]})],
  },
  {
    what: 'an answer that does not fit into a packet, and no TCP',
    zones: [{name: 'cut.test', servers: {ns1: {raw: {udp: truncated}}}}],
    seen: [{at: 'ns1.cut.test', name: 'mcp.cut.test', type: 'A', rcode: null}],
    looks: [sees('mcp.cut.test', {status: 'error', says: [/only a part of its answer/]})],
  },
  {
    what: 'a server that does not understand EDNS (FORMERR)',
    zones: [{name: 'plain-dns.test', servers: {ns1: {raw: {udp: ednsRefused}}}}],
    seen: [
      {
        at: 'ns1.plain-dns.test',
        name: 'mcp.plain-dns.test',
        type: 'A',
        rcode: 'NOERROR',
        says: ['192.0.2.10'],
        options: ['+noedns'],
      },
    ],
    looks: [sees('mcp.plain-dns.test', {status: 'pass'})],
  },
  {
    what: 'a server that answers with the id of another question',
    zones: [{name: 'other-id.test', servers: {ns1: {raw: {udp: mismatched}}}}],
    seen: [{at: 'ns1.other-id.test', name: 'mcp.other-id.test', type: 'A', rcode: null}],
    looks: [
      sees('mcp.other-id.test', {status: 'error', says: [/none of the name servers of other-id\.test answered/]}),
    ],
  },
  {
    what: 'a server that answers another question',
    zones: [{name: 'other-question.test', servers: {ns1: {raw: {udp: ofAnotherQuestion}}}}],
    seen: [{at: 'ns1.other-question.test', name: 'mcp.other-question.test', type: 'A', rcode: null}],
    looks: [sees('mcp.other-question.test', {status: 'error', says: [/none of the name servers/]})],
  },
  {
    what: 'a forged answer comes before the right one',
    zones: [
      {name: 'forged.test', servers: {ns1: {raw: {udp: (query) => [...mismatched(query), ...answering(query)]}}}},
    ],
    seen: [{at: 'ns1.forged.test', name: 'mcp.forged.test', type: 'A', rcode: 'NOERROR', says: ['192.0.2.10']}],
    looks: [sees('mcp.forged.test', {status: 'pass'})],
  },
];
