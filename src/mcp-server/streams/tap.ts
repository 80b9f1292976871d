import type {StreamEnd} from '../log.ts';
import type {WireResponse} from '../wire/wire-response.ts';
import type {Waiting} from './backlog.ts';

type Outgoing = WireResponse;

/** Something that a response passes through on its way out: it may change the head and each part of a stream. */
export interface ResponseTap {
  /** Before the head is sent: status and headers may be changed as usual. */
  head?(response: Outgoing, isStream: boolean): void;
  /** After the head of an event stream was sent. */
  open?(stream: TappedStream): void;
  /** The head is sent with the first part alone. */
  readonly holdsHead?: boolean;
  /**
   * A part of an event stream: one or more whole blocks, each with its blank line. Returns what to send instead
   * (null: nothing); later parts go through `stream.send` with the tap itself, so that they pass the taps after it.
   */
  part?(text: string, stream: TappedStream): string | Uint8Array | null;
  /** Bytes that it holds back: they count towards the client's backlog. */
  held?(): number;
  /** Called when no more data comes, before the stream ends or is cut: to send what it still holds. */
  finish?(): Promise<void> | void;
}

/** An event stream, as a tap meets it. */
export interface TappedStream {
  readonly response: Outgoing;
  /** The path of its request, without the query. */
  readonly path: string;
  /** Sends one or more whole blocks through all taps, or those after one of them, for what that tap held back. */
  send(part: string | Uint8Array, behind?: ResponseTap): void;
  /** Sends without taps. */
  sendPast(part: string | Uint8Array): void;
  /** Does something right after the part that is in the taps now has been sent. */
  afterPart(act: () => void): void;
  /** Ends with the terminator, so that a client can tell an end from a cut. `retryMs` says when to reconnect. */
  end(why: StreamEnd, retryMs?: number): void;
  /** Closes the connection after what was sent, without ending the response. */
  breakOff(how: 'fin' | 'rst'): void;
}

/** The response under a stream. */
export interface TappedResponse extends Outgoing, Waiting {
  readonly taps: readonly ResponseTap[];
  /** Writes without taps and limits. */
  writePast(chunk: unknown): boolean;
  /** Whether it ends once the request is answered; otherwise it goes on until it is ended. */
  readonly endsByItself: boolean;
  /** Closes its connection immediately, even if others have to be answered on it first. */
  disconnect(): void;
  /** Lets the taps finish, then closes the connection in this way; a later end is ignored. */
  breakOff(how: 'fin' | 'rst'): void;
}
