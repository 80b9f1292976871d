/** An IP address as it compares: lower case, IPv6 in its shortest form, one of IPv4 that is written as IPv6 as IPv4. */
export function plainAddress(address: string): string {
  const bare = address.toLowerCase().replace(/%.*$/, '');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(bare)?.[1];
  if (mapped !== undefined) return mapped;
  return bare.includes(':') ? (URL.parse(`http://[${bare}]/`)?.hostname.slice(1, -1) ?? bare) : bare;
}

export function isIPv6Address(address: string): boolean {
  return plainAddress(address).includes(':');
}
