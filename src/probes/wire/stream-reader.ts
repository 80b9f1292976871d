import {createParser, type EventSourceParser} from 'eventsource-parser';
import type {Moment} from '../../model/facts/observer.ts';
import type {EndKind} from '../../model/facts/wire/http.ts';
import type {StreamAnswer, StreamLine, StreamRequest} from '../../model/facts/wire/stream.ts';
import {EMPTY_TIMELINE} from '../../model/facts/wire/timeline.ts';
import {redactCut, redactText} from '../../model/text/redact.ts';
import type {KnownSecrets} from '../../model/text/secrets/known-secrets.ts';
import type {BodyReader, Head} from './conversation.ts';
import {createUtf8Reader} from './utf8.ts';

/** The limit for one line, and for one event: a reader of the stream has to keep them in memory. */
const MAX_LINE_BYTES = 1024 * 1024;
const KEPT_LINES_AT_EACH_END = 100;
const LINE_TEXT_LENGTH = 200;
const SNIFF_LENGTH = 2000;
/** How long to keep reading a body that is not an event stream. */
const SNIFF_FOR_MS = 2000;

type Facts = Omit<
  StreamAnswer,
  'status' | 'headers' | 'headersAtMs' | 'coding' | 'end' | 'endCode' | 'endAtMs' | 'endMessage'
>;

/** Reads a body as an event stream (WHATWG HTML, section 9.2), byte times and heartbeats included. */
export class StreamReader implements BodyReader {
  readonly #request: StreamRequest;
  readonly #secrets: KnownSecrets;
  readonly #utf8 = createUtf8Reader();
  readonly #parser: EventSourceParser;
  readonly #firstLines: StreamLine[] = [];
  readonly #lastLines: StreamLine[] = [];
  #isEventStream = false;
  #headersAtMs = 0;
  #nowMs = 0;
  #bytes = 0;
  #events = 0;
  #comments = 0;
  #firstByteAtMs: number | null = null;
  #firstEventAtMs: number | null = null;
  #lastByteAtMs: number | null = null;
  #longestSilenceMs = 0;
  #silenceAtLeastMs = 0;
  #silenceAtMostMs = 0;
  /** The time of the last byte, or of the headers before there is one. */
  #last: Moment = {atMs: 0, earliestMs: 0};
  #lineBytes = 0;
  #tooLarge = false;
  #sniff = '';

