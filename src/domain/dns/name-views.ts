import {CannotTell} from '../../model/errors.ts';
import type {HostedZone, VpcZone} from '../../model/facts/aws-facts.ts';
import {zoneFor} from './answering-zone.ts';
import {isAtOrBelow} from './dns-names.ts';
import {privateViews} from './private-views.ts';
import type {KnownZone, LeftBehind} from './zone-findings.ts';

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
      /** What is unusual on the way, and what was not looked at, as clauses. */
      readonly said: readonly string[];
    }
  /** They do not get to the zone that is meant, or not all: `what` is one clause. */
  | {readonly kind: 'unasked'; readonly what: string; readonly fix: string}
  | UnknownView
);

/** What was read does not say. */
interface UnknownView {
  readonly kind: 'unknown';
  readonly because: string;
  readonly fix: string;
  /** The refusal that it is due to, if it is. */
  readonly thrown: unknown;
}

/** What a check throws that rests on such a view. */
export function cannotSee({place, because, fix, thrown}: UnknownView & Pick<NameView, 'place'>): CannotTell {
  if (!(thrown instanceof CannotTell)) return new CannotTell(`${place}: ${because}`, fix);
  const {transient, permanent, commonCause} = thrown;
  const options = {cause: thrown, transient, permanent, commonCause};
  return new CannotTell(`${place}: ${because}`, `${thrown.fix}; or ${fix}`, options);
}

/** How the internet comes to a name, when the public `zone` is meant to answer. */
export function outsideView(host: string, zone: HostedZone, known: readonly KnownZone[]): NameView {
  const finding = zoneFor(host, known);
  const {because} = finding;
  const place = placeOf(host, zone);
  const nobody = `nobody is sent there, because ${because}`;
  switch (finding.kind) {
    case 'unknown':
      return {kind: 'unknown', place, because, fix: finding.fix, thrown: finding.thrown};
    case 'broken': {
      const {what, fix} = finding;
      return {kind: 'unasked', place: placeOf(host, finding.zone), what: `${what}, because ${because}`, fix};
    }
    case 'elsewhere': {
      const {at, parent, namesakes} = finding;
      const fix = `ask the servers that answer: \`dig +trace ${host}\``;
      if (namesakes.length === 0) return {kind: 'unknown', place, because, fix, thrown: null};
      const servers = namesakes.map(({nameServers}) => nameServers.join(', ')).join(' or ');
      const where = parent === null ? 'with its registrar' : `in zone ${parent.name} (${parent.id})`;
      const use = `Find the zone of ${at} that has those name servers, in another account perhaps, and use that one`;
      const move = `if there is none, or this one has all of its records, set the name servers of ${at} ${where} to ${servers}.`;
      return {kind: 'unasked', place, what: nobody, fix: `${use}; ${move}`};
    }
    case 'none':
      return {kind: 'unknown', place, because, fix: 'name the public zone that contains the host', thrown: null};
  }

  const {said, leftBehind} = finding;
  const answering = known.find((one) => one.zone.id === finding.zone.id);
  const isAsked = [...finding.via, finding.zone].some(({id}) => id === zone.id);
  if (isAsked && answering !== undefined) {
    return {kind: 'answered', place: placeOf(host, finding.zone), known: answering, leftBehind, because, said};
  }
  const servers = known.find((one) => one.zone.id === zone.id)?.delegation?.nameServers ?? [];
  const fix = `Add NS records for ${zone.name} in zone ${finding.zone.name} (${finding.zone.id}), naming ${servers.join(', ')}.`;
  return {kind: 'unasked', place, what: nobody, fix};
}

/**
 * How callers in VPCs come to a name, as far as private zones catch them: those of `vpcs`, or of every VPC that such a
 * zone is associated with. Where a private `zone` is meant itself, its own VPCs, and each that is wanted has to see it.
 *
 * @param seenBy all private zones of a VPC, those of other accounts too; the nearest one answers, whoever can read it.
 */
export function insideViews(
  host: string,
  zone: HostedZone,
  known: readonly KnownZone[],
  vpcs: readonly string[] | undefined,
  seenBy: ReadonlyMap<string, readonly VpcZone[]>,
): NameView[] {
  const own = known.find((one) => one.zone.id === zone.id)?.delegation?.vpcs.map(({id}) => id) ?? [];
  const wanted = vpcs ?? (zone.isPrivate ? own : undefined);
  const foreign = foreignZones(host, known, seenBy);
  const seen = new Set(foreign.keys());
  const unread = [...foreign].map(([vpcId, {id, name, owner}]): NameView => {
    const place = `${host} in private zone ${name} (${id}), which alone answers in ${vpcId}`;
    const because = `it belongs to ${owner}, and its records were not read`;
    const fix = `read them in that account, or ask for it there: \`dig ${host}\``;
    return {kind: 'unknown', place, because, fix, thrown: null};
  });
  const views = privateViews(host, known).flatMap((view): NameView[] => {
    const vpcIds = view.vpcIds.filter((id) => (wanted?.includes(id) ?? true) && !foreign.has(id));
    const shadowing = known.find((one) => one.zone.id === view.zone.id);
    if (vpcIds.length === 0 || shadowing === undefined) return [];
    for (const id of vpcIds) seen.add(id);
    const place = `${host} in private zone ${view.zone.name} (${view.zone.id}), which alone answers in ${vpcIds.join(', ')}`;
    if (view.answer.kind !== 'delegated') {
      const because = `zone ${view.zone.name} is private`;
      return [{kind: 'answered', place, known: shadowing, leftBehind: [], because, said: []}];
    }
    const {at, nameServers} = view.answer;
    const because = `it hands ${at} on to ${nameServers.join(', ')}, and who follows that inside a VPC is not known`;
    const fix = `ask for it there: \`dig ${host}\``;
    return [{kind: 'unknown', place, because, fix, thrown: null}];
  });
  const all = [...views, ...unread];
  if (!zone.isPrivate) return all;

  const blind = (wanted ?? []).filter((id) => !seen.has(id));
  if (seen.size > 0 && blind.length === 0) return all;
  const because = blind.length > 0 ? `it is not associated with ${blind.join(', ')}` : 'no VPC is associated with it';
  const fix = `Associate private zone ${zone.id} with ${blind.join(', ') || 'the VPCs of the callers'}.`;
  return [...all, {kind: 'unasked', place: placeOf(host, zone), what: `nobody is sent there, because ${because}`, fix}];
}

/** By VPC: the zone that answers there for a host, where it is none of those that were read. */
function foreignZones(
  host: string,
  known: readonly KnownZone[],
  seenBy: ReadonlyMap<string, readonly VpcZone[]>,
): Map<string, VpcZone> {
  const nearest = [...seenBy].flatMap(([vpcId, zones]) => {
    const holders = zones.filter(({name}) => isAtOrBelow(host, name));
    const [first] = holders.toSorted((a, b) => b.name.length - a.name.length);
    return first === undefined || known.some(({zone}) => zone.id === first.id) ? [] : [[vpcId, first] as const];
  });
  return new Map(nearest);
}

function placeOf(host: string, {name, id}: HostedZone): string {
  return `${host} in zone ${name} (${id})`;
}
