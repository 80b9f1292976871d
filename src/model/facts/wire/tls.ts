import type {Observer} from '../observer.ts';
import type {Phases} from './connection.ts';

/** One TLS handshake as plain values. Times are milliseconds since the look began. */

export const TLS_VERSIONS = ['1.0', '1.1', '1.2', '1.3'] as const;
export type TlsVersion = (typeof TLS_VERSIONS)[number];

/** Kinds of keys that a client can insist on, by the signatures that it accepts. */
export const KEY_TYPES = ['rsa', 'ecdsa'] as const;
export type KeyType = (typeof KEY_TYPES)[number];

export interface HandshakeRequest {
  /** A name or an IP address; where to connect, unless `address` says. */
  readonly host: string;
  readonly port: number;
  /** The IP address to connect to; undefined: one of those of the host. */
  readonly address?: string | undefined;
  /** The server name indication; null: none is sent. */
  readonly serverName: string | null;
  /** The versions that are offered, both included. */
  readonly oldest: TlsVersion;
  readonly newest: TlsVersion;
  /** Null: both. */
  readonly keyType: KeyType | null;
  /** By ALPN, in order of preference; empty: the extension is not sent. */
  readonly alpn: readonly string[];
  readonly withinMs: number;
  /** The second of two in one look, which what was found by the first does not answer. */
  readonly again?: true;
}

/** Why no handshake was completed. */
export interface HandshakeRefusal {
  readonly kind: /** TCP connection refused. */
    | 'refused'
    /** The name does not exist. */
    | 'no-such-name'
    /** The server ended the handshake with an alert: `code` is its name, as in RFC 8446. */
    | 'alert'
    /** The connection was closed or reset without an alert. */
    | 'closed'
    /** What came back is not TLS. */
    | 'not-tls'
    /** The server went on, and this machine did not: `code` is OpenSSL's. */
    | 'ours';
  readonly code: string | null;
  readonly message: string;
}

/** A certificate of the chain that a server sent. */
export interface PresentedCertificate {
  /** `CN=mcp.example.com, O=Example`. */
  readonly subject: string;
  readonly issuer: string;
  /** Hexadecimal, upper case. */
  readonly serial: string;
  /** ISO 8601. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** The host names among its subject alternative names, as they are in the certificate. */
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  /** `rsa`, `ec`, `ed25519`, … as Node.js calls it. */
  readonly keyType: string;
  /** Of the modulus, or of the curve; null: not known. */
  readonly keyBits: number | null;
  /** SHA-256 of the whole, hexadecimal in lower case. */
  readonly fingerprint: string;
  readonly isAuthority: boolean;
  readonly isSelfSigned: boolean;
  /** The position, in the chain as sent, of the certificate that signed it; null: that was not sent, or it signed itself. */
  readonly signedBy: number | null;
  /** Where it says that its issuer's certificate can be fetched; null: it does not say. */
  readonly issuerUrl: string | null;
}

/** Whether the chain leads to a root that is trusted. Names are not part of it. */
export interface ChainTrust {
  /** As Node.js verifies it, with its default store and `--ca-file`, at the time of the look. */
  readonly verifies: boolean;
  /** OpenSSL's code, `CERT_HAS_EXPIRED`; null when it verifies. */
  readonly code: string | null;
  /** The trusted certificate that signed the chain, or a part of it; null: none that this machine knows. */
  readonly anchor: {
    readonly subject: string;
    /** `default`: of the store that is verified against; `system`: only of the operating system's. */
    readonly store: 'default' | 'system';
    /** The position, in the chain as sent, of the certificate that it signed. */
    readonly signed: number;
    /** Whether it is a root, and not an intermediate that this machine happens to have. */
    readonly isRoot: boolean;
  } | null;
}

export interface Handshake {
  /** `mcp.example.com:443`. */
  readonly place: string;
  readonly remoteAddress: string | null;
  /** Set when `--resolve`, `--connect-to`, an address (or the lab) pointed it elsewhere. */
  readonly connectedTo: string | null;
  readonly phases: Phases;
  /** Null when the handshake was completed. */
  readonly refusal: HandshakeRefusal | null;
  /** The version in the server's hello: it speaks that, whatever came of the handshake. Null: there was no hello. */
  readonly answeredIn: TlsVersion | null;
  /** Null when the handshake was not completed. */
  readonly agreed: {
    readonly version: TlsVersion;
    /** By its name in the standards, `TLS_AES_128_GCM_SHA256`. */
    readonly cipher: string;
    /** Null: none. */
    readonly alpn: string | null;
  } | null;
  /** As sent, in that order; empty when none came. */
  readonly chain: readonly PresentedCertificate[];
  /** Null when the handshake was not completed. */
  readonly trust: ChainTrust | null;
  /** Whether the server asked for a certificate of the client; `required`: and ended the connection without one. */
  readonly clientCertificate: 'not-asked' | 'asked' | 'required';
  readonly observer: Observer;
}

/** Where connections to a host are made. */
export interface HostAddresses {
  readonly host: string;
  /** IPv4 and IPv6; null: there is no such name, or it has no address. */
  readonly addresses: readonly string[] | null;
}

/** All reject with {@link NoAnswer} when nothing came back in time; every answer, however bad, resolves. */
export interface TlsProbe {
  handshake(request: HandshakeRequest): Promise<Handshake>;
  /** Of the host, or of what `--connect-to` says in its place. Rejects with {@link CannotTell} when DNS did not say. */
  addresses(host: string, port: number): Promise<HostAddresses>;
}
