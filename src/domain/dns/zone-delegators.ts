import type {DelegationSigner, DnsRecord, HostedZone, RegisteredDomain} from '../../model/facts/aws-facts.ts';
import {foldName, isAtOrBelow} from './dns-names.ts';
import type {NamedServer} from './name-servers.ts';
import type {KnownZone} from './zone-findings.ts';
import {parseSigner, type SigningAbove} from './zone-signing.ts';

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
  readonly signing: SigningAbove;
}

export function zoneDelegator(
  zone: HostedZone,
  at: string,
  nameServers: readonly string[],
  known: readonly KnownZone[],
  signing: Omit<SigningAbove, 'label'>,
): Delegator {
  const named = nameServers.map((name) => ({name, addresses: addressesIn(known, name)}));
  const shortLabel = `${zone.name} (${zone.id})`;
  const label = `zone ${shortLabel}`;
  return {label, shortLabel, zone, at, named, signing: {...signing, label}};
}

/** The DS records that a zone has for a name that it delegates. */
export function signersIn(records: readonly DnsRecord[], at: string): DelegationSigner[] {
  const values = records.flatMap(({type, name, values}) => (type === 'DS' && foldName(name) === at ? values : []));
  return values.map(
    (value) => parseSigner(value) ?? {keyTag: Number.NaN, algorithm: null, digestType: null, digest: null},
  );
}

export function registrar(domain: RegisteredDomain, known: readonly KnownZone[]): Delegator {
  const named = domain.nameServers.map(({name, glueIps}) => ({
    name,
    addresses: glueIps.length > 0 ? glueIps : addressesIn(known, name),
  }));
  const label = `the registration of ${domain.name}`;
  // A registry whose own zone is not signed takes no keys.
  const signing = {trust: 'secure', signers: domain.signers, label} as const;
  return {label, shortLabel: 'its registrar', zone: null, at: domain.name, named, signing};
}

export function statedDelegator(at: string, nameServers: readonly string[], known: readonly KnownZone[]): Delegator {
  const named = nameServers.map((name) => ({name, addresses: addressesIn(known, name)}));
  const label = `the zone above ${at}, as the checklist states,`;
  const signing = {trust: 'unknown', signers: null, label} as const;
  return {label, shortLabel: 'the zone above', zone: null, at, named, signing};
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
