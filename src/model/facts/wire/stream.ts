import type {Observer} from '../observer.ts';
import type {AskedProtocol, Connection, Refusal} from './connection.ts';
import type {Framing} from './framing.ts';
import type {AskedCoding, Coding, EndKind} from './http.ts';
import type {Timeline} from './timeline.ts';

/** One look at a stream as plain values. Times are milliseconds since the look began. */

export interface StreamRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** How long response headers may take; past it nothing has answered. */
  readonly headersWithinMs: number;
  /** How long after the response headers the stream has to stay open. */
  readonly holdForMs: number;
  /** A stream without an event is held on to until this time since the request began, when that is later. */
  readonly firstEventWithinMs?: number;
  /**
   * The longest silence allowed. A stream that has a cadence is held on to until its next byte is due, or is this late.
   */
  readonly heartbeatWithinMs?: number;
  /** The IP address to connect to; undefined: one of those that DNS has for the URL's host. */
  readonly address?: string | undefined;
  /** Default: `agreed`. */
  readonly protocol?: AskedProtocol;
  /** Default: `identity`. */
  readonly coding?: AskedCoding;
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
  /** Decoded. */
  readonly bytes: number;
  readonly events: number;
  readonly comments: number;
  readonly coding: Coding;
  readonly framing: Framing;
  readonly timeline: Timeline;
  /** The longest time without a byte, from the headers on and up to the end. */
  readonly longestSilenceMs: number;
  /** What the longest silence was at least and at most, as we may not have been there when a byte came. */
  readonly silenceAtLeastMs: number;
  readonly silenceAtMostMs: number;
  /** The first and the last lines, at most 100 of each. */
  readonly lines: readonly StreamLine[];
  /** The start of the body as text, when it is not an event stream (an HTML login page, a JSON error). */
  readonly sniff: string | null;
  readonly end: EndKind;
  /** HTTP/2's error code by name, as `INTERNAL_ERROR`; null where there is none. */
  readonly endCode: string | null;
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
  readonly observer: Observer;
}
