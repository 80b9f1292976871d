import type {AskedProtocol} from './connection.ts';
import type {AskedCoding} from './http.ts';
import type {StreamObservation} from './stream.ts';

/** How a real EventSource client fared whose connection we cut, as plain values. Times are milliseconds since the look began. */

export interface ResumeRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The IP address to connect to, both times; undefined: one of those that DNS has for the URL's host. */
  readonly address?: string | undefined;
  /** How long the response headers of each connection may take. */
  readonly headersWithinMs: number;
  /** The connection is cut after this many events, and followed for as many after it came back. */
  readonly events: number;
  /** How long these events may take on each connection, from its response headers. */
  readonly eventsWithinMs: number;
  /** The longest reconnection time (`retry`) of the server that is waited for. */
  readonly retryAtMostMs: number;
  /** Default: `agreed`. */
  readonly protocol?: AskedProtocol;
  /** Default: `identity`. */
  readonly coding?: AskedCoding;
}

export interface Resumption {
  readonly url: string;
  /** Up to two: the one that was cut, by us or by the server before, and the one that the client came back with. */
  readonly connections: readonly ResumedConnection[];
  /** Why the client stopped for good; null: it did not. */
  readonly gaveUp: string | null;
}

export interface ResumedConnection {
  /** When the client asked, since the look began. */
  readonly askedAtMs: number;
  /** The `Last-Event-ID` that the client sent; null: none. */
  readonly lastEventId: string | null;
  /** Times in it are since the client asked. Its end `held` is our cut. */
  readonly observation: StreamObservation;
  /** Ids of the events in order, secrets redacted; null for one without. At most 1,000. */
  readonly ids: readonly (string | null)[];
  /** What a client that reconnects after it sends as Last-Event-ID; empty: nothing. Secrets redacted. */
  readonly lastId: string;
}
