import type {ListenerRule, Subnet} from '../../model/facts/aws-facts.ts';
import {contains, formatAddress, type IpRange, readRange} from '../network/cidr.ts';

/**
 * The addresses that a load balancer may see of what comes through a VPC link, as far as its rules tell them apart. The
 * interfaces are anywhere in the link's subnets; CIDRs lie within each other or apart, so the ends of the subnets and of
 * the rules' CIDRs within them are enough.
 */
export function addressesToTry(subnets: readonly Subnet[], rules: readonly ListenerRule[]): readonly string[] {
  const asked = sourcesAskedFor(rules).map(readRange);
  const ranges = subnets.flatMap(({cidrs}) => cidrs.map(readRange)).filter(({family}) => family === 4);
  const addresses = ranges.flatMap((subnet) =>
    endsOf([subnet, ...asked.filter((one) => contains(subnet, one))].flatMap((one) => around(one, subnet))),
  );
  return [...new Set(addresses)];
}

export function sourcesAskedFor(rules: readonly ListenerRule[]): readonly string[] {
  return rules.flatMap(({conditions}) =>
    conditions.flatMap((condition) => (condition.field === 'source-ip' ? condition.values : [])),
  );
}

/** A range, and the address on each side of it that is still in the subnet. */
function around(range: IpRange, subnet: IpRange): IpRange[] {
  const beside = [range.first - 1n, range.last + 1n].map((at) => ({family: range.family, first: at, last: at}));
  return [range, ...beside.filter((one) => contains(subnet, one))];
}

function endsOf(ranges: readonly IpRange[]): string[] {
  return ranges.flatMap(({family, first, last}) => [formatAddress(family, first), formatAddress(family, last)]);
}
