import type {HostedZone} from '../../model/facts/aws-facts.ts';
import {type KnownZone, type LeftBehind, privateViews, zoneFor} from './answering-zone.ts';

/** One kind of callers of a name, and where they end up when a certain zone is meant to answer them. */
export type NameView = {
  /** Where they end up, for a message: `mcp.example.com in zone example.com (Z1)`. */
  readonly place: string;
} /** `known` answers: the zone that is meant, or one that it delegates to, or that shadows it. */ & (
  | {
      readonly kind: 'answered';
      readonly known: KnownZone;
      readonly leftBehind: readonly LeftBehind[];
      readonly because: string;
    }
  /** They never get to the zone that is meant. */
  | {readonly kind: 'unasked'; readonly because: string; readonly fix: string}
  /** The zones of the account do not say. */
  | {readonly kind: 'unknown'; readonly because: string}
);

/** How the internet comes to a name, when the public `zone` is meant to answer. */
export function outsideView(host: string, zone: HostedZone, known: readonly KnownZone[]): NameView {
  const finding = zoneFor(host, known);
  const {because} = finding;
  const place = placeOf(host, zone);
  if (finding.kind === 'elsewhere' && finding.namesakes.length > 0) {
    const {at, parent, namesakes} = finding;
    const servers = namesakes.map(({nameServers}) => nameServers.join(', ')).join(' or ');
    const fix = `Set the NS records of ${at} in zone ${parent.name} (${parent.id}) to ${servers}.`;
    return {kind: 'unasked', place, because, fix};
  }
  if (finding.kind !== 'answered') return {kind: 'unknown', place, because};

  const answering = known.find((one) => one.zone.id === finding.zone.id);
  const isAsked = [...finding.via, finding.zone].some(({id}) => id === zone.id);
  if (isAsked && answering !== undefined) {
    const {leftBehind} = finding;
    return {kind: 'answered', place: placeOf(host, finding.zone), known: answering, leftBehind, because};
  }
  const servers = known.find((one) => one.zone.id === zone.id)?.delegation?.nameServers ?? [];
  const fix = `Add NS records for ${zone.name} in zone ${finding.zone.name} (${finding.zone.id}), naming ${servers.join(', ')}.`;
  return {kind: 'unasked', place, because, fix};
}

/**
 * How callers in VPCs come to a name, as far as private zones catch them: those of `vpcs`, or of every VPC that such a
 * zone is associated with. Where a private `zone` is meant itself, its own VPCs, and each that is wanted has to see it.
 */
export function insideViews(
  host: string,
  zone: HostedZone,
  known: readonly KnownZone[],
  vpcs: readonly string[] | undefined,
): NameView[] {
  const own = known.find((one) => one.zone.id === zone.id)?.delegation?.vpcs.map(({id}) => id) ?? [];
  const wanted = vpcs ?? (zone.isPrivate ? own : undefined);
  const seen = new Set<string>();
  const views = privateViews(host, known).flatMap((view): NameView[] => {
    const vpcIds = view.vpcIds.filter((id) => wanted?.includes(id) ?? true);
    const shadowing = known.find((one) => one.zone.id === view.zone.id);
    if (vpcIds.length === 0 || shadowing === undefined) return [];
    for (const id of vpcIds) seen.add(id);
    const place = `${host} in private zone ${view.zone.name} (${view.zone.id}), which alone answers in ${vpcIds.join(', ')}`;
    if (view.answer.kind !== 'delegated') {
      return [
        {kind: 'answered', place, known: shadowing, leftBehind: [], because: `zone ${view.zone.name} is private`},
      ];
    }
    const {at, nameServers} = view.answer;
    const because = `it hands ${at} on to ${nameServers.join(', ')}, and who follows that inside a VPC is not known`;
    return [{kind: 'unknown', place, because}];
  });
  if (!zone.isPrivate) return views;

  const blind = (wanted ?? []).filter((id) => !seen.has(id));
  if (seen.size > 0 && blind.length === 0) return views;
  const because = blind.length > 0 ? `it is not associated with ${blind.join(', ')}` : 'no VPC is associated with it';
  const fix = `Associate private zone ${zone.id} with ${blind.join(', ') || 'the VPCs of the callers'}.`;
  return [...views, {kind: 'unasked', place: placeOf(host, zone), because, fix}];
}

function placeOf(host: string, {name, id}: HostedZone): string {
  return `${host} in zone ${name} (${id})`;
}
