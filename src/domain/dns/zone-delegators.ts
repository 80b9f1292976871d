import type {HostedZone, RegisteredDomain} from '../../model/facts/aws-facts.ts';
import {foldName, isAtOrBelow} from './dns-names.ts';
import type {NamedServer} from './name-servers.ts';
import type {KnownZone} from './zone-findings.ts';

/** What was seen of the zone above one that has none of the given zones above it. */
export type SeenAbove =
  /** By the checklist: what a person saw. */
  | {readonly kind: 'stated'; readonly nameServers: readonly string[]}
  | {readonly kind: 'registrar'; readonly domain: RegisteredDomain}
  /** Named by a person as the zone that delegates: who delegates to it is left open. */
  | {readonly kind: 'taken'}
  | {
      readonly kind: 'unseen';
      /** One clause. */
      readonly because: string;
      /** The refusal that it is due to, if it is. */
      readonly thrown: unknown;
    };

/** Who sends resolvers from `at` on to name servers. */
export interface Delegator {
  /** For a message: `zone example.com (Z1)`. */
  readonly label: string;
  /** Behind the words `delegated by`. */
  readonly shortLabel: string;
  /** Null: not one of the given zones. */
  readonly zone: HostedZone | null;
  readonly at: string;
  readonly named: readonly NamedServer[];
}

export function zoneDelegator(
  zone: HostedZone,
  at: string,
  nameServers: readonly string[],
  known: readonly KnownZone[],
): Delegator {
  const named = nameServers.map((name) => ({name, addresses: addressesIn(known, name)}));
  const shortLabel = `${zone.name} (${zone.id})`;
  return {label: `zone ${shortLabel}`, shortLabel, zone, at, named};
}

export function registrar(domain: RegisteredDomain, known: readonly KnownZone[]): Delegator {
  const named = domain.nameServers.map(({name, glueIps}) => ({
    name,
    addresses: glueIps.length > 0 ? glueIps : addressesIn(known, name),
  }));
  const label = `the registration of ${domain.name}`;
  return {label, shortLabel: 'its registrar', zone: null, at: domain.name, named};
}

export function statedDelegator(at: string, nameServers: readonly string[], known: readonly KnownZone[]): Delegator {
  const named = nameServers.map((name) => ({name, addresses: addressesIn(known, name)}));
  const label = `the zone above ${at}, as the checklist states,`;
  return {label, shortLabel: 'the zone above', zone: null, at, named};
}

/** What the zone itself names for itself, which resolvers use once they have asked it. */
export function ownServers({zone, records}: KnownZone, known: readonly KnownZone[]): NamedServer[] {
  return records
    .filter(({type, name}) => type === 'NS' && foldName(name) === foldName(zone.name))
    .flatMap(({values}) => values.map((name) => ({name: foldName(name), addresses: addressesIn(known, name)})));
}

/** Why a domain is not in DNS at all, whatever name servers it has; null: it is, as far as its registration says. */
export function whyHeld({name, statuses}: RegisteredDomain): string | null {
  const holds = statuses.filter((status) => /^(client|server)\s*hold$/i.test(status));
  return holds.length === 0 ? null : `the registration of ${name} has the status ${holds.join(', ')}`;
}

/** From the zone nearest to the name, as far as it is among the given ones. */
function addressesIn(known: readonly KnownZone[], name: string): string[] {
  const holders = known.filter(({zone}) => isAtOrBelow(name, zone.name));
  return holders.flatMap(({records}) =>
    records.flatMap((record) =>
      /^(A|AAAA)$/.test(record.type) && foldName(record.name) === foldName(name) ? record.values : [],
    ),
  );
}
