import {CLOUD, type DnsRow, PLAIN} from './row.ts';
import {AUTHORITY_ROWS} from './rows/authorities.ts';
import {CAA_ROWS} from './rows/caa.ts';
import {MESSAGE_ROWS} from './rows/messages.ts';
import {RESOLVER_ROWS} from './rows/resolvers.ts';
import {SIGNING_ROWS} from './rows/signing.ts';
import type {WorldResolver, WorldZone} from './world-zones.ts';

/** All rows, by what they are about. */
export const DNS_ROWS: Readonly<Record<string, readonly DnsRow[]>> = {
  'name servers': AUTHORITY_ROWS,
  resolvers: RESOLVER_ROWS,
  signatures: SIGNING_ROWS,
  CAA: CAA_ROWS,
  messages: MESSAGE_ROWS,
};

/** Those of rows, and that of the load balancer. */
export function zonesOf(rows: readonly DnsRow[]): readonly WorldZone[] {
  return [CLOUD, ...rows.flatMap(({zones}) => zones)];
}

/** Those of rows, and the one that all share. */
export function resolversOf(rows: readonly DnsRow[]): readonly WorldResolver[] {
  return [{name: PLAIN}, ...rows.flatMap(({resolvers = []}) => resolvers)];
}
