import type {DnsRecord} from '../../model/facts/aws-facts.ts';
import {type HealthBySource, isHealthy, sourceKey, sourcesOf} from './record-health.ts';
import {answeringMembers, everyMember, type Lead, leadsFor, type ZoneRecords} from './record-leads.ts';

/** What a query for a host can end at, by what is known of the health that Route 53 goes by. */
export interface AnswersNow {
  /** Where everything that is not known to be unhealthy is healthy. */
  readonly leads: readonly Lead[];
  /** Further ones, where something is unhealthy of which that is not known. */
  readonly perhaps: readonly Lead[];
}

/** So many unknowns are gone through in all their combinations; with more, every member may answer. */
const MOST_UNKNOWN = 10;

export function answersNow(host: string, type: 'A' | 'AAAA', inZone: ZoneRecords, health: HealthBySource): AnswersNow {
  const state = (key: string) => health.get(key)?.state ?? 'unknown';
  const unknown = sourcesOf(host, type, inZone)
    .map(sourceKey)
    .filter((key) => state(key) === 'unknown');
  const leadsWith = (down: ReadonlySet<string>) =>
    leadsFor(host, type, inZone, (group, at) =>
      chosenMembers(group, (record) => isHealthy(record, at, (key) => state(key) !== 'unhealthy' && !down.has(key))),
    );
  const leads = leadsWith(new Set());
  const others =
    unknown.length > MOST_UNKNOWN
      ? leadsFor(host, type, inZone, everyMember)
      : subsetsOf(unknown).flatMap((down) => leadsWith(down));
  const known = new Set(leads.map(({record}) => record));
  const perhaps = others.filter(({record}) => !known.has(record));
  return {leads, perhaps: [...new Map(perhaps.map((lead) => [lead.record, lead])).values()]};
}

/** The same of both types of address, without the records that answer while all is well. */
export function answersBeside(host: string, inZone: ZoneRecords, health: HealthBySource): AnswersNow {
  const both = (['A', 'AAAA'] as const).map((type) => {
    const well = new Set(leadsFor(host, type, inZone).map(({record}) => record));
    const beside = (leads: readonly Lead[]) => leads.filter(({record}) => !well.has(record));
    const {leads, perhaps} = answersNow(host, type, inZone, health);
    return {leads: beside(leads), perhaps: beside(perhaps)};
  });
  return {leads: both.flatMap(({leads}) => leads), perhaps: both.flatMap(({perhaps}) => perhaps)};
}

/**
 * The members of a group that answer some client, as Route 53 chooses them by their health
 * (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html). Where none
 * is healthy, all count as if they were. Those of weight 0 come into play when every one with a weight is unhealthy; a
 * secondary, when it is healthy and its primary is not. A client of an unhealthy place is answered by the larger place
 * around it, and by its own where that is unhealthy, too; which continent a country is on is left open, and so is whose
 * networks a CIDR location has.
 */
export function chosenMembers(group: readonly DnsRecord[], healthy: (record: DnsRecord) => boolean): DnsRecord[] {
  const well = group.filter(healthy);
  const policy = group[0]?.routingPolicy ?? 'simple';
  if (well.length === 0 || well.length === group.length)
    return policy === 'failover' ? primaryOf(group) : answeringMembers(group);
  switch (policy) {
    case 'simple':
      return [...group];
    case 'weighted':
      return answeringMembers(well);
    case 'failover':
      return primaryOf(well);
    case 'latency':
    case 'geoproximity':
    case 'multivalue':
      return well;
    case 'geolocation':
      return group.filter((record) => well.includes(record) || isLeftToItself(record, well));
    case 'cidr': {
      const everyone = well.some(({location}) => location === '*');
      return group.filter((record) => well.includes(record) || !everyone);
    }
  }
}

function primaryOf(group: readonly DnsRecord[]): DnsRecord[] {
  const primary = group.filter(({failover}) => failover === 'PRIMARY');
  return primary.length > 0 ? primary : [...group];
}

/** Whether nothing that is known to lie around an unhealthy place is healthy. */
function isLeftToItself({location}: DnsRecord, well: readonly DnsRecord[]): boolean {
  const country = location?.includes('-') === true ? location.split('-')[0] : undefined;
  return !well.some((other) => other.location === '*' || (country !== undefined && other.location === country));
}

function subsetsOf(keys: readonly string[]): Set<string>[] {
  return Array.from({length: 2 ** keys.length}, (_, bits) => new Set(keys.filter((_key, at) => (bits >> at) & 1)));
}
