import type {AskedProtocol} from './facts/wire/connection.ts';
import type {AskedCoding, EndKind} from './facts/wire/http.ts';

/**
 * How far one look at a stream has come, for whoever watches a run: never judged, and never kept. Times are milliseconds
 * since the look began.
 */
export interface LookProgress {
  /** The same in all that is said of one look. */
  readonly key: string;
  /** Redacted. */
  readonly url: string;
  readonly address: string | null;
  readonly protocol: AskedProtocol;
  readonly coding: AskedCoding;
  readonly limits: LookLimits;
  /** When this was so. */
  readonly atMs: number;
  readonly phase: LookPhase;
  /** Null before there were response headers. */
  readonly status: number | null;
  readonly headersAtMs: number | null;
  readonly firstByteAtMs: number | null;
  readonly firstEventAtMs: number | null;
  readonly lastByteAtMs: number | null;
  /** When it will be closed if nothing more comes; null before there were response headers. */
  readonly dueAtMs: number | null;
  /** So far. */
  readonly bytes: number;
  readonly events: number;
  readonly comments: number;
  /** Set once it is over: how it ended, or why there was no stream. */
  readonly end: EndKind | 'refused' | 'no-answer' | null;
}

export type LookPhase = 'resolve' | 'connect' | 'tls' | 'headers' | 'open' | 'over';

/** How long each phase may take. */
export interface LookLimits {
  readonly headersWithinMs: number;
  /** After the headers. */
  readonly holdForMs: number;
  readonly firstEventWithinMs: number | null;
  /** After the last byte. */
  readonly heartbeatWithinMs: number | null;
}

export type OnLook = (progress: LookProgress) => void;
