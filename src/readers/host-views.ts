import {isAtOrBelow} from '../domain/dns/dns-names.ts';
import {insideViews, type NameView, outsideView} from '../domain/dns/name-views.ts';
import {CannotTell} from '../model/errors.ts';
import type {HostedZone} from '../model/facts/aws-facts.ts';
import type {ResourceRef} from '../model/resource-ref.ts';
import {privateZonesOf, publicZonesOf} from './known-zones.ts';
import type {ZoneQuestions} from './public-view.ts';

/**
 * How callers come to a host that a zone is meant to answer: the internet, where the zone is public, and those in VPCs
 * whom a private zone of a matching name answers alone.
 *
 * @param vpcs the VPCs that count; undefined: all that such a zone is associated with.
 * @throws {CannotTell} when the host is not in the zone, or nobody is left who could ask.
 */
export async function hostViews(
  host: string,
  zoneName: ResourceRef<'hostedZone'>,
  vpcs: readonly string[] | undefined,
  aws: ZoneQuestions,
): Promise<{readonly zone: HostedZone; readonly views: readonly NameView[]}> {
  const zone = await aws.hostedZone(zoneName);
  const [open, closed] = await Promise.all([
    zone.isPrivate ? [] : publicZonesOf(host, aws, zoneName),
    vpcs?.length === 0 ? [] : privateZonesOf(host, aws, zoneName),
  ]);
  if (!isAtOrBelow(host, zone.name)) {
    const what = `${host} is not in zone ${zone.name} (${zone.id})`;
    throw new CannotTell(what, 'name the zone that contains the host');
  }
  if (zone.isPrivate && vpcs?.length === 0) {
    const what = `zone ${zone.name} (${zone.id}) is private, and \`vpcs: []\` leaves nobody to answer`;
    throw new CannotTell(what, 'name the VPCs of the callers, or leave `vpcs:` out');
  }
  const inside = insideViews(host, zone, closed, vpcs);
  return {zone, views: zone.isPrivate ? inside : [outsideView(host, zone, open), ...inside]};
}
