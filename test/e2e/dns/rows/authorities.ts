import {type DnsRow, NEW, OLD, sees, wayBackOf} from '../row.ts';
import {dig} from '../servers/dig.ts';

const RIGHT = {lines: [`mcp A ${NEW}`]};

/** What the servers of a zone say of a name. */
export const AUTHORITY_ROWS: readonly DnsRow[] = [
  {
    what: 'two name servers that say the same',
    zones: [{name: 'healthy.test', servers: {ns1: RIGHT, ns2: RIGHT}}],
    seen: [
      {
        at: 'ns1.healthy.test',
        name: 'mcp.healthy.test',
        type: 'A',
        rcode: 'NOERROR',
        says: [NEW],
        isAuthoritative: true,
      },
      {
        at: 'ns2.healthy.test',
        name: 'mcp.healthy.test',
        type: 'A',
        rcode: 'NOERROR',
        says: [NEW],
        isAuthoritative: true,
      },
      {at: 'plain', name: 'mcp.healthy.test', type: 'A', rcode: 'NOERROR', says: [NEW], isAuthoritative: false},
    ],
    looks: [
      sees('mcp.healthy.test', {status: 'pass', says: [/2 name servers/]}),
      wayBackOf('mcp.healthy.test', {status: 'pass'}),
    ],
  },
  {
    what: 'the second of two name servers still has the old address',
    zones: [{name: 'split.test', servers: {ns1: RIGHT, ns2: {lines: [`mcp A ${OLD}`]}}}],
    seen: [
      {at: 'ns1.split.test', name: 'mcp.split.test', type: 'A', rcode: 'NOERROR', says: [NEW]},
      {at: 'ns2.split.test', name: 'mcp.split.test', type: 'A', rcode: 'NOERROR', says: [OLD]},
    ],
    looks: [
      sees('mcp.split.test', {
        status: 'fail',
        says: [/ns2\.split\.test.* gives 198\.51\.100\.7/],
        toDo: [/record of mcp\.split\.test/],
        never: [/ns1\.split/],
      }),
    ],
  },
  {
    what: 'the zone is delegated to a server that refuses to answer for it',
    zones: [{name: 'lame.test', servers: {ns1: RIGHT, ns2: 'refuses'}}],
    seen: [
      {at: 'ns1.lame.test', name: 'mcp.lame.test', type: 'A', rcode: 'NOERROR', says: [NEW]},
      {at: 'ns2.lame.test', name: 'mcp.lame.test', type: 'A', rcode: 'REFUSED', says: []},
    ],
    looks: [sees('mcp.lame.test', {status: 'error', says: [/ns2\.lame\.test.* says REFUSED/], never: [/ns1\.lame/]})],
  },
  {
    what: 'the zone is delegated to a resolver, which answers without authority',
    zones: [
      {name: 'borrowed.test', servers: {ns1: RIGHT, ns2: {resolver: ['access-control: 127.0.0.0/8 allow_snoop']}}},
    ],
    before: async ({address, port}) => {
      await dig({address: address('ns2.borrowed.test'), port}, 'mcp.borrowed.test', 'A');
    },
    seen: [
      {
        at: 'ns2.borrowed.test',
        name: 'mcp.borrowed.test',
        type: 'A',
        rcode: 'NOERROR',
        says: [NEW],
        isAuthoritative: false,
      },
    ],
    looks: [sees('mcp.borrowed.test', {status: 'error', says: [/ns2\.borrowed\.test.* answers as a resolver does/]})],
  },
  {
    what: 'one of two name servers never answers',
    zones: [{name: 'half-silent.test', servers: {ns1: RIGHT, ns2: 'silent'}}],
    seen: [{at: 'ns2.half-silent.test', name: 'mcp.half-silent.test', type: 'A', rcode: null}],
    looks: [
      sees('mcp.half-silent.test', {
        status: 'error',
        says: [/ns2\.half-silent\.test.* nothing came/],
        never: [/NXDOMAIN/],
      }),
    ],
  },
  {
    what: 'no name server of the zone answers',
    zones: [{name: 'silent.test', servers: {ns1: 'silent', ns2: 'silent'}}],
    seen: [{at: 'ns1.silent.test', name: 'mcp.silent.test', type: 'A', rcode: null}],
    looks: [sees('mcp.silent.test', {status: 'error', says: [/none of the name servers of silent\.test answered/]})],
  },
  {
    what: 'the only name server has an IPv6 address only',
    zones: [{name: 'six.test', servers: {ns1: {...RIGHT, address: '::1'}}}],
    seen: [{at: 'ns1.six.test', name: 'mcp.six.test', type: 'A', rcode: 'NOERROR', says: [NEW], isAuthoritative: true}],
    looks: [sees('mcp.six.test', {status: 'error', says: [/SERVFAIL/]})],
  },
  {
    what: 'a wildcard answers for the name',
    zones: [{name: 'wild.test', servers: {ns1: {lines: [`* A ${NEW}`]}, ns2: {lines: [`* A ${NEW}`]}}}],
    seen: [{at: 'ns2.wild.test', name: 'mcp.wild.test', type: 'A', rcode: 'NOERROR', says: [NEW]}],
    looks: [sees('mcp.wild.test', {status: 'pass'})],
  },
  {
    what: 'the name has a record of another type, and no address',
    zones: [{name: 'text.test', servers: {ns1: {lines: ['mcp TXT "soon"']}}}],
    seen: [{at: 'ns1.text.test', name: 'mcp.text.test', type: 'A', rcode: 'NOERROR', says: []}],
    looks: [sees('mcp.text.test', {status: 'fail', says: [/no A record/], toDo: [/Create the A record/]})],
  },
  {
    what: 'the zone has no record of the name',
    zones: [{name: 'nothing.test', servers: {ns1: {lines: ['www A 192.0.2.80']}}}],
    seen: [{at: 'ns1.nothing.test', name: 'mcp.nothing.test', type: 'A', rcode: 'NXDOMAIN', says: []}],
    looks: [sees('mcp.nothing.test', {status: 'fail', says: [/NXDOMAIN/], toDo: [/Create the A record/]})],
  },
  {
    what: 'a CNAME leads into another zone, and there to the load balancer',
    zones: [
      {name: 'chain.test', servers: {ns1: {lines: ['mcp CNAME edge.chained.test.']}}},
      {name: 'chained.test', servers: {ns1: {lines: ['edge CNAME lb', `lb A ${NEW}`]}}},
    ],
    seen: [
      {
        at: 'plain',
        name: 'mcp.chain.test',
        type: 'A',
        rcode: 'NOERROR',
        says: ['edge.chained.test.', 'lb.chained.test.', NEW],
      },
    ],
    looks: [sees('mcp.chain.test', {status: 'pass'}), wayBackOf('mcp.chain.test', {status: 'pass'})],
  },
  {
    what: 'a CNAME leads to a name that does not exist',
    zones: [{name: 'dangling.test', servers: {ns1: {lines: ['mcp CNAME gone.healthy.test.']}}}],
    seen: [{at: 'plain', name: 'mcp.dangling.test', type: 'A', rcode: 'NXDOMAIN', says: ['gone.healthy.test.']}],
    looks: [sees('mcp.dangling.test', {status: 'fail', says: [/NXDOMAIN/]})],
  },
  {
    what: 'the IPv4 addresses are right, and the IPv6 address is another',
    zones: [{name: 'old-six.test', servers: {ns1: {lines: [`mcp A ${NEW}`, 'mcp AAAA 2001:db8::dead']}}}],
    seen: [{at: 'plain', name: 'mcp.old-six.test', type: 'AAAA', rcode: 'NOERROR', says: ['2001:db8::dead']}],
    looks: [sees('mcp.old-six.test', {status: 'fail', says: [/2001:db8::dead \(AAAA\)/]})],
  },
  {
    what: 'an HTTPS record hints at the old address',
    zones: [{name: 'hint.test', servers: {ns1: {lines: [`mcp A ${NEW}`, `mcp HTTPS 1 . alpn="h2" ipv4hint=${OLD}`]}}}],
    seen: [{at: 'ns1.hint.test', name: 'mcp.hint.test', type: 'HTTPS', rcode: 'NOERROR'}],
    looks: [
      sees('mcp.hint.test', {
        status: 'fail',
        says: [/HTTPS record.*sends browsers to 198\.51\.100\.7/],
        toDo: [/ipv4hint/],
      }),
    ],
  },
];
