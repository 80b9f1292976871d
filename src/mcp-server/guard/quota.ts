import {isIPv6} from 'node:net';

/**
 * How much of something is in use, in total and by each address: connections, streams, sessions, calls, bytes of
 * bodies. Only the first 64 bits of IPv6 count, as one client has all addresses below them.
 */
export class Quota {
  readonly #ofAddress = new Map<string, number>();
  #taken = 0;

  get taken(): number {
    return this.#taken;
  }

  takenBy(address: string): number {
    return this.#ofAddress.get(networkOf(address)) ?? 0;
  }

  /** Returns a function that releases what was taken; calling it again does no harm. */
  take(address: string, amount = 1): () => void {
    this.#add(address, amount);
    let isTaken = true;
    return () => {
      if (isTaken) this.#add(address, -amount);
      isTaken = false;
    };
  }

  #add(address: string, amount: number): void {
    this.#taken += amount;
    const left = this.takenBy(address) + amount;
    const network = networkOf(address);
    if (left === 0) this.#ofAddress.delete(network);
    else this.#ofAddress.set(network, left);
  }
}

/** These prefixes embed IPv4 addresses: NAT64 (RFC 6052), and IPv4 on an IPv6 socket. */
const IPV4_BEHIND: ReadonlySet<string> = new Set(['64:ff9b:0:0:0:0', '0:0:0:0:0:ffff']);

function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address;
  const [before = '', after] = address.split('%', 1)[0]?.split('::') ?? [];
  const groups = before.split(':').filter((group) => group !== '');
  const rest = after?.split(':').filter((group) => group !== '') ?? [];
  const zeros = Array.from({length: Math.max(0, 8 - groups.length - rest.length)}, () => '0');
  const all = [...groups, ...zeros, ...rest].map((group) => Number.parseInt(group, 16).toString(16));
  return IPV4_BEHIND.has(all.slice(0, 6).join(':')) ? all.join(':') : `${all.slice(0, 4).join(':')}::/64`;
}
