import {authorityDoubt, type OwnAddresses} from '../domain/dns/authority-answers.ts';
import {foldName} from '../domain/dns/dns-names.ts';
import {typesNeeded} from '../domain/dns/load-balancer-records.ts';
import {type AddressType, servedBy} from '../domain/dns/served-addresses.ts';
import {plainAddress} from '../domain/network/plain-address.ts';
import {CannotTell} from '../model/errors.ts';
import type {AwsFacts, LoadBalancer} from '../model/facts/aws-facts.ts';
import type {NamesProbe} from '../model/facts/wire/names.ts';
import type {Evidence} from '../model/outcome.ts';
import type {ResourceRef} from '../model/resource-ref.ts';
import {ADDRESS_TYPES, authorityLooks} from './authority-looks.ts';

interface Asked {
  readonly names: NamesProbe;
  readonly aws: Pick<AwsFacts, 'loadBalancer' | 'loadBalancerInterfaces'>;
}

export interface NamedLoadBalancer {
  readonly alb: ResourceRef<'loadBalancer'> | undefined;
  /** Its own DNS name, instead. */
  readonly host: string | undefined;
}

/** A load balancer while it is looked at: it changes its addresses, and its name gives some of many. */
export interface OwnLook {
  readonly own: OwnAddresses;
  readonly needed: readonly AddressType[];
  readonly evidence: readonly Evidence[];
  /** Its name once more, and where AWS may be asked its network interfaces. */
  again(): Promise<Pick<OwnLook, 'own' | 'evidence'>>;
}

/**
 * What the load balancer's own name resolves to, as its name servers say; their word only, as a resolver that answers
 * everything with its own address would vouch for itself.
 *
 * @throws {CannotTell} where its name has no address.
 */
export async function lookAtOwn({alb, host}: NamedLoadBalancer, {names, aws}: Asked): Promise<OwnLook> {
  const loadBalancer = alb === undefined ? null : await aws.loadBalancer(alb);
  const name = foldName(host ?? loadBalancer?.dnsName ?? '').replace(/^dualstack\./, '');
  const ownNames = [name, `dualstack.${name}`];
  const byType = new Map<AddressType, Set<string>>(ADDRESS_TYPES.map((type) => [type, new Set()]));
  const resolve = async (round: number) => {
    const {looks} = await authorityLooks(name, ADDRESS_TYPES, names, round);
    for (const look of looks.filter((one) => authorityDoubt(one) === null)) {
      const type = look.type as AddressType;
      for (const address of servedBy(look.answer?.answers ?? [], name, type).addresses) byType.get(type)?.add(address);
    }
  };
  await Promise.all([resolve(1), resolve(2)]);
  const all = () => [...byType.values()].flatMap((addresses) => [...addresses]);
  if (all().length === 0) {
    throw new CannotTell(
      `${name}: its name servers give no address of it`,
      'see that this is the name of a load balancer that there is (`aws elbv2 describe-load-balancers`), and that its name servers can be asked from here',
      {transient: true},
    );
  }
  const evidence = () => [
    {what: `addresses of ${name}`, value: all(), source: 'its name servers, asked several times'},
  ];
  const own = (more: readonly string[], isWhole: boolean): OwnAddresses => ({
    names: ownNames,
    addresses: new Set([...all(), ...more]),
    isWhole,
  });
  return {
    own: own([], false),
    needed: loadBalancer === null ? ADDRESS_TYPES.filter((type) => byType.get(type)?.size) : typesNeeded(loadBalancer),
    evidence: evidence(),
    async again() {
      await resolve(3);
      if (alb === undefined || loadBalancer === null) return {own: own([], false), evidence: evidence()};
      const interfaces = interfaceAddresses(loadBalancer, await aws.loadBalancerInterfaces(alb));
      const byAws = {what: 'addresses of its network interfaces', value: [...interfaces], source: loadBalancer.arn};
      return {own: own(interfaces, true), evidence: [...evidence(), byAws]};
    },
  };
}

/** Many networks have the same private addresses: they say something only where no others lead to the load balancer. */
function interfaceAddresses(
  {scheme}: LoadBalancer,
  interfaces: Awaited<ReturnType<AwsFacts['loadBalancerInterfaces']>>,
): readonly string[] {
  return interfaces
    .flatMap(({privateAddresses, publicAddresses}) =>
      scheme === 'internal'
        ? privateAddresses
        : [...publicAddresses, ...privateAddresses.filter((address) => address.includes(':'))],
    )
    .map(plainAddress);
}
