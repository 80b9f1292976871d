import type {DnsRecord} from '../../model/facts/aws-facts.ts';
import {type Lead, type ZoneRecords, zonesIn} from './record-leads.ts';

/** An alias has no TTL of its own; one that names a load balancer is served with this one. */
const LOAD_BALANCER_TTL_SECONDS = 60;

/** Those that a resolver keeps, each for as long as it says itself: every record on the way. */
export function keptRecords(leads: readonly Lead[], inZone: ZoneRecords): DnsRecord[] {
  const zoneIds = zonesIn(inZone).map(({zone}) => zone.id);
  // An alias of a name in the same zone is served with the TTL of what it names, which is further along.
  const all = new Set(leads.flatMap(({path, record}) => [...path, record]));
  return [...all].filter(({alias}) => alias === null || !zoneIds.includes(alias.hostedZoneId));
}

/** Null: an alias of something that Route 53 does not document a TTL for. */
export function ttlSecondsOf({ttlSeconds, alias}: DnsRecord): number | null {
  if (alias === null) return ttlSeconds;
  return /\.elb\.([a-z0-9-]+\.)?amazonaws\.com(\.cn)?\.?$/i.test(alias.dnsName) ? LOAD_BALANCER_TTL_SECONDS : null;
}

/** How those that are kept for too long come to be kept for less. */
export function ttlFix(
  judged: readonly {readonly record: DnsRecord; readonly ttlSeconds: number | null}[],
  atMostMs: number,
): string {
  const atMost = Math.floor(atMostMs / 1000);
  const long = judged.filter(({ttlSeconds}) => ttlSeconds !== null && ttlSeconds > atMost);
  const plain = long.filter(({record}) => record.alias === null);
  const wait = Math.max(0, ...long.map(({ttlSeconds}) => ttlSeconds ?? 0));
  const names = plain.map(({record}) => `${record.type} ${record.name}`).join(' and ');
  if (plain.length === 0 || atMost < 1) {
    return `An alias that names a load balancer is kept for ${LOAD_BALANCER_TTL_SECONDS} s, which cannot be changed: plan the cutover with that, and say so in \`atMost\`.`;
  }
  return `Set the TTL of ${names} to ${atMost} (\`ttl\` of the \`aws_route53_record\`), and wait ${wait} s, its old TTL, before the cutover.`;
}
