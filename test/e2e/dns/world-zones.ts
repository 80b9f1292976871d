import type {RawServer} from '../../support/dns/raw-server.ts';

/** A zone below {@link TOP}, and each server that `test.` names for it. */
export interface WorldZone {
  /** As `example.test`. */
  readonly name: string;
  /** By the first label of its name: Knot is `ns1`, NSD `ns2` and `ns3`. */
  readonly servers: Readonly<Partial<Record<'ns1' | 'ns2' | 'ns3', WorldServer>>>;
  /** How long resolvers remember that something is not there, in seconds; default 60. */
  readonly minimum?: number;
  /** At `ns1`. */
  readonly isSigned?: boolean;
  /** Which DS record `test.` has for it; default: none. */
  readonly signer?: 'right' | 'wrong';
}

export type WorldServer =
  /** It knows nothing of the zone, and says so (REFUSED). */
  | 'refuses'
  /** It is there and never answers. */
  | 'silent'
  /** A resolver with these lines of unbound's `server:`, which answers without authority. */
  | {readonly resolver: readonly string[]}
  | ((
      | /** What is in the zone there, beside SOA, NS and the servers' addresses. At `address` it is BIND. */ {
          readonly lines: readonly string[];
          readonly address?: '127.0.0.1' | '::1';
        }
      | {readonly raw: RawServer}
    ) & {
      /** It was of the zone once: nobody names it now. */
      readonly isFormer?: boolean;
    });

export interface WorldResolver {
  /** What {@link DnsWorld.address} calls it. */
  readonly name: string;
  /** Lines of unbound's `server:`. */
  readonly settings?: readonly string[];
  readonly validates?: boolean;
  /** The names of the servers that it asks about a zone, where these are not its own. */
  readonly asks?: Readonly<Record<string, readonly string[]>>;
}

/** The zone above all others of the world, signed. */
export const TOP = 'test';

export const ROOT = '127.53.0.1';
export const TOP_SERVER = '127.53.0.2';

interface ServerInZone {
  readonly label: string;
  /** `ns1.example.test`. */
  readonly name: string;
  readonly server: WorldServer;
  readonly isForBind: boolean;
  readonly isFormer: boolean;
}

export function serversIn({name, servers}: WorldZone): ServerInZone[] {
  return Object.entries(servers).map(([label, server]) => ({
    label,
    name: `${label}.${name}`,
    server,
    isForBind: statedAddress(server) !== null,
    isFormer: typeof server === 'object' && 'isFormer' in server && server.isFormer === true,
  }));
}

function statedAddress(server: WorldServer): string | null {
  return typeof server === 'object' && 'lines' in server ? (server.address ?? null) : null;
}

/** None or one: what a server has in the zone. */
export function linesOf(server: WorldServer): (readonly string[])[] {
  return typeof server === 'object' && 'lines' in server ? [server.lines] : [];
}

/** Each server and each resolver has one of its own. */
export function addressesIn(zones: readonly WorldZone[], resolvers: readonly WorldResolver[]): Map<string, string> {
  const named = [
    ...zones.flatMap(serversIn).map(({name, server}) => ({name, stated: statedAddress(server)})),
    ...resolvers.map(({name}) => ({name, stated: null})),
  ];
  return new Map(named.map(({name, stated}, index) => [name, stated ?? `127.53.1.${index + 1}`]));
}

/** Those that a zone, and the one above it, name for it. */
export function namedIn(zone: WorldZone): ServerInZone[] {
  return serversIn(zone).filter(({isFormer}) => !isFormer);
}

/** The records with which a zone names a server. */
export function apex(label: string, address: string): string[] {
  return [`@ NS ${label}`, `${label} ${address.includes(':') ? 'AAAA' : 'A'} ${address}`];
}

/** What `test.` has for a zone. */
export async function delegationOf(
  zone: WorldZone,
  address: (name: string) => string,
  signerOf: (zone: string) => Promise<string>,
): Promise<string[]> {
  const servers = namedIn(zone).flatMap(({name}) => [
    `${zone.name}. NS ${name}.`,
    `${name}. ${address(name).includes(':') ? 'AAAA' : 'A'} ${address(name)}`,
  ]);
  if (zone.signer === undefined) return servers;
  const right = zone.signer === 'right' ? await signerOf(zone.name) : `4711 13 2 ${'ab'.repeat(32)}`;
  return [...servers, `${zone.name}. DS ${right}`];
}

/** Resolvers that a delegation names as if they had authority. */
export function resolversNamed(zones: readonly WorldZone[]): WorldResolver[] {
  return zones.flatMap(serversIn).flatMap(({name, server}) => {
    return typeof server === 'object' && 'resolver' in server ? [{name, settings: server.resolver}] : [];
  });
}
