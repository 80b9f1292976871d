import {type DnsRow, NEW, PLAIN, sees} from '../row.ts';

const RIGHT = {lines: [`mcp A ${NEW}`]};

/** Signatures, and who validates them. */
export const SIGNING_ROWS: readonly DnsRow[] = [
  {
    what: 'a signed zone with its DS record above, and a resolver that validates',
    zones: [{name: 'signed.test', isSigned: true, signer: 'right', servers: {ns1: RIGHT}}],
    resolvers: [{name: 'validating', validates: true}],
    seen: [
      {at: 'validating', name: 'mcp.signed.test', type: 'A', rcode: 'NOERROR', says: [NEW]},
      {at: 'validating', name: 'mcp.healthy.test', type: 'A', rcode: 'NOERROR', says: [NEW]},
    ],
    looks: [sees('mcp.signed.test', {status: 'pass'})],
  },
  {
    what: 'the DS record above names another key than the one the zone is signed with',
    zones: [{name: 'bogus.test', isSigned: true, signer: 'wrong', servers: {ns1: RIGHT}}],
    asks: [PLAIN, 'validating'],
    seen: [
      {at: 'validating', name: 'mcp.bogus.test', type: 'A', rcode: 'SERVFAIL', says: []},
      {at: 'plain', name: 'mcp.bogus.test', type: 'A', rcode: 'NOERROR', says: [NEW]},
    ],
    looks: [sees('mcp.bogus.test', {status: 'fail', says: [/DNSSEC/], toDo: [/DS record/]})],
  },
  {
    what: 'there is a DS record above, and the zone is not signed',
    zones: [{name: 'unsigned.test', signer: 'wrong', servers: {ns1: RIGHT}}],
    asks: [PLAIN, 'validating'],
    seen: [
      {at: 'validating', name: 'mcp.unsigned.test', type: 'A', rcode: 'SERVFAIL', says: []},
      {at: 'plain', name: 'mcp.unsigned.test', type: 'A', rcode: 'NOERROR', says: [NEW]},
    ],
    looks: [sees('mcp.unsigned.test', {status: 'fail', says: [/DNSSEC/], toDo: [/DS record/]})],
  },
];
