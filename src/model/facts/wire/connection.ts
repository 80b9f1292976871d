/** How a connection came about, as plain values. Times are milliseconds since the look began. */

/** What can be asked for: by ALPN over TLS; plain HTTP speaks HTTP/1.1 only, as browsers have it. */
export type Protocol = 'http/1.1' | 'h2';

/** `agreed`: what the server picks when it is offered all. */
export type AskedProtocol = Protocol | 'agreed';

/** In the order in which clients prefer them, which is that of an ALPN offer. */
export const PROTOCOLS: readonly Protocol[] = ['h2', 'http/1.1'];

/**
 * An answer that is not an HTTP response: the target (or a hop) refused. It is an observation, so a check may fail on
 * it.
 */
export interface Refusal {
  readonly kind: /** TCP connection refused. */
    | 'refused'
    /** The name does not exist (NXDOMAIN, ENOTFOUND). */
    | 'no-such-name'
    /** The certificate does not verify, or does not cover the name. */
    | 'certificate'
    /** The TLS handshake failed otherwise. */
    | 'tls'
    /** The server did not agree to speak the protocol that was asked for. */
    | 'protocol'
    /** The connection was closed or reset before response headers were complete. */
    | 'closed'
    /** What came back is not HTTP, or is HTTP beyond its limits (endless headers), or breaks a rule of it. */
    | 'malformed'
    /** The connection was made, but no response headers came in time, though the same address and port answered after that. */
    | 'held';
  readonly message: string;
  /** The system's, OpenSSL's or HTTP/2's code, for example `ECONNREFUSED`, `ERR_TLS_CERT_ALTNAME_INVALID`, `PROTOCOL_ERROR`. */
  readonly code: string | null;
}

export interface Connection {
  readonly remoteAddress: string | null;
  /** What the response was really in; null when there was none. */
  readonly protocol: 'http/1.0' | Protocol | null;
  /** Null for plain HTTP. */
  readonly tls: {
    readonly protocol: string | null;
    readonly alpnOffered: readonly Protocol[];
    /** Null: the server agreed to none, which means HTTP/1.1. */
    readonly alpn: string | null;
  } | null;
  /** Set when `--resolve` or `--connect-to` (or the lab) pointed it elsewhere. */
  readonly connectedTo: string | null;
  readonly phases: Phases;
}

/** When each phase was over; null for one that there was not, or that was not reached. */
export interface Phases {
  readonly lookupAtMs: number | null;
  readonly connectAtMs: number | null;
  readonly tlsAtMs: number | null;
  readonly sentAtMs: number | null;
}

/** What a server offers by ALPN. */
export interface ProtocolOffer {
  readonly url: string;
  readonly connection: Connection | null;
  /** Null when a connection was made. */
  readonly refusal: Refusal | null;
  /** In order of preference, the one that is agreed on when all are offered first; empty when the server refused. */
  readonly offered: readonly Protocol[];
}

export interface ProtocolRequest {
  readonly url: string;
  /** The IP address to connect to; undefined: one of those that DNS has for the URL's host. */
  readonly address?: string | undefined;
  readonly withinMs: number;
}
