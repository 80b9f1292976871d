import type {DnsRecord, HostedZone} from '../../model/facts/aws-facts.ts';
import {foldName, isAtOrBelow, isBelow, parentOf} from './dns-names.ts';

/** What the servers of a zone have for a name. */
export type ZoneAnswer =
  /** The name is not in the zone. */
  | {readonly kind: 'outside'}
  /** Other servers are responsible from `at` on; what this zone holds below is never asked for. */
  | {readonly kind: 'delegated'; readonly at: string; readonly nameServers: readonly string[]}
  /** `owner` is the name itself, or the wildcard that answers for it. `records` may be of any type. */
  | {readonly kind: 'records'; readonly owner: string; readonly records: readonly DnsRecord[]}
  | {readonly kind: 'nothing'};

/**
 * Delegation first, then the exact name, then the wildcard below its closest encloser: RFC 1034 section 4.3.2,
 * RFC 4592. A name that exists, even if only because others are below it, hides the wildcard.
 */
export function zoneAnswer(zone: HostedZone, records: readonly DnsRecord[], host: string): ZoneAnswer {
  const wanted = foldName(host);
  if (!isAtOrBelow(wanted, zone.name)) return {kind: 'outside'};

  const cuts = records.filter(({type, name}) => type === 'NS' && isBelow(name, zone.name) && isAtOrBelow(wanted, name));
  // The cut nearest to the top is met first.
  const cut = cuts.toSorted((a, b) => foldName(a.name).length - foldName(b.name).length)[0];
  if (cut !== undefined) return {kind: 'delegated', at: foldName(cut.name), nameServers: cut.values.map(foldName)};

  const owner = ownerOf(wanted, zone, records);
  const found = records.filter(({name}) => foldName(name) === owner);
  return owner === null || found.length === 0 ? {kind: 'nothing'} : {kind: 'records', owner, records: found};
}

function ownerOf(wanted: string, zone: HostedZone, records: readonly DnsRecord[]): string | null {
  const exists = (name: string) => records.some((record) => isAtOrBelow(record.name, name));
  if (exists(wanted)) return wanted;
  for (let encloser = parentOf(wanted); encloser !== null && isAtOrBelow(encloser, zone.name); ) {
    if (exists(encloser) || encloser === foldName(zone.name)) return `*.${encloser}`;
    encloser = parentOf(encloser);
  }
  return null;
}

/** The records of a zone at or below a delegation: they are never asked for there any more. */
export function deadRecords(records: readonly DnsRecord[], cut: string): DnsRecord[] {
  return records.filter(
    ({type, name}) => isAtOrBelow(name, cut) && !(foldName(name) === cut && /^(NS|DS)$/.test(type)),
  );
}
