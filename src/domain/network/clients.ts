import type {LoadBalancer} from '../../model/facts/aws-facts.ts';
import {type IpRange, intersect, readRange, subtract} from './cidr.ts';
import type {NetworkHop} from './network-hop.ts';
import type {Family} from './network-parties.ts';
import {PUBLIC_IPV4, PUBLIC_IPV6} from './public-addresses.ts';

/** Those from whom requests come, in one address family. */
export interface Clients {
  /** `the internet`, or the addresses. */
  readonly name: string;
  readonly family: Family;
  readonly ranges: readonly IpRange[];
  readonly kind: /** All that have a public address. */
    | 'internet'
    /** Some that come over the internet. */
    | 'outside'
    /** Those with private addresses, in the VPC or in networks that are connected with it. */
    | 'inside';
}

const EVERYBODY = {4: '0.0.0.0/0', 6: '::/0'} as const;
const PUBLIC: Readonly<Record<Family, readonly IpRange[]>> = {
  4: PUBLIC_IPV4.map(readRange),
  6: [readRange(PUBLIC_IPV6)],
};

/** The addresses from which somebody on the internet can come. */
export function publicRanges(family: Family): readonly IpRange[] {
  return PUBLIC[family];
}

export function internetClients(family: Family): Clients {
  return {name: 'the internet', family, ranges: [readRange(EVERYBODY[family])], kind: 'internet'};
}

/**
 * Whom a load balancer takes stated clients for. One that is internal has private addresses only, and so clients come by
 * private ways whatever their own addresses are: those of IPv6 are public within a VPC, too, and some networks use public
 * ones of IPv4.
 */
export function clientsOf({scheme}: Pick<LoadBalancer, 'scheme'>, addresses: readonly string[]): Clients[] {
  return statedClients(addresses).map((clients) =>
    scheme === 'internal' && clients.kind === 'outside' ? {...clients, kind: 'inside'} : clients,
  );
}

/** Stated addresses by family, and by whether they come over the internet. */
export function statedClients(addresses: readonly string[]): Clients[] {
  const all = addresses.map((text) => ({text, range: readRange(text)}));
  return ([4, 6] as const).flatMap((family) => {
    const own = all.filter(({range}) => range.family === family);
    if (
      subtract(
        PUBLIC[family],
        own.map(({range}) => range),
      ).length === 0
    )
      return [internetClients(family)];
    const isOutside = ({range}: (typeof own)[number]) => intersect([range], PUBLIC[family]).length > 0;
    const groups = [
      {kind: 'outside' as const, some: own.filter(isOutside)},
      {kind: 'inside' as const, some: own.filter((one) => !isOutside(one))},
    ];
    return groups
      .filter(({some}) => some.length > 0)
      .map(({kind, some}) => ({
        name: some.map(({text}) => text).join(', '),
        family,
        ranges: some.map(({range}) => range),
        kind,
      }));
  });
}

/** The share of the internet that may be kept out on purpose, as where somebody is blocked: a /8 of IPv4. */
const SMALL_SHARE = 256n;

/**
 * What a guard means for these clients. `except` is for the internet alone: it lets in all but a small part, as one does
 * that blocks somebody or has a private line to somebody.
 */
export function standingOf(
  {open, closedTo}: NetworkHop,
  {kind, family}: Clients,
): 'open' | 'except' | 'closed' | 'unknown' {
  if (open === true) return 'open';
  const state = open === 'unknown' ? 'unknown' : 'closed';
  if (kind !== 'internet') return state;
  const kept = intersect(closedTo, PUBLIC[family]);
  if (kept.length === 0) return 'open';
  return sizeOf(kept) * SMALL_SHARE < sizeOf([readRange(EVERYBODY[family])]) / EIGHTH[family] ? 'except' : state;
}

/** 2000::/3 is an eighth of all IPv6 addresses. */
const EIGHTH = {4: 1n, 6: 8n} as const;

function sizeOf(ranges: readonly IpRange[]): bigint {
  return ranges.reduce((size, {first, last}) => size + last - first + 1n, 0n);
}
