import type {KnownZone} from '../domain/dns/answering-zone.ts';
import {isAtOrBelow, isBelow} from '../domain/dns/dns-names.ts';
import type {HostedZone, ResourceName, Route53Facts} from '../model/facts/aws-facts.ts';

type ZoneFacts = Pick<Route53Facts, 'hostedZones' | 'recordsOfZone' | 'zoneDelegation'>;

/**
 * The public zones that a name lies in, of the account of the named resource, for `zoneFor`. Asks for no more than
 * decides: Route 53 allows five calls a second, and a zone with none above it has no delegation to compare.
 */
export async function publicZonesOf(host: string, facts: ZoneFacts, account: ResourceName): Promise<KnownZone[]> {
  const all = (await facts.hostedZones(account)).filter((zone) => !zone.isPrivate && isAtOrBelow(host, zone.name));
  return Promise.all(
    all.map(async (zone) => {
      const isDelegatedHere = all.some(({name}) => isBelow(zone.name, name));
      return know(zone, facts, account, isDelegatedHere);
    }),
  );
}

/** The private zones that a name lies in, for `privateViews`. */
export async function privateZonesOf(host: string, facts: ZoneFacts, account: ResourceName): Promise<KnownZone[]> {
  const all = (await facts.hostedZones(account)).filter((zone) => zone.isPrivate && isAtOrBelow(host, zone.name));
  return Promise.all(all.map((zone) => know(zone, facts, account, true)));
}

async function know(zone: HostedZone, facts: ZoneFacts, account: ResourceName, withDelegation: boolean) {
  const [records, delegation] = await Promise.all([
    facts.recordsOfZone(account, zone.id),
    withDelegation ? facts.zoneDelegation(account, zone.id) : null,
  ]);
  return {zone, records, delegation};
}
