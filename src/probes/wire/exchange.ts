import type {Socket} from 'node:net';
import type {Moment, Observer, PresenceWatch} from '../../model/facts/observer.ts';
import type {Connection, Refusal} from '../../model/facts/wire/connection.ts';
import type {Coding, EndKind} from '../../model/facts/wire/http.ts';
import {createDecoding, type Decoding, type NoDecoding} from './coding/decoding.ts';
import type {Alarm} from './timing/alarm.ts';
import type {Backlog} from './timing/backlog.ts';
import type {Ending, Receiver, ResponseHead, Send, Sendable, Transport} from './transport/transport.ts';

export interface Head {
  readonly status: number;
  /** Lower-case names, several values joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly at: Moment;
}

/** Takes in a response as it arrives. All times are milliseconds since the request began. */
export interface BodyReader {
  head(head: Head): void;
  /** Decoded, with the moment of the bytes that it was decoded from. An {@link EndKind} to read no further. */
  chunk(chunk: Buffer, at: Moment): EndKind | null;
  /** When to stop reading; evaluated again when it is due. `lateMs` may be made up for. */
  untilMs(lateMs: number): number;
  /** Whether the last chunk may have made that earlier; left out: each may. To evaluate it costs more than to read a chunk. */
  endsSooner?(): boolean;
  /** What the end of that time means. */
  endAtTimeUp(): EndKind;
}

export type Outcome = {readonly observer: Observer} & (
  | {readonly refusal: Refusal}
  | {
      readonly refusal: null;
      readonly protocol: NonNullable<Connection['protocol']>;
      readonly head: Head;
      readonly coding: Coding;
      readonly end: EndKind;
      readonly endCode: string | null;
      readonly endAt: Moment;
      readonly endMessage: string;
    }
);

export interface Timing {
  readonly watch: PresenceWatch;
  readonly backlog: Backlog;
  readonly alarm: Alarm;
  readonly signal: AbortSignal;
  /** Ends the reading once headers have come; null: nobody does. */
  readonly closing: AbortSignal | null;
  /** How much longer to wait than was meant, as this process was late. */
  readonly lateMs: () => number;
  /** The time for response headers is over: what comes now is not looked at. */
  readonly isTooLate: () => boolean;
  readonly onSent: () => void;
  readonly onHead: () => void;
}

/** Sends the request and reads the response until it ends, or its time is over. Closes what it opened. */
export async function exchange(
  send: Send,
  socket: Socket,
  request: Sendable,
  reader: BodyReader,
  timing: Timing,
): Promise<Outcome> {
  let transport: Transport | null = null;
  try {
    return await new Promise<Outcome>((resolve, reject) => {
      timing.signal.addEventListener('abort', () => reject(timing.signal.reason), {once: true});
      const reading = new Reading(request, reader, timing, {
        resolve,
        reject,
        hold: (isHeld) => (isHeld ? transport?.pause() : transport?.resume()),
      });
      timing.closing?.addEventListener('abort', () => reading.closed(), {once: true});
      transport = send(socket, request, reading);
    });
  } finally {
    // Assigned in the callback above, which the compiler does not see.
    await (transport as Transport | null)?.close();
  }
}

interface Result {
  resolve(outcome: Outcome): void;
  reject(thrown: unknown): void;
  hold(isHeld: boolean): void;
}

const CLOSED_BY_US = 'closed by us';

class Reading implements Receiver {
  // What each piece of data needs comes first, and is asked for directly: of thousands of readings none is in the cache.
  #isOver = false;
  #isPlain = false;
  #plainBytes = 0;
  readonly #alarm: Alarm;
  readonly #backlog: Backlog;
  readonly #reader: BodyReader;
  readonly #request: Sendable;
  readonly #timing: Timing;
  readonly #result: Result;
  #answer: {readonly head: Head; readonly protocol: ResponseHead['protocol']} | null = null;
  #coding: Decoding | NoDecoding | null = null;
  /** All has come: what is left is to decode it. */
  #hasEnded = false;
  #hasWaited = false;

  constructor(request: Sendable, reader: BodyReader, timing: Timing, result: Result) {
    this.#request = request;
    this.#reader = reader;
    this.#alarm = timing.alarm;
    this.#backlog = timing.backlog;
    this.#timing = timing;
    this.#result = result;
  }

