import type {LoadBalancer} from '../../model/facts/aws-facts.ts';
import type {Fault} from '../../model/outcome.ts';
import type {Clients} from './clients.ts';
import type {Family} from './network-parties.ts';

/** The families in which a load balancer with public addresses has them. */
export function publicFamilies({ipAddressType}: Pick<LoadBalancer, 'ipAddressType'>): readonly Family[] {
  if (ipAddressType === 'dualstack-without-public-ipv4') return [6];
  return ipAddressType === 'dualstack' ? [4, 6] : [4];
}

function privateFamilies(ipAddressType: string): readonly Family[] {
  return ipAddressType === 'ipv4' ? [4] : [4, 6];
}

/** What no route and no rule can mend: it has no address that these clients could call. */
export function schemeFault(
  {scheme, ipAddressType}: Pick<LoadBalancer, 'scheme' | 'ipAddressType'>,
  clients: readonly Clients[],
): Fault | null {
  if (scheme === 'internal' && clients.some(({kind}) => kind !== 'inside')) {
    return {
      what: 'its scheme is internal: its name gives private addresses, which nobody on the internet reaches',
      fix: 'The scheme of a load balancer cannot be changed: create an internet-facing one in public subnets, with the same listeners and rules, and point the record there.',
    };
  }
  const families = scheme === 'internal' ? privateFamilies(ipAddressType) : publicFamilies({ipAddressType});
  const missing = clients.find(({family}) => !families.includes(family));
  if (missing === undefined) return null;
  return {
    what: `its address type is ${ipAddressType}: ${missing.name} has no IPv${missing.family} address of it to call`,
    fix: 'Set its address type to `dualstack`, once its subnets have IPv6 CIDR blocks, and add the record of that family (A or AAAA).',
  };
}
