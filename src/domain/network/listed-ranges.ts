import {type IpRange, listCidrs, subtract, toCidrs, union} from './cidr.ts';

/** More CIDRs than this are not read by anybody. */
export const READABLE = 5;

/**
 * Some of `asked`, in the fewest words: `0.0.0.0/0`, `0.0.0.0/0 except 10.0.0.0/8`, `10.0.1.0/24, 10.0.2.0/24`.
 *
 * @param within the part of `asked` that there is to speak of, where a piece that is out of the question was cut out.
 */
export function listedAmong(
  ranges: readonly IpRange[],
  asked: readonly IpRange[],
  within: readonly IpRange[] = asked,
): string {
  if (subtract(within, ranges).length === 0) return listCidrs(asked);
  const cidrs = union(ranges).flatMap(toCidrs);
  const others = subtract(asked, ranges).flatMap(toCidrs);
  const isShorter = cidrs.length > READABLE && others.length <= READABLE;
  return isShorter ? `${listCidrs(asked)} except ${others.join(', ')}` : listCidrs(ranges);
}
