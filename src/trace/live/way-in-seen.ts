import {isIPv6Address} from '../../domain/network/plain-address.ts';
import type {TraceHop} from '../../model/trace.ts';
import {type AddressLook, isConnected} from './look.ts';
import type {SeenAt} from './seen.ts';

/** Whether a connection is made at each address, as the guards on the way promise. */
export function waysInSeen(looks: readonly AddressLook[], hop: TraceHop | undefined): readonly SeenAt[] {
  return looks.map((look) => wayInSeen(look, looks, hop));
}

const REFUSED_FIX =
  'See what is at this address: a node that the load balancer has given up, an old answer of DNS, or another machine.';

function wayInSeen(look: AddressLook, looks: readonly AddressLook[], hop: TraceHop | undefined): SeenAt {
  const {address, exchange, silent} = look;
  if (isConnected(look)) return {address, ...connected(hop)};
  const refusal = exchange?.refusal ?? null;
  if (refusal !== null) {
    if (hop?.status === 'broken') return {address, status: 'as-configured', seen: refusal.message, fix: null};
    return {address, status: 'differs', seen: withoutPlace(refusal.message), fix: REFUSED_FIX};
  }
  const seen = silent?.message ?? 'nothing came back';
  if (hop?.status === 'broken') return {address, status: 'as-configured', seen: 'no connection is made', fix: null};
  // What this machine reaches at one address of a family, it could reach at the others.
  const others = looks.filter((one) => isConnected(one) && isIPv6Address(one.address) === isIPv6Address(address));
  if (others.length === 0) {
    const fix = 'Look again from a machine that reaches the internet by this family of addresses.';
    return {address, status: 'unknown', seen, fix};
  }
  return {
    address,
    status: 'differs',
    seen: `no connection is made, as it is at ${others[0]?.address}`,
    fix: REFUSED_FIX,
  };
}

function connected(hop: TraceHop | undefined): Omit<SeenAt, 'address'> {
  const seen = 'connections are made';
  switch (hop?.status) {
    case 'ok':
      return {status: 'as-configured', seen, fix: null};
    case 'broken':
      return {
        status: 'unknown',
        seen: `${seen} from this machine`,
        fix: 'Say where clients come from (`--source-ip`): this machine may be among those that are let in.',
      };
    default:
      return {status: 'unknown', seen, fix: 'What it is to be compared with is not known: see the hop above.'};
  }
}

/** Which address it was is said beside it. */
function withoutPlace(message: string): string {
  return message.replace(/ at \S+$/, '');
}
