import {CannotTell} from '../../model/errors.ts';

/** Address ranges as intervals of integers: what security groups and source-ip conditions say, united and subtracted. */

export interface IpRange {
  readonly family: 4 | 6;
  /** Both ends belong to the range. */
  readonly first: bigint;
  readonly last: bigint;
}

const BITS = {4: 32, 6: 128} as const;

/** `10.0.0.0/8`, `2001:db8::/32`; bits after the prefix are dropped, as AWS drops them. Null when it is not a CIDR. */
export function parseCidr(text: string): IpRange | null {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text);
  const address = match?.[1] === undefined ? null : parseAddress(match[1]);
  if (address === null) return null;
  const hostBits = BITS[address.family] - Number(match?.[2]);
  if (hostBits < 0) return null;
  const size = 1n << BigInt(hostBits);
  const first = (address.first / size) * size;
  return {family: address.family, first, last: first + size - 1n};
}

/**
 * A CIDR or an address that AWS gave.
 *
 * @throws {CannotTell} when it is neither: dropping it would make a group look more closed than it is.
 */
export function readRange(text: string): IpRange {
  const range = parseCidr(text) ?? parseAddress(text);
  if (range !== null) return range;
  throw new CannotTell(
    `"${text}" is neither a CIDR nor an address`,
    'report this: AWS returned it where an address belongs',
  );
}

/** One address as a range of its own. An IPv4-mapped IPv6 address (`::ffff:192.0.2.1`) stays IPv6. */
export function parseAddress(text: string): IpRange | null {
  const v4 = parseV4(text);
  if (v4 !== null) return {family: 4, first: v4, last: v4};
  const v6 = parseV6(text);
  return v6 === null ? null : {family: 6, first: v6, last: v6};
}

export function contains(outer: IpRange, inner: IpRange): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

/** Sorted, with what overlaps or touches joined; IPv4 first. */
export function union(ranges: readonly IpRange[]): IpRange[] {
  const joined: IpRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.family - b.family || compare(a.first, b.first))) {
    const before = joined.at(-1);
    if (before !== undefined && before.family === range.family && range.first <= before.last + 1n) {
      if (range.last > before.last) joined[joined.length - 1] = {...before, last: range.last};
    } else joined.push(range);
  }
  return joined;
}

/** The parts of `wanted` that no range of `covers` holds; empty when all of it is covered. */
export function holes(wanted: IpRange, covers: readonly IpRange[]): IpRange[] {
  const left: IpRange[] = [];
  let from = wanted.first;
  for (const cover of union(covers)) {
    if (cover.family !== wanted.family || cover.last < from) continue;
    if (cover.first > wanted.last) break;
    if (cover.first > from) left.push({family: wanted.family, first: from, last: cover.first - 1n});
    from = cover.last + 1n;
  }
  if (from <= wanted.last) left.push({family: wanted.family, first: from, last: wanted.last});
  return left;
}

/** What both hold; null when nothing. */
export function overlap(a: IpRange, b: IpRange): IpRange | null {
  if (a.family !== b.family) return null;
  const first = a.first > b.first ? a.first : b.first;
  const last = a.last < b.last ? a.last : b.last;
  return first > last ? null : {family: a.family, first, last};
}

/** What is in both sets of ranges, as {@link union} gives it. */
export function intersect(ranges: readonly IpRange[], others: readonly IpRange[]): IpRange[] {
  const apart = union(others);
  return union(ranges).flatMap((range) => apart.flatMap((other) => overlap(range, other) ?? []));
}

/** What is in `ranges` and not in `covers`, as {@link union} gives it. */
export function subtract(ranges: readonly IpRange[], covers: readonly IpRange[]): IpRange[] {
  return union(ranges).flatMap((range) => holes(range, covers));
}

/** The fewest CIDRs that make up the range, in order. */
export function toCidrs(range: IpRange): string[] {
  const cidrs: string[] = [];
  const bits = BITS[range.family];
  for (let at = range.first; at <= range.last; ) {
    let hostBits = 0;
    while (hostBits < bits) {
      const size = 1n << BigInt(hostBits + 1);
      if (at % size !== 0n || at + size - 1n > range.last) break;
      hostBits++;
    }
    cidrs.push(`${formatAddress(range.family, at)}/${bits - hostBits}`);
    at += 1n << BigInt(hostBits);
  }
  return cidrs;
}

/** `10.0.0.0/8, ::/0 and 3 more`: at most five are named. */
export function listCidrs(ranges: readonly IpRange[]): string {
  const cidrs = union(ranges).flatMap(toCidrs);
  return `${cidrs.slice(0, 5).join(', ')}${cidrs.length > 5 ? ` and ${cidrs.length - 5} more` : ''}`;
}

/** Dotted quads; IPv6 as in RFC 5952. */
export function formatAddress(family: 4 | 6, value: bigint): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join('.');
  const groups = Array.from({length: 8}, (_, i) => ((value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16)).join(':');
  const zeros = [...groups.matchAll(/(?<![^:])0(?::0)+(?![^:])/g)].map((match) => match[0]);
  const longest = zeros.reduce((best, run) => (run.length > best.length ? run : best), '');
  if (longest === '') return groups;
  const at = groups.search(new RegExp(`(?<![^:])${longest}(?![^:])`));
  return `${groups.slice(0, at).replace(/:$/, '')}::${groups.slice(at + longest.length).replace(/^:/, '')}`;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function parseV4(text: string): bigint | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  let value = 0n;
  for (const part of parts) {
    // A leading zero is octal to some readers and decimal to others.
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return null;
    value = value * 256n + BigInt(part);
  }
  return value;
}

function parseV6(text: string): bigint | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const head = groupsOf(halves[0] ?? '', halves.length === 1);
  const tail = halves.length === 1 ? [] : groupsOf(halves[1] ?? '', true);
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  return [...head, ...Array<bigint>(missing).fill(0n), ...tail].reduce((value, group) => (value << 16n) | group, 0n);
}

/** The 16-bit groups between colons; the last may be a dotted quad, which counts for two. */
function groupsOf(text: string, mayEndInV4: boolean): bigint[] | null {
  if (text === '') return [];
  const groups: bigint[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(BigInt(`0x${part}`));
    else {
      const v4 = mayEndInV4 && i === parts.length - 1 ? parseV4(part) : null;
      if (v4 === null) return null;
      groups.push(v4 >> 16n, v4 & 0xffffn);
    }
  }
  return groups;
}

/** IPv4 and IPv6, all of it. */
export const EVERYWHERE = ['0.0.0.0/0', '::/0'];

/** Whether these CIDRs leave no address out: then the members of any group are among them. */
export function coversEverything(from: readonly string[]): boolean {
  const ranges = from.map(readRange);
  return EVERYWHERE.every((all) => holes(readRange(all), ranges).length === 0);
}
