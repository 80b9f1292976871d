import {authorityDoubt, type OwnAddresses, type Wanted} from '../domain/dns/authority-answers.ts';
import {type AddressType, servedBy, serverText} from '../domain/dns/served-addresses.ts';
import type {NameLook, NamesProbe} from '../model/facts/wire/names.ts';
import {ADDRESS_TYPES, authorityLooks} from './authority-looks.ts';
import type {OwnLook} from './own-addresses.ts';
import {servedNames} from './served-names.ts';

/** Nothing is wanted but an answer: CNAMEs are followed to their end. */
export const ANY: Wanted = {own: {names: [], addresses: new Set<string>(), isWhole: false}, needed: []};

export interface AgreedLook extends OwnLook {
  /** Name servers that give what no other gives, a clause each: which is meant is not known. */
  readonly doubts: readonly string[];
}

/**
 * Where nobody says what a name has to lead to: what all of its name servers together give, for the resolvers to be held
 * against. A name with no address at all needs one.
 */
export async function lookAtAgreed(host: string, names: NamesProbe): Promise<AgreedLook> {
  const served = await servedNames(host, ANY, names);
  const looks = served.flatMap((one) => one.looks).filter((look) => authorityDoubt(look) === null);
  const addresses = new Set(looks.flatMap(givenBy));
  const found = ADDRESS_TYPES.filter((type) => looks.some((look) => look.type === type && givenBy(look).length > 0));
  const own = (): OwnAddresses => ({names: [], addresses: new Set(addresses), isWhole: false});
  return {
    own: own(),
    needed: found.length > 0 ? found : ['A'],
    evidence: [],
    doubts: looks.flatMap((look) => doubtOf(look, looks) ?? []),
    async again() {
      // A load balancer's name gives some of its addresses at a time.
      for (const round of [2, 3]) {
        const more = await Promise.all(
          served.map(({delegation}) => authorityLooks(delegation.name, ADDRESS_TYPES, names, round)),
        );
        const trusted = more.flatMap((one) => one.looks).filter((look) => authorityDoubt(look) === null);
        for (const address of trusted.flatMap(givenBy)) addresses.add(address);
      }
      return {own: own(), evidence: []};
    },
  };
}

function givenBy({answer, name, type}: NameLook): readonly string[] {
  return servedBy(answer?.answers ?? [], name, type as AddressType).addresses;
}

/** Weighted and latency records give different answers, too, so that this is no failure. */
function doubtOf(look: NameLook, looks: readonly NameLook[]): string | null {
  const own = givenBy(look);
  const others = looks.filter((one) => one !== look && one.name === look.name && one.type === look.type);
  const given = others.map(givenBy).filter((addresses) => addresses.length > 0);
  if (own.length === 0 || given.length === 0) return null;
  if (given.some((addresses) => addresses.some((address) => own.includes(address)))) return null;
  return `${serverText(look.server)} gives ${own.join(', ')} (${look.type}), which no other name server gives`;
}
