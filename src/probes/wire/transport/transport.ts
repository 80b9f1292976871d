import type {Socket} from 'node:net';
import type {Connection, Refusal} from '../../../model/facts/wire/connection.ts';
import type {EndKind} from '../../../model/facts/wire/http.ts';

/** An Application Load Balancer passes on at most 64 KiB of response headers. */
export const MAX_HEADER_BYTES = 64 * 1024;

export interface Sendable {
  readonly method: string;
  readonly url: URL;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** For messages: redacted. */
  readonly shown: string;
}

export interface ResponseHead {
  readonly status: number;
  /** Lower-case names, several values joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly protocol: NonNullable<Connection['protocol']>;
}

export interface Ending {
  readonly end: EndKind;
  /** HTTP/2's error code by name; null where there is none. */
  readonly code: string | null;
  readonly message: string;
}

/** What comes of one request, in this order: `sent`, `head`, `data`, `ended`; or `refused` or `failed` instead of `head`. */
export interface Receiver {
  /** The request is being written. */
  sent(): void;
  head(head: ResponseHead): void;
  data(chunk: Buffer): void;
  ended(ending: Ending): void;
  refused(refusal: Refusal): void;
  /** Nothing that the target said: this request cannot be made, or there was no answer. */
  failed(thrown: unknown): void;
  /** Something was read from the connection, whatever it is. */
  heard(): void;
}

export interface Transport {
  /** Leaves what comes in the socket. */
  pause(): void;
  resume(): void;
  close(): Promise<void>;
}

/** Sends a request over a socket of ours, once, and never opens another one. */
export type Send = (socket: Socket, request: Sendable, receiver: Receiver) => Transport;
