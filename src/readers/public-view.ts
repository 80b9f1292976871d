import {isAtOrBelow} from '../domain/dns/dns-names.ts';
import {cannotSee, type NameView, outsideView} from '../domain/dns/name-views.ts';
import {CannotTell} from '../model/errors.ts';
import type {AwsFacts} from '../model/facts/aws-facts.ts';
import type {NamesProbe} from '../model/facts/wire/names.ts';
import type {ResourceRef} from '../model/resource-ref.ts';
import {publicZonesOf} from './known-zones.ts';
import {withZonesBeyond} from './zones-beyond.ts';

export type ZoneQuestions = Pick<
  AwsFacts,
  'hostedZone' | 'hostedZones' | 'recordsOfZone' | 'registeredDomain' | 'zoneDelegation' | 'zoneSigning'
>;

/**
 * How the internet comes to a host that a public zone is meant to answer.
 *
 * @throws {CannotTell} when the zone is private or another, or when what was read does not show who answers.
 */
export async function publicView(
  host: string,
  zoneName: ResourceRef<'hostedZone'>,
  aws: ZoneQuestions,
  names: NamesProbe,
): Promise<Exclude<NameView, {kind: 'unknown'}>> {
  const zone = await aws.hostedZone(zoneName);
  if (zone.isPrivate || !isAtOrBelow(host, zone.name)) {
    const what = zone.isPrivate ? 'it is private' : `${host} is not in it`;
    throw new CannotTell(`zone ${zone.name} (${zone.id}): ${what}`, 'name the public zone that contains the host');
  }
  const view = outsideView(host, zone, await publicZonesOf(host, aws, zoneName, names));
  if (view.kind === 'unknown') throw cannotSee(view);
  return followedOut(host, view, zoneName, aws, names);
}

/** With the zones that CNAMEs lead on to, where these are public zones of the account, too. */
export async function followedOut<View extends NameView>(
  host: string,
  view: View,
  zoneName: ResourceRef<'hostedZone'>,
  aws: ZoneQuestions,
  names: NamesProbe,
): Promise<View> {
  if (view.kind !== 'answered') return view;
  return {...view, known: await withZonesBeyond(host, view.known, (name) => publicZonesOf(name, aws, zoneName, names))};
}
