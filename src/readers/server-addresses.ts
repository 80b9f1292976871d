import {foldName} from '../domain/dns/dns-names.ts';
import {isRoute53Server, type SeenAddresses} from '../domain/dns/name-servers.ts';
import type {KnownZone} from '../domain/dns/zone-findings.ts';
import type {NamesProbe} from '../model/facts/wire/names.ts';

/**
 * The zones with what DNS has for the names of their servers, where something names others than Route 53's: these may be
 * white-label names of the same servers, which only their addresses show.
 */
export async function withServerAddresses(known: readonly KnownZone[], names: NamesProbe): Promise<KnownZone[]> {
  return Promise.all(
    known.map(async (zone) => {
      const own = (zone.delegation?.nameServers ?? []).map(foldName);
      const others = namedFor(zone, known).filter((name) => !own.includes(name) && !isRoute53Server(name));
      return others.length === 0 ? zone : {...zone, seenAddresses: await addressesOf([...others, ...own], names)};
    }),
  );
}

/** Folded; by the zone itself, by the zones above that were read, and by what was seen of the one above these. */
function namedFor({zone, above}: KnownZone, known: readonly KnownZone[]): string[] {
  const recorded = known.flatMap(({records}) =>
    records.flatMap(({type, name, values}) => (type === 'NS' && foldName(name) === foldName(zone.name) ? values : [])),
  );
  return [...new Set([...recorded, ...serversAbove(above)].map(foldName))];
}

function serversAbove(above: KnownZone['above']): readonly string[] {
  switch (above?.kind) {
    case 'stated':
      return above.nameServers;
    case 'registrar':
      return above.domain.nameServers.map(({name}) => name);
    case 'live':
      return above.named.map(({name}) => name);
    default:
      return [];
  }
}

/** As the first resolver that answers has them; IPv4, as that is what they are compared by. */
async function addressesOf(servers: readonly string[], names: NamesProbe): Promise<SeenAddresses> {
  const resolvers = await names.resolvers();
  const found = await Promise.all(
    servers.map(async (name): Promise<readonly [string, readonly string[]]> => {
      for (const resolver of resolvers) {
        const {answer} = await names.ask(resolver, {name, type: 'A'});
        if (answer === null || !['NOERROR', 'NXDOMAIN'].includes(answer.rcode)) continue;
        return [name, answer.answers.flatMap(({type, value}) => (type === 'A' ? [value] : []))];
      }
      return [name, []];
    }),
  );
  return new Map(found);
}
