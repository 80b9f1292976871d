import type {KnownZone} from '../domain/dns/answering-zone.ts';
import {isAtOrBelow, isBelow} from '../domain/dns/dns-names.ts';
import {CannotTell} from '../model/errors.ts';
import type {HostedZone, Route53Facts} from '../model/facts/aws-facts.ts';
import type {ResourceRef} from '../model/resource-ref.ts';

type ZoneFacts = Pick<Route53Facts, 'hostedZones' | 'recordsOfZone' | 'zoneDelegation'>;

/**
 * The public zones that contain a name, of the account of the named resource, for `zoneFor`. Asks only for what
 * decides: Route 53 allows five calls a second, and a zone with none above it has no delegation to compare.
 */
export async function publicZonesOf(
  host: string,
  facts: ZoneFacts,
  where: ResourceRef<'hostedZone'>,
): Promise<KnownZone[]> {
  const all = (await facts.hostedZones(where)).filter((zone) => !zone.isPrivate && isAtOrBelow(host, zone.name));
  return Promise.all(
    all.map(async (zone) => {
      const isDelegatedHere = all.some(({name}) => isBelow(zone.name, name));
      return know(zone, facts, where, isDelegatedHere);
    }),
  );
}

/** The private zones that contain a name, for `privateViews`. */
export async function privateZonesOf(
  host: string,
  facts: ZoneFacts,
  where: ResourceRef<'hostedZone'>,
): Promise<KnownZone[]> {
  const all = (await facts.hostedZones(where)).filter((zone) => zone.isPrivate && isAtOrBelow(host, zone.name));
  return Promise.all(all.map((zone) => know(zone, facts, where, true)));
}

async function know(zone: HostedZone, facts: ZoneFacts, where: ResourceRef<'hostedZone'>, withDelegation: boolean) {
  const [records, delegation] = await Promise.all([
    facts.recordsOfZone(where, zone.id),
    withDelegation ? facts.zoneDelegation(where, zone.id) : null,
  ]);
  return {zone, records, delegation};
}

/** The zone that is named to delegate takes the place of the account's own zones. */
export async function parentAndZone(
  parentName: ResourceRef<'hostedZone'>,
  zoneName: ResourceRef<'hostedZone'>,
  zone: HostedZone,
  aws: Pick<Route53Facts, 'hostedZone' | 'records' | 'zoneDelegation'>,
): Promise<KnownZone[]> {
  const [parent, records, delegation] = await Promise.all([
    aws.hostedZone(parentName),
    aws.records(parentName),
    aws.zoneDelegation(zoneName, zone.id),
  ]);
  if (parent.isPrivate || !isBelow(zone.name, parent.name)) {
    throw new CannotTell(
      `zone ${parent.name} (${parent.id}) cannot delegate ${zone.name}: it is ${parent.isPrivate ? 'private' : 'not above it'}`,
      'correct `parent:` of this item',
    );
  }
  return [
    {zone: parent, records, delegation: null},
    {zone, records: [], delegation},
  ];
}
