import {plainAddress} from '../domain/network/plain-address.ts';
import type {AwsFacts} from '../model/facts/aws-facts.ts';
import type {DnsProbe} from '../model/facts/wire/probes.ts';
import type {Evidence} from '../model/outcome.ts';
import type {ResourceRef} from '../model/resource-ref.ts';

/** Addresses that are the load balancer's, as one source says. */
export interface OwnAddresses {
  readonly addresses: readonly string[];
  readonly evidence: Evidence;
}

interface Named {
  readonly alb: ResourceRef<'loadBalancer'> | undefined;
  /** Its own DNS name, instead. */
  readonly host: string | undefined;
}

interface Asked {
  readonly dns: DnsProbe;
  readonly aws: Pick<AwsFacts, 'loadBalancer' | 'loadBalancerInterfaces'>;
}

/**
 * What the load balancer's own name resolves to and, where DNS does not have all of `seen` (it gives some of many, and those
 * of this minute), the addresses of its network interfaces. Empty when no load balancer is named.
 */
export async function loadBalancerAddresses(
  {alb, host}: Named,
  seen: readonly string[],
  {dns, aws}: Asked,
): Promise<readonly OwnAddresses[]> {
  const loadBalancer = alb === undefined ? null : await aws.loadBalancer(alb);
  const name = host ?? loadBalancer?.dnsName;
  if (name === undefined) return [];
  const resolved = (await dns.addresses(name)).addresses ?? [];
  const byName = ownAddresses(resolved, `addresses of ${name}`, 'the resolver of this machine');
  const isKnown = (address: string) => byName.addresses.includes(plainAddress(address));
  if (alb === undefined || loadBalancer === null || seen.every(isKnown)) return [byName];
  const interfaces = await aws.loadBalancerInterfaces(alb);
  // Many networks have the same private addresses: they say something only where no others lead to the load balancer.
  const addresses = interfaces.flatMap(({privateAddresses, publicAddresses}) =>
    loadBalancer.scheme === 'internal' ? privateAddresses : [...publicAddresses, ...privateAddresses.filter(isIpv6)],
  );
  return [byName, ownAddresses(addresses, 'addresses of its network interfaces', loadBalancer.arn)];
}

function ownAddresses(addresses: readonly string[], what: string, source: string): OwnAddresses {
  return {addresses: addresses.map(plainAddress), evidence: {what, value: [...addresses], source}};
}

function isIpv6(address: string): boolean {
  return address.includes(':');
}