  constructor(request: StreamRequest, secrets: KnownSecrets) {
    this.#request = request;
    this.#secrets = secrets;
    this.#parser = createParser({
      maxBufferSize: MAX_LINE_BYTES,
      onEvent: ({event, id, data}) => {
        this.#events += 1;
        this.#firstEventAtMs ??= this.#nowMs;
        this.#keep('event', event ?? 'message', id ?? null, data);
      },
      onComment: (comment) => {
        this.#comments += 1;
        this.#keep('comment', '', null, comment);
      },
      onError: ({type}) => {
        if (type === 'max-buffer-size-exceeded') this.#tooLarge = true;
      },
    });
  }

  head({status, headers, at}: Head): void {
    this.#headersAtMs = at.atMs;
    this.#last = at;
    this.#isEventStream = status === 200 && /^\s*text\/event-stream\s*(?:;|$)/i.test(headers['content-type'] ?? '');
  }

  chunk(chunk: Buffer, at: Moment): EndKind | null {
    this.#bytes += chunk.length;
    this.#firstByteAtMs ??= at.atMs;
    this.#silentUntil(at);
    this.#last = at;
    this.#lastByteAtMs = at.atMs;
    this.#nowMs = at.atMs;
    const end = this.#isEventStream ? this.#parse(chunk) : this.#smell(chunk);
    // A byte that may have come before the time was over proves nothing about the time after it.
    return end ?? (this.#isEventStream && at.earliestMs >= this.untilMs(0) ? 'held' : null);
  }

  /** A byte may be seen late by up to its gap: the silence before it may have been shorter, the one after it longer. */
  #silentUntil({atMs, earliestMs}: Moment): void {
    this.#longestSilenceMs = Math.max(this.#longestSilenceMs, atMs - this.#last.atMs);
    this.#silenceAtLeastMs = Math.max(this.#silenceAtLeastMs, earliestMs - this.#last.atMs);
    this.#silenceAtMostMs = Math.max(this.#silenceAtMostMs, atMs - this.#last.earliestMs);
  }

  #parse(chunk: Buffer): EndKind | null {
    // The parser discards a line that cannot become a field, so it would never report that such a line is endless.
    const lastLineEnd = Math.max(chunk.lastIndexOf(0x0a), chunk.lastIndexOf(0x0d));
    this.#lineBytes = lastLineEnd === -1 ? this.#lineBytes + chunk.length : chunk.length - 1 - lastLineEnd;
    this.#parser.feed(this.#utf8.read(chunk));
    return this.#tooLarge || this.#lineBytes > MAX_LINE_BYTES ? 'too-large' : null;
  }

  #smell(chunk: Buffer): EndKind | null {
    this.#sniff += this.#utf8.read(chunk);
    return this.#sniff.length >= SNIFF_LENGTH ? 'held' : null;
  }

  untilMs(lateMs: number): number {
    const {holdForMs, firstEventWithinMs = 0} = this.#request;
    if (!this.#isEventStream) return this.#headersAtMs + Math.min(holdForMs, SNIFF_FOR_MS);
    const heldAtMs = this.#headersAtMs + holdForMs;
    // That the stream was open can be seen any time after the deadline, but an event must be given its full time.
    return this.#events === 0 ? Math.max(heldAtMs, firstEventWithinMs + lateMs) : heldAtMs;
  }

  endAtTimeUp(): EndKind {
    return this.#bytes === 0 ? 'silent' : 'held';
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** What has come so far. */
  get counts(): {readonly bytes: number; readonly events: number; readonly comments: number} {
    return {bytes: this.#bytes, events: this.#events, comments: this.#comments};
  }

  facts(endAt: Moment): Facts {
    this.#silentUntil(endAt);
    return {
      firstByteAtMs: this.#firstByteAtMs,
      firstEventAtMs: this.#firstEventAtMs,
      lastByteAtMs: this.#lastByteAtMs,
      bytes: this.#bytes,
      events: this.#events,
      comments: this.#comments,
      framing: {
        dangling: null,
        strayLines: {count: 0, samples: []},
        unknownFields: {count: 0, names: []},
        largestEventBytes: 0,
        largestLineBytes: 0,
        types: {},
        ids: 0,
        retryMs: null,
        bom: false,
        lineEnds: {lf: 0, cr: 0, crlf: 0},
        hasNul: false,
        isUtf8: this.#utf8.isUtf8(),
        serverClock: null,
      },
      timeline: EMPTY_TIMELINE,
      longestSilenceMs: this.#longestSilenceMs,
      silenceAtLeastMs: this.#silenceAtLeastMs,
      silenceAtMostMs: this.#silenceAtMostMs,
      lines: [...this.#firstLines, ...this.#lastLines],
      sniff: this.#isEventStream ? null : shortened(this.#sniff, SNIFF_LENGTH, this.#secrets),
    };
  }

  #keep(kind: StreamLine['kind'], type: string, id: string | null, text: string): void {
    const short = (long: string) => shortened(long, LINE_TEXT_LENGTH, this.#secrets);
    const line = {atMs: this.#nowMs, kind, type: short(type), id: id === null ? null : short(id), text: short(text)};
    if (this.#firstLines.length < KEPT_LINES_AT_EACH_END) {
      this.#firstLines.push(line);
      return;
    }
    this.#lastLines.push(line);
    if (this.#lastLines.length > KEPT_LINES_AT_EACH_END) this.#lastLines.shift();
  }
}

/** Nothing but the text is judged, and it is only shown: so it is kept without secrets, and without the beginning of one. */
function shortened(text: string, length: number, secrets: KnownSecrets): string {
  if (text.length <= length) return redactText(text, secrets);
  return redactCut(text.slice(0, 2 * length), secrets).slice(0, length);
}
