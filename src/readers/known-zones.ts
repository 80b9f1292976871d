import {isAtOrBelow, isBelow} from '../domain/dns/dns-names.ts';
import {type SeenAbove, signersIn} from '../domain/dns/zone-delegators.ts';
import type {KnownZone} from '../domain/dns/zone-findings.ts';
import {CannotTell} from '../model/errors.ts';
import type {AwsFacts, HostedZone, NamedZone} from '../model/facts/aws-facts.ts';
import type {NamesProbe} from '../model/facts/wire/names.ts';
import type {ResourceRef} from '../model/resource-ref.ts';
import {liveAbove} from './live-delegation.ts';
import {withServerAddresses} from './server-addresses.ts';

type ZoneFacts = Pick<
  AwsFacts,
  'hostedZones' | 'recordsOfZone' | 'registeredDomain' | 'zoneDelegation' | 'zoneSigning'
>;
type Where = ResourceRef<'hostedZone' | 'account'>;

/** What DNS itself is asked where the account does not say; null: nothing. */
type Live = NamesProbe | null;

/** The public zones that contain a name, of the account of the named resource, for `zoneFor`. */
export async function publicZonesOf(
  host: string,
  facts: ZoneFacts & Pick<AwsFacts, 'hostedZone'>,
  where: ResourceRef<'hostedZone'>,
  names: Live,
): Promise<KnownZone[]> {
  const [named, listed] = await Promise.all([facts.hostedZone(where), facts.hostedZones(where)]);
  const all = listed.filter((zone) => !zone.isPrivate && isAtOrBelow(host, zone.name));
  const known = await Promise.all(
    all.map(async (zone) => {
      const [own, above, signing] = await Promise.all([
        know(zone, facts, where),
        aboveOf(zone, all, named, facts, where, names),
        facts.zoneSigning(where, zone.id),
      ]);
      return {...own, above, signing};
    }),
  );
  return names === null ? known : withServerAddresses(known, names);
}

/** Null: one of the zones is above it. The registrar is asked for a topmost zone only, of which nobody stated it. */
async function aboveOf(
  zone: HostedZone,
  all: readonly HostedZone[],
  named: NamedZone,
  facts: ZoneFacts,
  where: Where,
  names: Live,
): Promise<SeenAbove | null> {
  if (zone.id === named.id && named.statedNameServers !== null) {
    return {kind: 'stated', nameServers: named.statedNameServers};
  }
  const isBelowStated = named.statedNameServers !== null && isAtOrBelow(named.name, zone.name);
  if (isBelowStated || all.some(({name}) => isBelow(zone.name, name))) return null;
  const seen = await registeredAbove(zone, facts, where);
  return names === null || seen.kind !== 'unseen' ? seen : liveAbove(zone.name, names, seen);
}

/** What the registrar of the account says; a refusal of it is only one of the ways to see nothing. */
export async function registeredAbove(
  {name}: HostedZone,
  facts: Pick<AwsFacts, 'registeredDomain'>,
  where: Where,
): Promise<SeenAbove> {
  try {
    const domain = await facts.registeredDomain(where, name);
    if (domain !== null) return {kind: 'registrar', domain};
    return {kind: 'unseen', because: `${name} is not registered in the account of the zone`, thrown: null};
  } catch (thrown) {
    if (!(thrown instanceof CannotTell)) throw thrown;
    return {kind: 'unseen', because: thrown.message, thrown};
  }
}

/** The private zones that contain a name, for `privateViews`. */
export async function privateZonesOf(
  host: string,
  facts: Pick<AwsFacts, 'hostedZones' | 'recordsOfZone' | 'zoneDelegation'>,
  where: ResourceRef<'hostedZone'>,
): Promise<KnownZone[]> {
  const all = (await facts.hostedZones(where)).filter((zone) => zone.isPrivate && isAtOrBelow(host, zone.name));
  return Promise.all(all.map(async (zone) => ({...(await know(zone, facts, where)), above: null, signing: null})));
}

async function know(zone: HostedZone, facts: Pick<AwsFacts, 'recordsOfZone' | 'zoneDelegation'>, where: Where) {
  const [records, delegation] = await Promise.all([
    facts.recordsOfZone(where, zone.id),
    facts.zoneDelegation(where, zone.id),
  ]);
  return {zone, records, delegation};
}

/** The zone that is named to delegate takes the place of the account's own zones. */
export async function parentAndZone(
  parentName: ResourceRef<'hostedZone'>,
  zoneName: ResourceRef<'hostedZone'>,
  zone: HostedZone,
  aws: Pick<AwsFacts, 'hostedZone' | 'records' | 'zoneDelegation' | 'zoneSigning'>,
): Promise<KnownZone[]> {
  const [parent, records, delegation, signing] = await Promise.all([
    aws.hostedZone(parentName),
    aws.records(parentName),
    aws.zoneDelegation(zoneName, zone.id),
    aws.zoneSigning(zoneName, zone.id),
  ]);
  if (parent.isPrivate || !isBelow(zone.name, parent.name)) {
    throw new CannotTell(
      `zone ${parent.name} (${parent.id}) cannot delegate ${zone.name}: it is ${parent.isPrivate ? 'private' : 'not above it'}`,
      'correct `parent:` of this item',
    );
  }
  // Signatures of a zone that has none are nobody's concern, whatever its parent is.
  const signingAbove = signersIn(records, zone.name).length === 0 ? null : await aws.zoneSigning(parentName, parent.id);
  return [
    {zone: parent, records, delegation: null, above: {kind: 'taken'}, signing: signingAbove},
    {zone, records: [], delegation, above: null, signing},
  ];
}
