import type {Moment} from '../../model/facts/observer.ts';
import {allowedSilence, Rhythm} from '../../model/facts/wire/cadence.ts';
import type {EndKind} from '../../model/facts/wire/http.ts';
import type {StreamAnswer, StreamRequest} from '../../model/facts/wire/stream.ts';
import {mediaTypeOf} from '../../model/text/media-type.ts';
import type {KnownSecrets} from '../../model/text/secrets/known-secrets.ts';
import {EventStream} from './event-stream/event-stream.ts';
import {shortened} from './event-stream/shortened.ts';
import {WaitingChunks} from './event-stream/waiting-chunks.ts';
import type {BodyReader, Head} from './exchange.ts';
import {createUtf8Reader, type Utf8Reader} from './utf8.ts';

const SNIFF_LENGTH = 2000;
/** How long to keep reading a body that is not an event stream. */
const SNIFF_FOR_MS = 2000;

/** A chunk that follows this soon may wait for others: a slow stream would only need room for them. */
const SOON_MS = 500;

type Facts = Omit<
  StreamAnswer,
  'status' | 'headers' | 'headersAtMs' | 'coding' | 'end' | 'endCode' | 'endAtMs' | 'endMessage'
>;

/** Reads a body as an event stream (WHATWG HTML, section 9.2), byte times and heartbeats included. */
export class StreamReader implements BodyReader {
  /** What has come and is not read, once there was an event: until it is, nothing else changes. */
  #waiting: WaitingChunks | null = null;
  /** The moment of the last byte that is not waiting, or of the headers before there is one. As numbers, not to be made anew. */
  #lastAtMs = 0;
  #lastEarliestMs = 0;
  /** When it has been held, if there was an event. */
  #heldAtMs = 0;
  #firstEventCame = false;
  readonly #request: StreamRequest;
  readonly #secrets: KnownSecrets;
  readonly #stream = new EventStream();
  #isEventStream = false;
  #headersAtMs = 0;
  #bytes = 0;
  #firstByteAtMs: number | null = null;
  #longestSilenceMs = 0;
  #silenceAtLeastMs = 0;
  #silenceAtMostMs = 0;
  readonly #rhythm = new Rhythm();
  #sniff = '';
  /** Of what is no event stream. */
  #utf8: Utf8Reader | null = null;

  constructor(request: StreamRequest, secrets: KnownSecrets) {
    this.#request = request;
    this.#secrets = secrets;
  }

  head({status, headers, at}: Head): void {
    this.#headersAtMs = at.atMs;
    this.#heldAtMs = at.atMs + this.#request.holdForMs;
    this.#lastAtMs = at.atMs;
    this.#lastEarliestMs = at.earliestMs;
    this.#isEventStream = status === 200 && mediaTypeOf(headers['content-type']) === 'text/event-stream';
  }

