import type {DnsRecord} from '../../model/facts/aws-facts.ts';
import type {AwsWorld} from '../aws-world.ts';

/** A record as it goes into a message. */
export interface ServedRecord {
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  /** As in a zone file. */
  readonly value: string;
}

export interface ZoneAnswer {
  readonly zone: string;
  readonly exists: boolean;
  readonly answers: readonly ServedRecord[];
  /** How long nothing may be remembered. */
  readonly negativeTtl: number;
}

/** A zone that is asked. */
export interface ServedZone {
  readonly name: string;
  readonly nameServers: readonly string[];
  readonly records: readonly ServedRecord[];
}

/** Of an alias that names a load balancer, as Route 53 gives it. */
const ALIAS_TTL = 60;
/** The lesser of the TTL and the minimum of the SOA record that Route 53 makes. */
export const NEGATIVE_TTL = 900;

/** The zones of a world that the internet asks: a zone below another only where that one delegates to it. */
export function askedZones(aws: AwsWorld, addressesOf: (dnsName: string) => readonly string[]): readonly ServedZone[] {
  const all = [aws, ...aws.otherZones].filter(({hostedZone}) => !hostedZone.isPrivate);
  const isBelow = (name: string, zone: string) => name.endsWith(`.${zone}`);
  return all
    .filter(({hostedZone: {name}}) => {
      const above = all.filter((one) => isBelow(name, one.hostedZone.name));
      return above.every(({records}) => records.some((record) => record.type === 'NS' && record.name === name));
    })
    .map(({hostedZone, delegation, records}) => ({
      name: hostedZone.name,
      nameServers: delegation.nameServers,
      records: records.flatMap((record) => served(record, addressesOf)),
    }));
}

function served(record: DnsRecord, addressesOf: (dnsName: string) => readonly string[]): readonly ServedRecord[] {
  const {name, type, ttlSeconds, values, alias} = record;
  const ttl = ttlSeconds ?? ALIAS_TTL;
  if (alias === null) return values.map((value) => ({name, type, ttl, value}));
  const isWanted = (address: string) => address.includes(':') === (type === 'AAAA');
  if (type !== 'A' && type !== 'AAAA') return [];
  return addressesOf(alias.dnsName)
    .filter(isWanted)
    .map((value) => ({name, type, ttl, value}));
}

/** What a zone says of a name; null: it is in none of them. */
export function zoneAnswer(zones: readonly ServedZone[], name: string, type: string): ZoneAnswer | null {
  const zone = zones
    .filter((one) => name === one.name || name.endsWith(`.${one.name}`))
    .toSorted((a, b) => b.name.length - a.name.length)[0];
  if (zone === undefined) return null;
  const {records} = zone;
  const exists = records.some((record) => record.name === name || record.name.endsWith(`.${name}`));
  const own = records.filter((record) => record.name === name && [type, 'CNAME'].includes(record.type));
  const [cname] = own.filter((record) => record.type === 'CNAME' && type !== 'CNAME');
  const further = cname === undefined ? null : zoneAnswer(zones, cname.value.replace(/\.$/, ''), type);
  return {zone: zone.name, exists, answers: [...own, ...(further?.answers ?? [])], negativeTtl: NEGATIVE_TTL};
}
