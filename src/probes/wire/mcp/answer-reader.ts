import type {Moment} from '../../../model/facts/observer.ts';
import type {EndKind} from '../../../model/facts/wire/http.ts';
import type {McpAnswer} from '../../../model/facts/wire/mcp.ts';
import {mediaTypeOf} from '../../../model/text/media-type.ts';
import {EventStreamParser} from '../event-stream/parser.ts';
import type {BodyReader, Head} from '../exchange.ts';
import {messagesIn, type ReceivedMessage} from './message.ts';

/** A list of many tools is long; what is longer is read no further. */
const MAX_BYTES = 4 * 1024 * 1024;
/** Reports of progress included, of each of which its time is wanted. */
const MOST_MESSAGES = 5000;

export interface AnswerEvents {
  readonly message?: (message: ReceivedMessage) => void;
  readonly endpoint?: (data: string, at: Moment) => void;
  /** Bytes came, before they are read. */
  readonly heard?: () => void;
}

/** Reads an answer of MCP: JSON as a whole, an event stream as it comes. */
export class AnswerReader implements BodyReader {
  /** Since the request was asked. */
  readonly messages: ReceivedMessage[] = [];
  endpoint: {readonly data: string; readonly at: Moment} | null = null;
  bytes = 0;
  events = 0;
  comments = 0;
  firstEvent: string | null = null;
  status = 0;
  headers: Head['headers'] = {};
  headersAt: Moment = {atMs: 0, earliestMs: 0};
  format: McpAnswer['format'] = 'other';
  readonly #chunks: Buffer[] = [];
  readonly #untilMs: number;
  readonly isReply: (message: ReceivedMessage) => boolean;
  readonly #events: AnswerEvents;
  #at: Moment = {atMs: 0, earliestMs: 0};
  #hasReply = false;
  readonly #parser = new EventStreamParser(MAX_BYTES, {
    event: ({type, data}) => {
      this.events += 1;
      this.firstEvent ??= type;
      if (type === 'endpoint') this.#endpoint(data.toString());
      // The event that primes a stream (revision 2025-11-25) has an id and no data.
      else if (type === 'message' && data.length > 0) this.#message(data.toString());
    },
    comment: () => {
      this.comments += 1;
    },
    unknownField() {},
    strayLine() {},
  });

  /** Nothing more is wanted after a message that `isReply`. */
  constructor(untilMs: number, isReply: (message: ReceivedMessage) => boolean, events: AnswerEvents = {}) {
    this.#untilMs = untilMs;
    this.isReply = isReply;
    this.#events = events;
  }

  /** What a client that comes back sends as Last-Event-ID; empty: no event had an id. */
  get lastEventId(): string {
    return this.#parser.lastEventId;
  }

  head({status, headers, at}: Head): void {
    this.status = status;
    this.headers = headers;
    this.headersAt = at;
    const type = mediaTypeOf(headers['content-type']) ?? '';
    if (type === 'text/event-stream') this.format = 'event-stream';
    else if (type === 'application/json' || type.endsWith('+json')) this.format = 'json';
  }

  chunk(chunk: Buffer, at: Moment): EndKind | null {
    this.#events.heard?.();
    this.bytes += chunk.length;
    this.#at = at;
    if (this.format !== 'event-stream') {
      if (this.bytes > MAX_BYTES) return 'too-large';
      this.#chunks.push(Buffer.from(chunk));
      return null;
    }
    this.#parser.read(chunk);
    if (this.#parser.openLineBytes > MAX_BYTES || this.#parser.openDataBytes > MAX_BYTES) return 'too-large';
    return this.#hasReply ? 'held' : null;
  }

  untilMs(lateMs: number): number {
    return this.#untilMs + lateMs;
  }

  endsSooner(): boolean {
    return false;
  }

  endAtTimeUp(): EndKind {
    return this.format === 'event-stream' && this.bytes > 0 ? 'held' : 'silent';
  }

  /** What came as no event stream; its JSON counts as messages. */
  finish(): string {
    const text = Buffer.concat(this.#chunks)
      .toString()
      .replace(/^\uFEFF/, '');
    if (this.format === 'json' && text !== '') for (const message of messagesIn(text, this.#at)) this.#take(message);
    return text;
  }

  #endpoint(data: string): void {
    if (this.endpoint !== null) return;
    this.endpoint = {data, at: this.#at};
    this.#events.endpoint?.(data, this.#at);
  }

  #message(text: string): void {
    for (const message of messagesIn(text, this.#at)) this.#take(message);
  }

  #take(message: ReceivedMessage): void {
    const isReply = this.isReply(message);
    if (isReply || this.messages.length < MOST_MESSAGES) this.messages.push(message);
    if (isReply) this.#hasReply = true;
    this.#events.message?.(message);
  }
}