  chunk(chunk: Buffer, at: Moment): EndKind | null {
    const {atMs, earliestMs} = at;
    if (this.#waits(chunk, atMs, earliestMs)) return earliestMs >= this.#heldAtMs ? 'held' : null;
    this.#readWaiting();
    this.#arrival(chunk.length, atMs, earliestMs);
    if (!this.#isEventStream) return this.#smell(chunk);
    const hadEvents = this.#stream.events > 0;
    this.#stream.read(chunk, atMs);
    if (!hadEvents && this.#stream.events > 0) this.#firstEventCame = true;
    if (this.#stream.isTooLarge) return 'too-large';
    // How long that may take is known to the alarm, which makes up for the time in which this process was away.
    if (this.#lacksEvent()) return null;
    // A byte that may have come before the time was over proves nothing about the time after it.
    return earliestMs >= this.#heldMs(0) ? 'held' : null;
  }

  #waits(chunk: Buffer, atMs: number, earliestMs: number): boolean {
    const waiting = this.#waiting;
    const lastAtMs = waiting === null || waiting.count === 0 ? this.#lastAtMs : waiting.atMs(waiting.count - 1);
    if (atMs - lastAtMs >= SOON_MS) return false;
    if (waiting !== null) return waiting.add(chunk, atMs, earliestMs);
    if (this.#stream.events === 0) return false;
    this.#waiting = new WaitingChunks();
    return this.#waiting.add(chunk, atMs, earliestMs);
  }

  #arrival(bytes: number, atMs: number, earliestMs: number): void {
    this.#bytes += bytes;
    this.#firstByteAtMs ??= atMs;
    this.#silentUntil(atMs, earliestMs);
    this.#lastAtMs = atMs;
    this.#lastEarliestMs = earliestMs;
    // As the timeline has it: who looks at that sees the same cadence.
    if (this.#isEventStream) this.#rhythm.arrival(Math.round(atMs * 10) / 10, bytes, atMs - earliestMs);
  }

  #readWaiting(): void {
    const waiting = this.#waiting;
    if (waiting === null || waiting.count === 0) return;
    let from = 0;
    for (let index = 0; index < waiting.count; index++) {
      const end = waiting.end(index);
      this.#arrival(end - from, waiting.atMs(index), waiting.earliestMs(index));
      from = end;
    }
    this.#stream.readAll(waiting.bytes, waiting);
    waiting.clear();
  }

  /** A byte may be seen late by up to its gap: the silence before it may have been shorter, the one after it longer. */
  #silentUntil(atMs: number, earliestMs: number): void {
    this.#longestSilenceMs = Math.max(this.#longestSilenceMs, atMs - this.#lastAtMs);
    this.#silenceAtLeastMs = Math.max(this.#silenceAtLeastMs, earliestMs - this.#lastAtMs);
    this.#silenceAtMostMs = Math.max(this.#silenceAtMostMs, atMs - this.#lastEarliestMs);
  }

  #smell(chunk: Buffer): EndKind | null {
    this.#utf8 ??= createUtf8Reader();
    this.#sniff += this.#utf8.read(chunk);
    return this.#sniff.length >= SNIFF_LENGTH ? 'held' : null;
  }

  untilMs(lateMs: number): number {
    const {holdForMs} = this.#request;
    if (!this.#isEventStream) return this.#headersAtMs + Math.min(holdForMs, SNIFF_FOR_MS);
    return this.#lacksEvent() ? this.#heldMs(lateMs) : Math.max(this.#heldMs(lateMs), this.#nextByteDueMs(lateMs));
  }

  /** It has to come with an event and has not: whether it is alive is not asked then. */
  #lacksEvent(): boolean {
    return this.#stream.events === 0 && this.#request.firstEventWithinMs !== undefined;
  }

  /** When it has been held, but for the byte after it. */
  #heldMs(lateMs: number): number {
    const {firstEventWithinMs = 0} = this.#request;
    // That the stream was open can be seen any time after the deadline, but an event must be given its full time.
    return this.#stream.events === 0 ? Math.max(this.#heldAtMs, firstEventWithinMs + lateMs) : this.#heldAtMs;
  }

  /** When the next byte must have come for the stream to be alive; zero when nothing says so. */
  #nextByteDueMs(lateMs: number): number {
    const {holdForMs, heartbeatWithinMs = null} = this.#request;
    this.#readWaiting();
    const allowed = allowedSilence(this.#rhythm.cadence, heartbeatWithinMs);
    return allowed === null || holdForMs <= allowed.ms ? 0 : this.#lastAtMs + allowed.waitMs + lateMs;
  }

  /** With its first event, which may have been waited for beyond the hold. */
  endsSooner(): boolean {
    if (!this.#firstEventCame) return false;
    this.#firstEventCame = false;
    return true;
  }

  endAtTimeUp(): EndKind {
    // What waits came after an event.
    return this.#bytes === 0 ? 'silent' : 'held';
  }

  /** What has come so far. */
  get counts(): {readonly bytes: number; readonly events: number; readonly comments: number} {
    this.#readWaiting();
    return {bytes: this.#bytes, events: this.#stream.events, comments: this.#stream.comments};
  }

  facts(endAt: Moment): Facts {
    this.#readWaiting();
    this.#silentUntil(endAt.atMs, endAt.earliestMs);
    return {
      firstByteAtMs: this.#firstByteAtMs,
      lastByteAtMs: this.#bytes === 0 ? null : this.#lastAtMs,
      bytes: this.#bytes,
      ...this.#stream.facts(this.#secrets),
      longestSilenceMs: this.#longestSilenceMs,
      silenceAtLeastMs: this.#silenceAtLeastMs,
      silenceAtMostMs: this.#silenceAtMostMs,
      sniff: this.#isEventStream ? null : shortened(this.#sniff, SNIFF_LENGTH, this.#secrets),
    };
  }
}
