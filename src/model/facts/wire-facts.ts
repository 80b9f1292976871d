import type {Observer} from './observer.ts';

/** What the wire said, as plain values. Times are milliseconds since the request began. */

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
    /** The connection was closed or reset before response headers were complete. */
    | 'closed'
    /** What came back is not HTTP, or is HTTP beyond its limits (endless headers). */
    | 'malformed';
  readonly message: string;
  /** The system's or OpenSSL's code, for example `ECONNREFUSED`, `ERR_TLS_CERT_ALTNAME_INVALID`. */
  readonly code: string | null;
}

export interface Connection {
  readonly remoteAddress: string | null;
  readonly httpVersion: string | null;
  /** Null for plain HTTP. */
  readonly tls: {readonly protocol: string | null; readonly alpn: string | null} | null;
  /** Set when `--resolve` or `--connect-to` (or the lab) pointed it elsewhere. */
  readonly connectedTo: string | null;
}

/** How a body or stream ended. `complete` is a proper end of the HTTP message: which does not prove who ended it. */
export type EndKind =
  /** We had seen what we wanted and closed it ourselves. */
  | 'held'
  | 'complete'
  /** Closed inside the body, without the terminating chunk or short of Content-Length. */
  | 'truncated'
  | 'reset'
  /** The body was silent until the time given for it was over. */
  | 'silent'
  /** More than we are willing to read: an endless body or line. */
  | 'too-large';

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Time for the whole exchange, in milliseconds. */
  readonly withinMs: number;
}

export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names; several values joined by `, `; secrets redacted. */
  readonly headers: Readonly<Record<string, string>>;
  readonly headersAtMs: number;
  /** Decoded as UTF-8, at most 1 MiB. */
  readonly body: string;
  readonly bodyBytes: number;
  /** False: bytes that are not UTF-8 appear as U+FFFD in `body`. */
  readonly bodyIsUtf8: boolean;
  readonly end: EndKind;
  readonly endAtMs: number;
}

export interface HttpExchange {
  readonly url: string;
  readonly connection: Connection | null;
  /** Exactly one of `refusal` and `answer` is set. */
  readonly refusal: Refusal | null;
  readonly answer: HttpAnswer | null;
  /** Missing in older recordings, which are judged as if this process had always been there. */
  readonly observer?: Observer;
}

export interface StreamRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** How long response headers may take; past it nothing has answered. */
  readonly headersWithinMs: number;
  /** How long after the response headers the stream has to stay open. */
  readonly holdForMs: number;
  /** A stream without an event is held on to until this time since the request began, when that is later. */
  readonly firstEventWithinMs?: number;
}

/** One line of interest on a stream, as it arrived. */
export interface StreamLine {
  readonly atMs: number;
  readonly kind: 'event' | 'comment';
  /** The event's type (`message` when the stream names none); empty for a comment. */
  readonly type: string;
  readonly id: string | null;
  /** The first 200 characters, secrets redacted. */
  readonly text: string;
}

export interface StreamAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly headersAtMs: number;
  readonly firstByteAtMs: number | null;
  readonly firstEventAtMs: number | null;
  readonly lastByteAtMs: number | null;
  readonly bytes: number;
  readonly events: number;
  readonly comments: number;
  /** False: bytes that are not UTF-8 were received, which readers of the stream see as U+FFFD. */
  readonly isUtf8: boolean;
  /** The longest time without a byte, from the headers on and up to the end. */
  readonly longestSilenceMs: number;
  /**
   * What the longest silence was at least and at most, as we may not have been there when a byte came. Missing where that
   * was not measured.
   */
  readonly silenceAtLeastMs?: number;
  readonly silenceAtMostMs?: number;
  /** The first 100 and the last 100 lines. */
  readonly lines: readonly StreamLine[];
  /** The start of the body as text, when it is not an event stream (an HTML login page, a JSON error). */
  readonly sniff: string | null;
  readonly end: EndKind;
  readonly endAtMs: number;
  /** What the socket said, for people: `other side closed`, `ECONNRESET`, … */
  readonly endMessage: string;
}

export interface StreamObservation {
  readonly url: string;
  readonly connection: Connection | null;
  /** Exactly one of `refusal` and `answer` is set. */
  readonly refusal: Refusal | null;
  readonly answer: StreamAnswer | null;
  /** As in {@link HttpExchange}. */
  readonly observer?: Observer;
}

/** Both reject with {@link NoAnswer} when nothing came back before response headers; every answer, however bad, resolves. */
export interface HttpProbe {
  request(request: HttpRequest): Promise<HttpExchange>;
}

export interface SseProbe {
  stream(request: StreamRequest): Promise<StreamObservation>;
}

/** What the resolver of this machine says of a name. */
export interface NameAnswer {
  /** As asked, in lower case and without a trailing dot. */
  readonly name: string;
  /** IPv4 and IPv6, at least one; null: there is no such name, or it has no address (the system tells no difference). */
  readonly addresses: readonly string[] | null;
}

export interface DnsProbe {
  /** Rejects with {@link CannotTell} when the resolver gave no answer (EAI_AGAIN, SERVFAIL, a time-out). */
  addresses(name: string): Promise<NameAnswer>;
}
