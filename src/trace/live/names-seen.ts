import {plainAddress} from '../../domain/network/plain-address.ts';
import {CannotTell} from '../../model/errors.ts';
import {command} from '../../model/text/shell.ts';
import type {SeenHop} from '../../model/trace.ts';
import {loadBalancerAddresses} from '../../readers/load-balancer-addresses.ts';
import type {Followed, FollowedWay} from '../follow.ts';
import type {LiveWire} from './look.ts';

interface NamesSeen {
  readonly hop: SeenHop;
  /** What the host's name leads to; empty: nowhere, or that is not known. */
  readonly addresses: readonly string[];
}

/** Whether the resolver of this machine gives the addresses that the record promises. */
export async function namesSeen(
  wire: LiveWire,
  host: string,
  {way, hops}: Pick<Followed, 'way' | 'hops'>,
): Promise<NamesSeen> {
  const dnsName = way.entry?.dnsName ?? way.loadBalancer?.loadBalancer.dnsName ?? null;
  const configured = dnsName === null ? 'no name that is known' : `the addresses of ${dnsName}`;
  const said = {kind: 'record', configured} as const;
  let found: readonly string[] | null;
  try {
    found = (await wire.dns.addresses(host)).addresses;
  } catch (thrown) {
    if (!(thrown instanceof CannotTell)) throw thrown;
    return {hop: {...said, status: 'unknown', seen: thrown.message, fix: thrown.fix}, addresses: []};
  }
  const byHand = command`dig ${host}`;
  if (found === null) {
    const seen = 'no such name, or no address';
    const isMissing = hops.some(({kind, status}) => kind === 'record' && status === 'broken');
    if (isMissing) return {hop: {...said, status: 'as-configured', seen, fix: null}, addresses: []};
    if (dnsName === null) return {hop: {...said, status: 'unknown', seen, fix: 'See the hops above.'}, addresses: []};
    const fix = `See whether the zone is delegated, and what resolvers still remember (${byHand}).`;
    return {hop: {...said, status: 'differs', seen, fix}, addresses: []};
  }
  const seen = found.join(', ');
  if (dnsName === null) {
    const fix = `See what answers there (${byHand}): the zone that was looked at holds no record that is followed.`;
    return {hop: {...said, status: 'unknown', seen, fix}, addresses: found};
  }
  const own = await ownAddresses(wire, dnsName, way, found);
  const outside = found.filter((address) => !own.addresses.includes(plainAddress(address)));
  if (outside.length === 0) return {hop: {...said, status: 'as-configured', seen, fix: null}, addresses: found};
  const others = `${outside.join(', ')} ${outside.length === 1 ? 'is' : 'are'} none of them`;
  if (!own.areAll) {
    const fix = `${own.why}; look again, or compare with ${command`dig ${dnsName}`}.`;
    return {hop: {...said, status: 'unknown', seen: `${seen}: ${others}`, fix}, addresses: found};
  }
  const fix = `See what the name servers of the zone say now (${byHand}): a resolver may remember an older answer until its TTL is over.`;
  return {hop: {...said, status: 'differs', seen: `${seen}: ${others}`, fix}, addresses: found};
}

interface Own {
  readonly addresses: readonly string[];
  /** No other address is one of them. */
  readonly areAll: boolean;
  /** Why there may be others. */
  readonly why: string;
}

/** Whether addresses are the load balancer's, as its own name and AWS say. */
export async function ownedBy(
  wire: LiveWire,
  way: FollowedWay,
  seen: readonly string[],
): Promise<(address: string) => boolean> {
  const dnsName = way.loadBalancer?.loadBalancer.dnsName ?? null;
  if (dnsName === null || seen.length === 0) return () => false;
  const {addresses} = await ownAddresses(wire, dnsName, way, seen);
  return (address) => addresses.includes(plainAddress(address));
}

/** A load balancer's are known to AWS; those of API Gateway change, and only its name gives some. */
async function ownAddresses(wire: LiveWire, dnsName: string, way: FollowedWay, seen: readonly string[]): Promise<Own> {
  const {entry, loadBalancer} = way;
  try {
    const isGateway = entry?.kind === 'gateway' || loadBalancer === null;
    const own = isGateway
      ? [{addresses: ((await wire.dns.addresses(dnsName)).addresses ?? []).map(plainAddress)}]
      : await loadBalancerAddresses({alb: loadBalancer.name, host: undefined}, seen, {
          dns: wire.dns,
          aws: loadBalancer.aws,
        });
    const why = 'DNS gives some of its many addresses each time';
    return {addresses: own.flatMap(({addresses}) => addresses), areAll: !isGateway, why};
  } catch (thrown) {
    if (!(thrown instanceof CannotTell)) throw thrown;
    return {addresses: [], areAll: false, why: `Which addresses it has is not known (${thrown.message})`};
  }
}
