import {isIPv6} from 'node:net';

/**
 * How much of something is taken, in all and by each address: connections, streams, sessions, calls, bytes of bodies. Of
 * IPv6 the first 64 bits are looked at: one client has all addresses behind them.
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

  /** Gives the function that leaves what was taken again; more than once does no harm. */
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

/** Behind these stand addresses of IPv4: NAT64 (RFC 6052), and IPv4 on a socket of IPv6. */
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
