import type {LoadBalancer} from '../../model/facts/aws-facts.ts';
import {parseCidr, subtract, toCidrs} from './cidr.ts';

/**
 * The addresses from which somebody on the internet can come. Private and other special ranges are left out: a rule for
 * 10.0.0.0/8 alone is reached from inside the VPC only.
 * Source: the IANA special-purpose address registries (RFC 6890), for IPv6 global unicast (RFC 4291).
 */
const NOT_ON_THE_INTERNET = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '224.0.0.0/3',
].flatMap((cidr) => parseCidr(cidr) ?? []);

const EVERY_IPV4 = ['0.0.0.0/0'].flatMap((cidr) => parseCidr(cidr) ?? []);

export const PUBLIC_IPV4: readonly string[] = subtract(EVERY_IPV4, NOT_ON_THE_INTERNET).flatMap(toCidrs);
export const PUBLIC_IPV6 = '2000::/3';

/** As CIDRs, by what the load balancer speaks. */
export function internetSources({ipAddressType}: Pick<LoadBalancer, 'ipAddressType'>): readonly string[] {
  return ipAddressType === 'ipv4' ? PUBLIC_IPV4 : [...PUBLIC_IPV4, PUBLIC_IPV6];
}