  get #decoding(): Decoding | null {
    return this.#coding?.isDecoding ? this.#coding : null;
  }

  heard(): void {
    this.#alarm.heard();
  }

  sent(): void {
    this.#timing.onSent();
  }

  head({status, headers, protocol}: ResponseHead): void {
    if (this.#timing.isTooLate()) return;
    const {watch, onHead} = this.#timing;
    const head = {status, headers, at: watch.moment()};
    const asked = this.#request.headers['accept-encoding'] ?? '';
    this.#coding = createDecoding(
      {asked, headers},
      {
        data: (chunk, at) => this.#read(chunk, at),
        tooLarge: (at) => this.#close('too-large', `${CLOSED_BY_US}: a little data becomes more than 16 MiB of it`, at),
        useless: (at) => this.#close('held', `${CLOSED_BY_US}: what came cannot be decoded`, at),
        hold: (isHeld) => this.#result.hold(isHeld),
      },
    );
    this.#isPlain = !this.#coding.isDecoding;
    this.#answer = {head, protocol};
    this.#reader.head(head);
    this.#alarm.set(this.#untilMs, this.#timeUp);
    onHead();
  }

  data(chunk: Buffer): void {
    if (this.#isOver) return;
    const at = this.#backlog.read(chunk.length);
    if (this.#isPlain) {
      this.#plainBytes += chunk.length;
      this.#read(chunk, at);
    } else this.#decoding?.write(chunk, at);
  }

  ended({end, code, message}: Ending): void {
    const ending = {end, code, message, endAt: this.#backlog.moment(), observer: this.#backlog.observer()};
    if (this.#answer === null || this.#isOver) return;
    this.#hasEnded = true;
    const decoding = this.#decoding;
    if (decoding === null) this.#finish(ending);
    else void decoding.end(end === 'complete').then(() => this.#finish(ending));
  }

  refused(refusal: Refusal): void {
    if (!this.#timing.isTooLate()) this.#result.resolve({refusal, observer: this.#timing.watch.observer()});
  }

  failed(thrown: unknown): void {
    if (!this.#timing.isTooLate()) this.#result.reject(thrown);
  }

  closed(): void {
    const {atMs} = this.#timing.watch.moment();
    this.#close('held', CLOSED_BY_US, {atMs, earliestMs: atMs});
  }

  #read(chunk: Buffer, at: Moment): void {
    if (this.#isOver) return;
    const end = this.#reader.chunk(chunk, at);
    if (end !== null) this.#close(end, CLOSED_BY_US, at);
    else if (this.#reader.endsSooner?.() ?? true) this.#alarm.reset();
  }

  readonly #untilMs = (): number => this.#backlog.extended(this.#reader.untilMs(this.#timing.lateMs()));

  readonly #timeUp = (atMs: number): void => {
    if (this.#hasEnded) return;
    const decoding = this.#decoding;
    // What has been read but is not decoded yet came in time. Once: a stream that never pauses gets no more.
    if (decoding?.isBusy() && !this.#hasWaited) {
      this.#hasWaited = true;
      void decoding.idle().then(() => {
        if (!this.#isOver) this.#alarm.set(this.#untilMs, this.#timeUp);
      });
      return;
    }
    const end = this.#reader.endAtTimeUp();
    // A stream that was held may be closed by a byte after its time or by the alarm: that is no other end.
    const message = end === 'held' ? CLOSED_BY_US : `${CLOSED_BY_US}: the time for it was over`;
    this.#close(end, message, {atMs, earliestMs: atMs});
  };

  #close(end: EndKind, message: string, endAt: Moment): void {
    this.#finish({end, code: null, message, endAt, observer: this.#backlog.observer()});
  }

  #finish({end, code, message, endAt, observer}: Ending & {endAt: Moment; observer: Observer}): void {
    if (this.#answer === null || this.#coding === null || this.#isOver) return;
    this.#isOver = true;
    const {head, protocol} = this.#answer;
    const coding = this.#coding.facts(this.#plainBytes);
    this.#decoding?.close();
    this.#result.resolve({
      ...{refusal: null, protocol, head, coding, observer},
      ...{end, endCode: code, endAt, endMessage: message},
    });
  }
}
