import type {DelegationSigner, DnsRecord, HostedZone, RegisteredDomain} from '../../model/facts/aws-facts.ts';
import {foldName, isAtOrBelow} from './dns-names.ts';
import type {NamedServer} from './name-servers.ts';
import type {KnownZone} from './zone-findings.ts';
import {parseSigner, type SigningAbove, type Trust} from './zone-signing.ts';

/** What was seen of the zone above one that has none of the given zones above it. */
export type SeenAbove =
  /** By the checklist: what a person saw. */
  | {readonly kind: 'stated'; readonly nameServers: readonly string[]}
  | {readonly kind: 'registrar'; readonly domain: RegisteredDomain}
  | SeenLive
  /** Named by a person as the zone that delegates: who delegates to it is left open. */
  | {readonly kind: 'taken'}
  | {
      readonly kind: 'unseen';
      /** One clause. */
      readonly because: string;
      /** The refusal that it is due to, if it is. */
      readonly thrown: unknown;
    };

/** What the name servers of the zone above said when they were asked. */
export interface SeenLive {
  readonly kind: 'live';
  /** The zone above; null: its servers did not say its name. */
  readonly parent: string | null;
  /** The servers that were asked, which all say the same. */
  readonly saidBy: readonly string[];
  /** Empty: nobody is sent anywhere. */
  readonly named: readonly NamedServer[];
  /** Null: they did not say. */
  readonly signers: readonly DelegationSigner[] | null;
  /** `secure`: a resolver has validated the DS records. */
  readonly trust: Trust;
}

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

export function liveDelegator(
  at: string,
  {parent, named, signers, trust}: SeenLive,
  known: readonly KnownZone[],
): Delegator {
  const label = parent === null ? `the zone above ${at}` : `zone ${parent}`;
  return {
    label,
    shortLabel: parent ?? 'the zone above',
    zone: null,
    at,
    named: named.map(({name, addresses}) => ({
      name,
      addresses: addresses.length > 0 ? addresses : addressesIn(known, name),
    })),
    signing: {trust, signers, label},
  };
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

/** From the zones that hold the name, as far as they are among the given ones; else as DNS says. */
function addressesIn(known: readonly KnownZone[], name: string): string[] {
  const holders = known.filter(({zone}) => isAtOrBelow(name, zone.name));
  const recorded = holders.flatMap(({records}) =>
    records.flatMap((record) =>
      /^(A|AAAA)$/.test(record.type) && foldName(record.name) === foldName(name) ? record.values : [],
    ),
  );
  if (recorded.length > 0) return recorded;
  return known.flatMap(({seenAddresses}) => seenAddresses?.get(foldName(name)) ?? []);
}
