import type {DnsRecord, HostedZone, ZoneDelegation} from '../../model/facts/aws-facts.ts';
import {foldName, isAtOrBelow} from './dns-names.ts';
import {deadRecords, type ZoneAnswer, zoneAnswer} from './zone-answers.ts';

/** A hosted zone with what decides whether it is asked, and what it says then. */
export interface KnownZone {
  readonly zone: HostedZone;
  readonly records: readonly DnsRecord[];
  /** Null where it makes no difference: for the topmost zone of an account, which someone else delegates. */
  readonly delegation: ZoneDelegation | null;
}

/**
 * Records that a zone still holds for names that it has delegated away: never asked for, and easily mistaken for what
 * answers.
 */
export interface LeftBehind {
  readonly zone: HostedZone;
  readonly records: readonly DnsRecord[];
}

/** Who answers for a name, as seen from the internet and as far as the zones of one account show. */
export type ZoneFinding = {
  /** One clause for a person. */
  readonly because: string;
} & (
  | {
      readonly kind: 'answered';
      readonly zone: HostedZone;
      readonly answer: Extract<ZoneAnswer, {kind: 'records' | 'nothing'}>;
      /** The zones that delegated down to it, from the top; empty where it is the topmost of the account itself. */
      readonly via: readonly HostedZone[];
      readonly leftBehind: readonly LeftBehind[];
      /** Other zones that contain the name, and that no resolver is sent to. */
      readonly unasked: readonly HostedZone[];
    }
  | {
      /** `parent` delegates `at` to servers that no zone among the given ones has. */
      readonly kind: 'elsewhere';
      readonly parent: HostedZone;
      readonly at: string;
      readonly nameServers: readonly string[];
      /** The given zones of the name `at`, with the servers they have. */
      readonly namesakes: readonly {readonly zone: HostedZone; readonly nameServers: readonly string[]}[];
    }
  /** Several topmost zones of one name: which one the registrar delegates to is not known in the account. */
  | {readonly kind: 'ambiguous'; readonly zones: readonly HostedZone[]}
  /** The name is in none of the given public zones. */
  | {readonly kind: 'none'}
);

/**
 * Goes down from the topmost public zone as a resolver does: a longer zone is asked only where the one above it has NS
 * records for it, and those name the very servers of its delegation set (several hosted zones may carry one name). That
 * the topmost zone itself is delegated is taken for granted: only the registrar, or another account, could say.
 */
export function zoneFor(host: string, known: readonly KnownZone[]): ZoneFinding {
  const candidates = known
    .filter(({zone}) => !zone.isPrivate && isAtOrBelow(host, zone.name))
    .toSorted((a, b) => a.zone.name.length - b.zone.name.length);
  const top = candidates[0];
  if (top === undefined) return {kind: 'none', because: `no public zone of the account holds ${foldName(host)}`};
  const namesakes = candidates.filter(({zone}) => foldName(zone.name) === foldName(top.zone.name));
  if (namesakes.length > 1) {
    const zones = namesakes.map(({zone}) => zone);
    const because = `${zones.length} zones are called ${top.zone.name} (${idsOf(zones)}), and who delegates to which is not in the account`;
    return {kind: 'ambiguous', zones, because};
  }
  return descend(host, top, candidates, []);
}

function descend(
  host: string,
  at: KnownZone,
  candidates: readonly KnownZone[],
  above: readonly LeftBehind[],
): ZoneFinding {
  const answer = zoneAnswer(at.zone, at.records, host);
  if (answer.kind === 'outside') throw new Error(`${host} is not in ${at.zone.name}`);
  if (answer.kind !== 'delegated') {
    const via = above.map(({zone}) => zone);
    const unasked = candidates.map(({zone}) => zone).filter((zone) => zone !== at.zone && !via.includes(zone));
    const leftBehind = above.filter(({records}) => records.length > 0);
    const because = whyAnswered(at.zone, via, unasked);
    return {kind: 'answered', zone: at.zone, answer, via, leftBehind, unasked, because};
  }
  const children = candidates.filter(({zone}) => foldName(zone.name) === answer.at);
  const child = children.find(({delegation}) => sameNameServers(delegation?.nameServers ?? [], answer.nameServers));
  if (child !== undefined) {
    const records = deadRecords(at.records, answer.at);
    return descend(host, child, candidates, [...above, {zone: at.zone, records}]);
  }
  const namesakes = children.map(({zone, delegation}) => ({zone, nameServers: delegation?.nameServers ?? []}));
  const own = namesakes.map(({zone, nameServers}) => `${zone.id} has ${nameServers.join(', ')}`).join('; ');
  const because =
    `zone ${at.zone.name} (${at.zone.id}) delegates ${answer.at} to ${answer.nameServers.join(', ')}` +
    (own === '' ? ', which is not a zone of this account' : `, but zone ${answer.at} ${own}`);
  return {kind: 'elsewhere', parent: at.zone, at: answer.at, nameServers: answer.nameServers, namesakes, because};
}

function whyAnswered(zone: HostedZone, via: readonly HostedZone[], unasked: readonly HostedZone[]): string {
  const parent = via.at(-1);
  const why = parent === undefined ? 'is the topmost of the account' : `is delegated by ${parent.name} (${parent.id})`;
  const others = unasked.map(({name, id}) => `${name} (${id})`).join(', ');
  return `zone ${zone.name} (${zone.id}) ${why}${others === '' ? '' : `; nobody is sent to ${others}`}`;
}

/** NS sets are equal as sets of names: order, case and trailing dot mean nothing. An empty set equals none. */
export function sameNameServers(a: readonly string[], b: readonly string[]): boolean {
  const left = new Set(a.map(foldName));
  const right = new Set(b.map(foldName));
  return left.size > 0 && left.size === right.size && [...left].every((name) => right.has(name));
}

/** What callers inside some VPCs get from the private zone that comes first for them. */
export interface PrivateView {
  readonly zone: HostedZone;
  readonly vpcIds: readonly string[];
  readonly answer: ZoneAnswer;
}

/**
 * Inside a VPC the private zone with the longest matching name answers alone: when it has no record the name does not
 * exist there, and no public zone is asked. A VPC that is in no view resolves as the internet does.
 */
export function privateViews(host: string, known: readonly KnownZone[]): PrivateView[] {
  const nearestFirst = known
    .filter(({zone}) => zone.isPrivate && isAtOrBelow(host, zone.name))
    .toSorted((a, b) => b.zone.name.length - a.zone.name.length);
  const taken = new Set<string>();
  return nearestFirst.flatMap(({zone, records, delegation}) => {
    const vpcIds = (delegation?.vpcs ?? []).map(({id}) => id).filter((id) => !taken.has(id));
    for (const id of vpcIds) taken.add(id);
    return vpcIds.length === 0 ? [] : [{zone, vpcIds, answer: zoneAnswer(zone, records, host)}];
  });
}

function idsOf(zones: readonly HostedZone[]): string {
  return zones.map(({id}) => id).join(', ');
}
