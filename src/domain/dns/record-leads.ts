import type {DnsRecord, HostedZone} from '../../model/facts/aws-facts.ts';
import {foldName, isAtOrBelow} from './dns-names.ts';
import {zoneAnswer} from './zone-answers.ts';

/** One record that a query can end at, aliases and CNAMEs to names of the same zone followed. */
export interface Lead {
  readonly record: DnsRecord;
  /** The records before it that were followed, in order: resolvers keep these too. */
  readonly path: readonly DnsRecord[];
  /** Whether it points to a name of this zone that has no addresses at all. */
  readonly isDangling: boolean;
}

/** A zone's records, as many as are needed to follow a name inside it. */
export interface ZoneRecords {
  readonly zone: HostedZone;
  readonly records: readonly DnsRecord[];
  /** By name outside the zone: the zone that answers for it, as far as that was read. */
  readonly beyond?: ReadonlyMap<string, ZoneRecords> | undefined;
}

/** The zone with those beyond it. */
export function zonesIn(inZone: ZoneRecords): readonly ZoneRecords[] {
  return [inZone, ...new Set(inZone.beyond?.values())];
}

export function recordsIn(inZone: ZoneRecords): readonly DnsRecord[] {
  return zonesIn(inZone).flatMap(({records}) => records);
}

/** Which members of a group (same name and type) answer anybody. */
export type ChooseMembers = (group: readonly DnsRecord[], inZone: ZoneRecords) => readonly DnsRecord[];

/**
 * Everything that a query of one type can end at in this zone. Empty: there is no such record.
 *
 * @param choose without it, those that answer while all is well.
 */
export function leadsFor(
  host: string,
  type: 'A' | 'AAAA' | 'HTTPS',
  inZone: ZoneRecords,
  choose: ChooseMembers = answeringMembers,
  path: readonly DnsRecord[] = [],
): Lead[] {
  const answer = zoneAnswer(inZone.zone, inZone.records, host);
  if (answer.kind !== 'records') return [];
  const group = answer.records.filter((record) => record.type === type || record.type === 'CNAME');
  return choose(group, inZone).flatMap((record) => {
    const next = nextOf(record, inZone);
    if (next === null) return [{record, path, isDangling: false}];
    // A circle has no end either.
    if (path.includes(record)) return [{record, path, isDangling: true}];
    const onward = [...path, record];
    const further = leadsFor(next.name, type, next.inZone, choose, onward);
    if (further.length > 0) return further;
    // A name that has addresses of the other type alone is an answer too: none of this type.
    const other = leadsFor(next.name, type === 'A' ? 'AAAA' : 'A', next.inZone, choose, onward);
    return other.length > 0 ? [] : [{record, path, isDangling: true}];
  });
}

/**
 * The members of a group (same name and type) that can answer while all is well. Of a weighted group those with a
 * weight, or all alike when no member has one; a member of weight 0 comes into play only when every other one is
 * unhealthy. Of any other group every member answers someone: a failover group's secondary is to be as right as its primary.
 * (Developer guide: "Weighted routing", "How Route 53 chooses records when health checking is configured".)
 */
export function answeringMembers(group: readonly DnsRecord[]): DnsRecord[] {
  const isWeighted = ({routingPolicy}: DnsRecord) => routingPolicy === 'weighted';
  const someoneHasWeight = group.some((record) => isWeighted(record) && (record.weight ?? 0) > 0);
  return group.filter((record) => !someoneHasWeight || !isWeighted(record) || (record.weight ?? 0) > 0);
}

/** All of them, each of which may come to answer when others are unhealthy. */
export function everyMember(group: readonly DnsRecord[]): readonly DnsRecord[] {
  return group;
}

/** The share of a weighted record among its group in percent, by its weight; null for any other policy. */
export function shareOf(record: DnsRecord, records: readonly DnsRecord[]): number | null {
  if (record.routingPolicy !== 'weighted') return null;
  const group = answeringMembers(records.filter(({name, type}) => name === record.name && type === record.type));
  if (!group.includes(record)) return 0;
  const total = group.reduce((sum, {weight}) => sum + (weight ?? 0), 0);
  return total === 0 ? 100 / group.length : (100 * (record.weight ?? 0)) / total;
}

/** The name that a record hands the question on to, in its own zone or one beyond; null when it ends here, or that was not read. */
function nextOf(
  {type, alias, values}: DnsRecord,
  inZone: ZoneRecords,
): {readonly name: string; readonly inZone: ZoneRecords} | null {
  const {zone, records, beyond} = inZone;
  // An alias names the zone of what it points to: an AWS resource's own, or this one.
  if (alias !== null) return alias.hostedZoneId === zone.id ? {name: foldName(alias.dnsName), inZone} : null;
  const target = type === 'CNAME' ? values[0] : undefined;
  if (target === undefined) return null;
  const name = foldName(target);
  const isHere = isAtOrBelow(name, zone.name) && zoneAnswer(zone, records, name).kind !== 'delegated';
  if (isHere) return {name, inZone};
  const other = beyond?.get(name);
  return other === undefined ? null : {name, inZone: {...other, beyond}};
}

/** The names outside of what was read that CNAMEs lead on to. */
export function namesBeyond(host: string, inZone: ZoneRecords): string[] {
  const leads = (['A', 'AAAA'] as const).flatMap((type) => leadsFor(host, type, inZone, everyMember));
  const out = leads.filter(({record, isDangling}) => record.type === 'CNAME' && !isDangling);
  return [...new Set(out.flatMap(({record}) => record.values.slice(0, 1).map(foldName)))];
}

/**
 * Whether every client is answered by some member. By country and by network a group may leave clients out: those that
 * no member is for, when none is the default (`*`). Null: it is not known whom the members are for.
 */
export function answersEveryone(group: readonly DnsRecord[]): boolean | null {
  const placed = group.filter(({routingPolicy}) => routingPolicy === 'geolocation' || routingPolicy === 'cidr');
  if (placed.length === 0 || placed.some(({location}) => location === '*')) return true;
  return placed.some(({location}) => location === null) ? null : false;
}
