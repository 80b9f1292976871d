import fc from 'fast-check';
import {type IpRange, toCidrs, union} from '../../src/domain/network/cidr.ts';

/** Networks of 64 addresses, one of each family, small enough to walk over every address. */

const HOST_BITS = 6;
const BASES = {4: {start: '10.0.0.', bits: 32}, 6: {start: '2001:db8::', bits: 128}} as const;

/** A CIDR of 1 to 64 addresses within 10.0.0.0/26 or 2001:db8::/122. */
export function smallCidr(family?: 4 | 6): fc.Arbitrary<string> {
  const families = family === undefined ? fc.constantFrom<4 | 6>(4, 6) : fc.constant(family);
  return fc
    .tuple(families, fc.integer({min: 0, max: HOST_BITS}), fc.nat({max: 2 ** HOST_BITS - 1}))
    .map(([of, hostBits, address]) => {
      const first = Math.floor(address / 2 ** hostBits) * 2 ** hostBits;
      const {start, bits} = BASES[of];
      return `${start}${first.toString(of === 4 ? 10 : 16)}/${bits - hostBits}`;
    });
}

/** Every address in the ranges, as a CIDR of its own. */
export function addressesOf(ranges: readonly IpRange[]): Set<string> {
  const addresses = new Set<string>();
  for (const {family, first, last} of union(ranges)) {
    for (let at = first; at <= last; at++) addresses.add(toCidrs({family, first: at, last: at}).join());
  }
  return addresses;
}
