import {foldName} from './dns-names.ts';

/** A name server that something names for a zone. */
export interface NamedServer {
  readonly name: string;
  /** Its glue, or what the zones that were read have for it; empty: not known. */
  readonly addresses: readonly string[];
}

/** How the name servers that something names for a zone relate to those that the zone has. */
export type ServersFinding =
  /** All of them answer for it; `said` has what is unusual all the same. */
  | {readonly kind: 'own'; readonly said: readonly string[]}
  /** These are not of this zone: of other zones of Route 53, or all of them of another provider. */
  | {readonly kind: 'strangers'; readonly strangers: readonly string[]; readonly someAreOwn: boolean}
  /** These may be white-label names of its servers, or servers of another provider. */
  | {readonly kind: 'unknown'; readonly unknown: readonly string[]};

/** What DNS has for the names of servers, folded. */
export type SeenAddresses = ReadonlyMap<string, readonly string[]>;

/** Whether it is one of Route 53's own names. */
export function isRoute53Server(name: string): boolean {
  return ROUTE53.test(foldName(name));
}

/** Those in China too. Only the four of a zone's delegation set answer for it. */
const ROUTE53 = /^ns-(\d{1,4})\.awsdns-(?:cn-)?\d{2}\.(?:com|net|org|biz|co\.uk)$/;

/**
 * A resolver picks any of the servers that are named, so each has to be one of the zone's. One of another zone of Route
 * 53 is lame (it answers REFUSED: RFC 1912 section 2.8), and answers with other records as soon as somebody has a zone of
 * that name there. Fewer than the zone has are enough. White-label names stand for the same servers
 * (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/white-label-name-servers.html), which their addresses show.
 */
export function judgeServers(
  named: readonly NamedServer[],
  own: readonly string[],
  seen: SeenAddresses = new Map(),
): ServersFinding {
  const ours = new Set(own.map(foldName));
  const names = [...new Set(named.map(({name}) => foldName(name)))];
  const strangers = names.filter((name) => ROUTE53.test(name) && !ours.has(name));
  const isSeen = ours.size > 0 && [...ours].every((name) => (seen.get(name) ?? []).some(isIpv4));
  const addresses = new Set([...ours].flatMap((name) => [...(seen.get(name) ?? []), addressOf(name) ?? []].flat()));
  const addressesOf = (name: string) =>
    named.filter((one) => foldName(one.name) === name).flatMap((one) => one.addresses.filter(isIpv4));
  const isWhiteLabel = (name: string) => {
    const known = addressesOf(name);
    return known.length > 0 && known.every((address) => addresses.has(address));
  };
  const isElsewhere = (name: string) => {
    const known = addressesOf(name);
    return isSeen && known.length > 0 && !known.some((address) => addresses.has(address));
  };
  const foreign = names.filter((name) => !ROUTE53.test(name) && !ours.has(name));
  const unknown = foreign.filter((name) => !isWhiteLabel(name));
  if (strangers.length > 0) {
    return {kind: 'strangers', strangers, someAreOwn: strangers.length + unknown.length < names.length};
  }
  // With some of another provider beside them, both may have the same records.
  if (names.length > 0 && names.every(isElsewhere)) return {kind: 'strangers', strangers: names, someAreOwn: false};
  if (unknown.length > 0 || names.length === 0) return {kind: 'unknown', unknown};
  const few = names.length < ours.size ? [`${names.length} of its ${ours.size} name servers are named`] : [];
  const labels = foreign.length === 0 ? [] : [`${foreign.join(', ')} are white-label names of its servers`];
  return {kind: 'own', said: [...few, ...labels]};
}

/**
 * The server with the number n has the n-th address of Route 53's block. AWS publishes the block
 * (https://ip-ranges.amazonaws.com/ip-ranges.json, `ROUTE53`) and not the rule, so an address that it does not give
 * proves nothing.
 */
function addressOf(name: string): string | null {
  const [, number] = ROUTE53.exec(name) ?? [];
  return number === undefined ? null : `205.251.${192 + Math.floor(Number(number) / 256)}.${Number(number) % 256}`;
}

function isIpv4(address: string): boolean {
  return !address.includes(':');
}
