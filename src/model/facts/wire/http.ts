import type {Observer} from '../observer.ts';
import type {AskedProtocol, Connection, Refusal} from './connection.ts';

/** One HTTP exchange as plain values. Times are milliseconds since the look began. */

/** What to say in `Accept-Encoding`: `identity`, or what browsers say. */
export type AskedCoding = 'identity' | 'browser';

export const CODINGS: readonly AskedCoding[] = ['identity', 'browser'];

/** Chromium 156 over TLS. */
export const BROWSER_CODINGS = 'gzip, deflate, br, zstd';

/** What the content coding of an answer came to (RFC 9110, section 8.4). */
export interface Coding {
  /** The `Accept-Encoding` sent. */
  readonly asked: string;
  /** The `Content-Encoding` received, lower case; null when there was none. */
  readonly said: string | null;
  readonly decoded: /** There was nothing to decode. */
    | 'plain'
    /** To the end of the coded data. */
    | 'whole'
    /** Well as far as it came. */
    | 'partial'
    /** The bytes are not of the coding that they are said to be in. */
    | 'lies'
    /** A coding that no browser knows. */
    | 'unknown';
  /** What the decoder said; null where it did not complain. */
  readonly problem: string | null;
  /** Before decoding. */
  readonly encodedBytes: number;
}

/** How a body or stream ended. `complete` is a proper end of the HTTP message: which does not prove who ended it. */
export type EndKind =
  /** We had seen what we wanted and closed it ourselves. */
  | 'held'
  | 'complete'
  /** Closed inside the body: without the terminating chunk or END_STREAM, or short of Content-Length. */
  | 'truncated'
  /** The connection was reset. */
  | 'reset'
  /** The HTTP/2 stream was reset (RST_STREAM); the connection may go on. */
  | 'stream-reset'
  /** The HTTP/2 connection was ended by GOAWAY before the stream was over. */
  | 'goaway'
  /** The body was silent until the time given for it was over. */
  | 'silent'
  /** More than we are willing to read: an endless body or line. */
  | 'too-large';

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As UTF-8; undefined: none. */
  readonly body?: string;
  /** The IP address to connect to; undefined: one of those that DNS has for the URL's host. */
  readonly address?: string | undefined;
  /** Time for the whole exchange, in milliseconds. */
  readonly withinMs: number;
  /** Default: `agreed`. */
  readonly protocol?: AskedProtocol;
  /** Default: `identity`. */
  readonly coding?: AskedCoding;
}

export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names; several values joined by `, `; secrets redacted. */
  readonly headers: Readonly<Record<string, string>>;
  readonly headersAtMs: number;
  readonly coding: Coding;
  /** Decoded, and as UTF-8, at most 1 MiB. */
  readonly body: string;
  readonly bodyBytes: number;
  /** False: bytes that are not UTF-8 appear as U+FFFD in `body`. */
  readonly bodyIsUtf8: boolean;
  readonly end: EndKind;
  /** HTTP/2's error code by name, as `INTERNAL_ERROR`; null where there is none. */
  readonly endCode: string | null;
  readonly endAtMs: number;
}

export interface HttpExchange {
  readonly url: string;
  readonly connection: Connection | null;
  /** Exactly one of `refusal` and `answer` is set. */
  readonly refusal: Refusal | null;
  readonly answer: HttpAnswer | null;
  readonly observer: Observer;
}
