/** The types of record that can be asked for. */
export type RecordType = 'A' | 'AAAA' | 'CNAME' | 'NS' | 'SOA' | 'CAA' | 'DS' | 'TXT' | 'HTTPS';

/** A DNS server, by one of its addresses. */
export interface NameServer {
  readonly address: string;
  readonly port: number;
  /** As the NS record of its zone names it; null for a resolver, which is known by its address only. */
  readonly name: string | null;
  /** An authority is asked for what it has itself, a resolver for what it can find out. */
  readonly role: 'authority' | 'resolver';
  /** Of a resolver: the system says that it is asked on this machine. */
  readonly isSystem: boolean;
}

/** A record as a server sent it. */
export interface NameRecord {
  /** In lower case and without a trailing dot; the root is the empty text. */
  readonly name: string;
  /** A {@link RecordType}, or another: `RRSIG`, `TYPE99`. */
  readonly type: string;
  /** As seen: a resolver counts it down. */
  readonly ttlSeconds: number;
  /**
   * In the presentation format of zone files, as Route 53 has it: `192.0.2.1`, `0 issue "amazon.com"`, names as in `name`.
   * An unknown type is `\# <bytes> <hex>` (RFC 3597).
   */
  readonly value: string;
}

/** The numbers of an SOA record that matter to clients. */
export interface StartOfAuthority {
  /** The zone that says that something does not exist. */
  readonly zone: string;
  readonly serial: number;
  /** How long a resolver may remember that something does not exist: the lesser of its TTL and its minimum (RFC 2308). */
  readonly negativeTtlSeconds: number;
}

export interface NameAnswer {
  readonly over: 'udp' | 'tcp';
  /** `NOERROR`, `NXDOMAIN`, `SERVFAIL`, `REFUSED`, or another. */
  readonly rcode: string;
  /** The server says that it is an authority for the name. */
  readonly isAuthoritative: boolean;
  /** It was cut even over TCP, or could not be asked for again there. */
  readonly isTruncated: boolean;
  readonly offersRecursion: boolean;
  /** The resolver has validated it by DNSSEC. */
  readonly isAuthentic: boolean;
  readonly answers: readonly NameRecord[];
  readonly authorities: readonly NameRecord[];
  /** Without the pseudo-record of EDNS. */
  readonly additionals: readonly NameRecord[];
  /** Of the authority section; null: there is none. */
  readonly soa: StartOfAuthority | null;
  /** Null: the server does not speak EDNS. */
  readonly edns: {readonly udpBytes: number; readonly errors: readonly ExtendedError[]} | null;
}

/** RFC 8914: what is behind an rcode, `6` for a signature that does not verify. */
export interface ExtendedError {
  readonly code: number;
  readonly text: string;
}

/** Why there is no answer, or not the whole of one. */
export interface NameProblem {
  readonly kind: /** Nothing came in time. */
    | 'silent'
    /** The machine there says that nothing listens. */
    | 'refused'
    /** No way leads there from this machine. */
    | 'unreachable'
    /** It closed the connection before its answer was complete. */
    | 'closed'
    /** What it sent is not a DNS message, or not one about what was asked. */
    | 'malformed';
  /** A clause: `nothing came within 3 s`. */
  readonly message: string;
}

/** One question to one server. */
export interface NameLook {
  readonly server: NameServer;
  /** In lower case and without a trailing dot. */
  readonly name: string;
  readonly type: RecordType;
  /** When the answer was read, or was given up: ISO 8601, by the clock of this machine. */
  readonly at: string;
  /** Null: see `problem`. */
  readonly answer: NameAnswer | null;
  readonly problem: NameProblem | null;
  /** Messages that were not the answer: another id, another question. */
  readonly strays: number;
  /** What the same server said to the same question earlier in this run, the oldest first; at most {@link MOST_EARLIER}. */
  readonly earlier: readonly EarlierAnswer[];
}

export interface EarlierAnswer {
  readonly at: string;
  /** How long before the look, in milliseconds of a clock that nobody sets. */
  readonly agoMs: number;
  readonly answer: NameAnswer;
}

/** The newest are kept. */
export const MOST_EARLIER = 72;

export interface NameQuestion {
  readonly name: string;
  readonly type: RecordType;
  /** Which time of several in one look: the same question of another round is asked again. Default: 1. */
  readonly round?: number;
  /** Whether a resolver is to answer without validating: what it then says, and did not before, is what DNSSEC forbids. */
  readonly unchecked?: boolean;
}

/** A name server as an NS record names it. */
export interface ZoneServer {
  readonly name: string;
  /** Of both families, from glue and from the resolver; empty: see `problem`. */
  readonly addresses: readonly string[];
  /** Who names it: the zone above, the zone itself. */
  readonly namedBy: readonly ('parent' | 'zone')[];
  /** Why it has no address, a clause. */
  readonly problem: string | null;
}

/** Who answers for a name, as found by asking from the top down. */
export interface Delegation {
  readonly name: string;
  /** The closest zone at or above the name; the root is the empty text. */
  readonly zone: string;
  readonly servers: readonly ZoneServer[];
  /** Of the zone above, which delegates to it; empty where the walk began at the zone itself. */
  readonly parentServers: readonly NameServer[];
  /** What each of the zones on the way said last, from the top down. */
  readonly steps: readonly NameLook[];
}

/** DNS asked by ourselves, server by server. */
export interface NamesProbe {
  /**
   * Asks one server. Every outcome resolves, silence too; rejects with {@link CannotTell} when this machine was too slow to
   * tell silence from an answer.
   */
  ask(server: NameServer, question: NameQuestion): Promise<NameLook>;
  /** The resolvers that count: the system's and those of the checklist, or those of `--dns-server` instead. */
  resolvers(): Promise<readonly NameServer[]>;
  /**
   * Finds the zone that answers for a name. No resolver is asked about the name itself, or a name below the first zone that
   * one knows: that would make it remember that there is nothing.
   * Rejects with {@link CannotTell} when no server on the way answers.
   */
  delegation(name: string): Promise<Delegation>;
}

/** Each address of each server of a zone, to be asked. */
export function serversOf({servers}: Pick<Delegation, 'servers'>): readonly NameServer[] {
  return servers.flatMap(({name, addresses}) => addresses.map((address) => authorityAt(name, address)));
}

export function authorityAt(name: string | null, address: string): NameServer {
  return {address, port: 53, name, role: 'authority', isSystem: false};
}
