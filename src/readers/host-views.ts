import {isAtOrBelow} from '../domain/dns/dns-names.ts';
import {insideViews, type NameView, outsideView} from '../domain/dns/name-views.ts';
import type {KnownZone} from '../domain/dns/zone-findings.ts';
import {CannotTell} from '../model/errors.ts';
import type {AwsFacts, HostedZone, VpcZone} from '../model/facts/aws-facts.ts';
import type {NamesProbe} from '../model/facts/wire/names.ts';
import type {ResourceRef} from '../model/resource-ref.ts';
import {privateZonesOf, publicZonesOf} from './known-zones.ts';
import {followedOut, type ZoneQuestions} from './public-view.ts';

type ViewQuestions = ZoneQuestions & Pick<AwsFacts, 'loadBalancer' | 'zonesOfVpc'>;

/**
 * How callers come to a host that a zone is meant to answer: the internet, where the zone is public, and those in VPCs
 * whom a private zone of a matching name answers alone.
 *
 * @param vpcs the VPCs that count; undefined: all that such a zone is associated with.
 * @param alb a load balancer of the account and region of these VPCs; undefined: they are in the account of the zone.
 * @throws {CannotTell} when the host is not in the zone, or nobody is left who could ask.
 */
export async function hostViews(
  host: string,
  zoneName: ResourceRef<'hostedZone'>,
  vpcs: readonly string[] | undefined,
  aws: ViewQuestions,
  alb: ResourceRef<'loadBalancer'> | undefined,
  names: NamesProbe,
): Promise<{readonly zone: HostedZone; readonly views: readonly NameView[]}> {
  const zone = await aws.hostedZone(zoneName);
  const [open, closed] = await Promise.all([
    zone.isPrivate ? [] : publicZonesOf(host, aws, zoneName, names),
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
  const seenBy = await Promise.all(
    (vpcs ?? []).map(async (id) => [id, await zonesSeenBy(id, closed, zoneName, aws, alb)] as const),
  );
  const inside = insideViews(host, zone, closed, vpcs, new Map(seenBy));
  if (zone.isPrivate) return {zone, views: inside};
  return {zone, views: [await followedOut(host, outsideView(host, zone, open), zoneName, aws, names), ...inside]};
}

/** Only the account of a VPC can be asked what it is associated with, and only with its region. */
async function zonesSeenBy(
  vpcId: string,
  known: readonly KnownZone[],
  zone: ResourceRef<'hostedZone'>,
  aws: ViewQuestions,
  alb: ResourceRef<'loadBalancer'> | undefined,
): Promise<readonly VpcZone[]> {
  const associated = known.flatMap(({delegation}) => delegation?.vpcs ?? []).find(({id}) => id === vpcId);
  const region = associated?.region ?? (alb === undefined ? undefined : (await aws.loadBalancer(alb)).region);
  if (region === undefined) {
    throw new CannotTell(
      `which private zones ${vpcId} is associated with was not looked at: its region is not known`,
      'name a load balancer of its account and region in `alb:`',
    );
  }
  return aws.zonesOfVpc(alb ?? zone, region, vpcId);
}
