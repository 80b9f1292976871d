import type {DnsRecord} from '../../model/facts/aws-facts.ts';
import {foldName} from './dns-names.ts';
import {everyMember, leadsFor, type ZoneRecords, zonesIn} from './record-leads.ts';
import {zoneAnswer} from './zone-answers.ts';

/** What Route 53 goes by when it holds a record back: a health check of its own, or the health of what an alias names. */
export type HealthSource =
  | {readonly kind: 'check'; readonly id: string}
  | {readonly kind: 'target'; readonly dnsName: string};

export interface Health {
  readonly state: 'healthy' | 'unhealthy' | 'unknown';
  /** One clause: `target group api has no healthy target`. */
  readonly because: string;
}

/** By {@link sourceKey}. What is missing is not known. */
export type HealthBySource = ReadonlyMap<string, Health>;

export function sourceKey(source: HealthSource): string {
  return source.kind === 'check' ? `check ${source.id}` : `target ${foldName(source.dnsName)}`;
}

/** All that can decide which records of a host are answered, each once. */
export function sourcesOf(host: string, type: 'A' | 'AAAA', inZone: ZoneRecords): HealthSource[] {
  const met = leadsFor(host, type, inZone, everyMember).flatMap(({path, record}) => [...path, record]);
  const all = met.flatMap((record) => ownSources(record, zoneWith(record, inZone), new Set()));
  return [...new Map(all.map((source) => [sourceKey(source), source])).values()];
}

function zoneWith(record: DnsRecord, inZone: ZoneRecords): ZoneRecords {
  return zonesIn(inZone).find(({records}) => records.includes(record)) ?? inZone;
}

function ownSources(record: DnsRecord, inZone: ZoneRecords, seen: Set<DnsRecord>): HealthSource[] {
  if (seen.has(record)) return [];
  seen.add(record);
  const {healthCheckId, alias} = record;
  const checked: HealthSource[] = healthCheckId === null ? [] : [{kind: 'check', id: healthCheckId}];
  if (alias?.evaluateTargetHealth !== true) return checked;
  if (alias.hostedZoneId !== inZone.zone.id) return [...checked, {kind: 'target', dnsName: alias.dnsName}];
  return [...checked, ...namedBy(record, inZone).flatMap((member) => ownSources(member, inZone, seen))];
}

/**
 * Whether Route 53 counts a record as healthy. A record with neither a health check nor EvaluateTargetHealth always is;
 * one with both has to be by both. An alias of records in its zone is as long as one of them is.
 * (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-complex-configs.html)
 */
export function isHealthy(
  record: DnsRecord,
  inZone: ZoneRecords,
  sourceIsHealthy: (key: string) => boolean,
  path: readonly DnsRecord[] = [],
): boolean {
  const {healthCheckId, alias} = record;
  if (healthCheckId !== null && !sourceIsHealthy(sourceKey({kind: 'check', id: healthCheckId}))) return false;
  if (alias?.evaluateTargetHealth !== true) return true;
  if (alias.hostedZoneId !== inZone.zone.id)
    return sourceIsHealthy(sourceKey({kind: 'target', dnsName: alias.dnsName}));
  if (path.includes(record)) return false;
  return namedBy(record, inZone).some((member) => isHealthy(member, inZone, sourceIsHealthy, [...path, record]));
}

/** The records of its own type that an alias in the zone is of. */
function namedBy({type, alias}: DnsRecord, {zone, records}: ZoneRecords): readonly DnsRecord[] {
  const answer = zoneAnswer(zone, records, foldName(alias?.dnsName ?? ''));
  return answer.kind === 'records' ? answer.records.filter((record) => record.type === type) : [];
}
