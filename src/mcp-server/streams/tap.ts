import type {IncomingMessage, ServerResponse} from 'node:http';
import type {StreamEnd} from '../log.ts';
import type {Waiting} from './backlog.ts';

type Outgoing = ServerResponse<IncomingMessage>;

/** Something that a response passes on its way out: what may change its head, and each part of an event stream. */
export interface ResponseTap {
  /** Before the head leaves: status and headers may be changed by the usual means. */
  head?(response: Outgoing, isStream: boolean): void;
  /** After the head of an event stream has left. */
  open?(stream: TappedStream): void;
  /**
   * A part of an event stream: one or more whole blocks, each with its blank line. Gives what is to be sent in its place
   * (null: nothing); what is sent later goes through `stream.send` with the tap itself, so that it meets those behind.
   */
  part?(text: string, stream: TappedStream): string | Uint8Array | null;
  /** Bytes that it holds back for later: they count among those that wait for the client. */
  held?(): number;
  /** When nothing new comes, and before the stream ends or is broken off: what it still has to send. */
  finish?(): Promise<void> | void;
}

/** An event stream, as a tap meets it. */
export interface TappedStream {
  readonly response: Outgoing;
  /** Of its request, without the query. */
  readonly path: string;
  /** Sends one or more whole blocks through the taps, or those behind one of them: what a tap held back comes so. */
  send(part: string | Uint8Array, behind?: ResponseTap): void;
  /** Sends without any tap. */
  sendPast(part: string | Uint8Array): void;
  /** Does something when the part that is in the taps now has been sent, before anything else is. */
  afterPart(act: () => void): void;
  /** Ends with the terminator, so that a client can tell an end from a cut. `retryMs` tells it when to come back. */
  end(why: StreamEnd, retryMs?: number): void;
  /** Breaks the connection off without ending the response, after what was sent. */
  breakOff(how: 'fin' | 'rst'): void;
}

/** The response under a stream. */
export interface TappedResponse extends Outgoing, Waiting {
  readonly taps: readonly ResponseTap[];
  /** Writes without any tap and limit. */
  writePast(chunk: unknown): boolean;
  /** Whether it ends when what was asked for is done; else it goes on until somebody ends it. */
  readonly endsByItself: boolean;
  /** Closes its connection as it is, also where others are to be answered on it first. */
  disconnect(): void;
  /** Lets the taps finish, then closes the connection in this way; an end that comes later is none. */
  breakOff(how: 'fin' | 'rst'): void;
}
