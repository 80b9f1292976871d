import {caaOf, type DnsRow} from '../row.ts';

/** Who may issue certificates for a name. */
export const CAA_ROWS: readonly DnsRow[] = [
  {
    what: 'a CAA record at the zone allows Amazon, and the name has none',
    zones: [{name: 'allowing.test', servers: {ns1: {lines: ['@ CAA 0 issue "amazon.com"', 'mcp.run A 192.0.2.10']}}}],
    seen: [
      {at: 'plain', name: 'mcp.run.allowing.test', type: 'CAA', rcode: 'NOERROR', says: []},
      {at: 'plain', name: 'allowing.test', type: 'CAA', rcode: 'NOERROR', says: ['0 issue "amazon.com"']},
    ],
    looks: [caaOf('mcp.run.allowing.test', {status: 'pass', says: [/amazon\.com.* at allowing\.test/]})],
  },
  {
    what: 'a CAA record at the zone allows another CA only',
    zones: [
      {name: 'forbidding.test', servers: {ns1: {lines: ['@ CAA 0 issue "letsencrypt.org"', 'mcp A 192.0.2.10']}}},
    ],
    seen: [{at: 'plain', name: 'forbidding.test', type: 'CAA', rcode: 'NOERROR', says: ['0 issue "letsencrypt.org"']}],
    looks: [
      caaOf('mcp.forbidding.test', {
        status: 'fail',
        says: [/letsencrypt\.org.*forbidding\.test/],
        toDo: [/amazon\.com/],
      }),
    ],
  },
  {
    what: 'the name is a CNAME, and CAA records where it leads forbid Amazon',
    zones: [
      {name: 'led.test', servers: {ns1: {lines: ['mcp CNAME edge.leading.test.']}}},
      {name: 'leading.test', servers: {ns1: {lines: ['edge A 192.0.2.10', 'edge CAA 0 issue ";"']}}},
    ],
    seen: [
      {at: 'plain', name: 'mcp.led.test', type: 'CAA', rcode: 'NOERROR', says: ['0 issue ";"', 'edge.leading.test.']},
    ],
    looks: [caaOf('mcp.led.test', {status: 'fail', toDo: [/amazon\.com/]})],
  },
];
