import type {RouteTable} from '../../model/facts/aws-facts.ts';
import type {PrefixLists} from './admissions.ts';
import {contains, type IpRange, intersect, readRange, subtract, union} from './cidr.ts';

type Route = RouteTable['routes'][number];

/** Addresses that one route leads somewhere. */
export interface RoutedPart {
  readonly ranges: readonly IpRange[];
  /** Null: no route of the table is for them, and what is sent there is dropped. */
  readonly route: Route | null;
}

/**
 * Where a table leads these addresses. The most specific route decides, also one into nowhere (`blackhole`); of two for the
 * same addresses a static one before a prefix list's, and that before a propagated one. Within the VPC the local route goes
 * before every propagated one, however specific that is.
 * Source: the Amazon VPC user guide, route priority; the AWS Site-to-Site VPN user guide, route tables and route priority.
 *
 * @param lists routes for prefix lists that are not among them are left out: see {@link unreadRouteLists}.
 */
export function routedParts(table: RouteTable, wanted: readonly IpRange[], lists: PrefixLists): RoutedPart[] {
  const local = table.routes.filter(({target}) => target === 'local').flatMap((route) => rangesOf(route, lists));
  const destinations = table.routes
    .flatMap((route) => rangesOf(route, lists).map((range) => ({range, route})))
    .filter(({range, route}) => !route.isPropagated || !local.some((one) => contains(one, range)))
    .toSorted((a, b) => compare(sizeOf(a.range), sizeOf(b.range)) || rankOf(a.route) - rankOf(b.route));
  const found = new Map<Route | null, IpRange[]>();
  let undecided = union(wanted);
  for (const {range, route} of destinations) {
    const matched = intersect(undecided, [range]);
    if (matched.length === 0) continue;
    found.set(route, [...(found.get(route) ?? []), ...matched]);
    undecided = subtract(undecided, [range]);
  }
  if (undecided.length > 0) found.set(null, undecided);
  return [...found].map(([route, ranges]) => ({route, ranges: union(ranges)}));
}

/**
 * Prefix lists of routes that are to be read before {@link routedParts} tells the truth. Those of gateway endpoints are
 * not: they hold addresses of Amazon S3 and DynamoDB, where no client is.
 */
export function routeLists(table: RouteTable, isGatewayEndpoint: (target: string) => boolean): string[] {
  return table.routes
    .filter(({destination, target}) => isPrefixList(destination) && !isGatewayEndpoint(target))
    .map(({destination}) => destination);
}

export function isPrefixList(destination: string): boolean {
  return destination.startsWith('pl-');
}

function rangesOf({destination}: Route, lists: PrefixLists): IpRange[] {
  return (isPrefixList(destination) ? (lists.get(destination) ?? []) : [destination]).map(readRange);
}

function sizeOf({first, last}: IpRange): bigint {
  return last - first;
}

function rankOf({destination, isPropagated}: Route): number {
  return isPropagated ? 2 : isPrefixList(destination) ? 1 : 0;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
