import type {Transform} from 'node:stream';
import type {Moment} from '../../../model/facts/observer.ts';
import type {Coding} from '../../../model/facts/wire/http.ts';
import {mediaTypeOf} from '../../../model/text/media-type.ts';
import {codingsIn, decoderOf} from './decoders.ts';

/** More than a thousandth of it comes in one read: only a decompression bomb becomes as much. */
const MOST_DECODED_OF_A_READ = 16 * 1024 * 1024;
/** What is given to whoever looks at a body that is not in its coding. */
const KEPT_RAW_BYTES = 1024 * 1024;
/** What waits for the decoder before no more is read. */
const MOST_WAITING_BYTES = 256 * 1024;

export interface Decoded {
  /** With the moment of the bytes that it was decoded from. */
  data(chunk: Buffer, at: Moment): void;
  /** One read became more than we are willing to decode. */
  tooLarge(at: Moment): void;
  /** The bytes are not of their coding, and nothing will be given that was not decoded. */
  useless(at: Moment): void;
  /** Too much waits for the decoder, or no longer. */
  hold(isHeld: boolean): void;
}

/** Of a body in no coding, or in one that nobody here knows: there is nothing to decode, and what comes is the body. */
export interface NoDecoding {
  readonly isDecoding: false;
  facts(encodedBytes: number): Coding;
}

export interface Decoding {
  readonly isDecoding: true;
  write(chunk: Buffer, at: Moment): void;
  /** Whether there is something that is not decoded yet. */
  isBusy(): boolean;
  /** When all that has come is decoded. */
  idle(): Promise<void>;
  /** No more will come. */
  end(isProper: boolean): Promise<void>;
  /** Drops what is not decoded yet. */
  close(): void;
  facts(): Coding;
}

interface Said {
  readonly asked: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Decodes a body by what its head says. */
export function createDecoding({asked, headers}: Said, decoded: Decoded): Decoding | NoDecoding {
  const said = headers['content-encoding']?.trim().toLowerCase() ?? null;
  const codings = codingsIn(said);
  if (codings === null) return none({asked, said, decoded: 'unknown'});
  if (codings.length === 0) return none({asked, said, decoded: 'plain'});
  const isEventStream = mediaTypeOf(headers['content-type']) === 'text/event-stream';
  return new StreamingDecoding({asked, said, codings: codings.toReversed(), isEventStream}, decoded);
}

function none(how: Pick<Coding, 'asked' | 'said' | 'decoded'>): NoDecoding {
  return {isDecoding: false, facts: (encodedBytes) => ({...how, problem: null, encodedBytes})};
}

interface Raw {
  readonly chunk: Buffer;
  readonly at: Moment;
}

interface How {
  readonly asked: string;
  readonly said: string | null;
  /** In the order in which they are taken off. */
  readonly codings: readonly string[];
  /** Readers of event streams get nothing of what cannot be decoded; people want to see the page of an error. */
  readonly isEventStream: boolean;
}

/** One read at a time, so that it is known which one the output came from. */
class StreamingDecoding implements Decoding {
  readonly isDecoding = true;
  readonly #how: How;
  readonly #decoded: Decoded;
  readonly #waiting: Raw[] = [];
  #waitingBytes = 0;
  #isHeld = false;
  #isWorking = false;
  #isClosed = false;
  #idle: PromiseWithResolvers<void> | null = null;
  #stages: readonly Transform[] = [];
  /** The first bytes, until there are enough of them to begin. */
  #start: Raw | null = null;
  /** All bytes, as long as nothing of them has been decoded. */
  #raw: Raw[] | null = [];
  #rawBytes = 0;
  #at: Moment = {atMs: 0, earliestMs: 0};
  #encodedBytes = 0;
  #decodedOfRead = 0;
  #state: 'decoding' | 'whole' | 'lies' = 'decoding';
  #isEmptyAndProper = false;
  #problem: string | null = null;
  /** Called when a stage fails, or is over before its input is. */
  #stopped: () => void = () => {};

  constructor(how: How, decoded: Decoded) {
    this.#how = how;
    this.#decoded = decoded;
  }

  write(chunk: Buffer, at: Moment): void {
    this.#encodedBytes += chunk.length;
    // A copy: the chunk is a window into the parser's memory.
    this.#waiting.push({chunk: Buffer.from(chunk), at});
    this.#waitingBytes += chunk.length;
    if (this.#waitingBytes > MOST_WAITING_BYTES && !this.#isHeld) {
      this.#isHeld = true;
      this.#decoded.hold(true);
    }
    void this.#work();
  }

  isBusy(): boolean {
    return this.#isWorking;
  }

  async idle(): Promise<void> {
    while (this.#isWorking) {
      this.#idle ??= Promise.withResolvers();
      await this.#idle.promise;
    }
  }

  async end(isProper: boolean): Promise<void> {
    await this.idle();
    if (this.#isClosed) return;
    this.#isEmptyAndProper = isProper && this.#encodedBytes === 0;
    if (this.#encodedBytes === 0) return;
    if (this.#start !== null) await this.#begin(this.#start);
    const first = this.#stages[0];
    if (this.#state !== 'decoding' || first === undefined) return;
    await new Promise<void>((resolve) => {
      this.#stopped = resolve;
      first.end();
    });
    // A message that was cut off explains a coding that is.
    if (!isProper && this.#state === 'decoding') this.#problem = null;
  }

  close(): void {
    this.#isClosed = true;
    this.#waiting.length = 0;
    this.#stopped();
    for (const stage of this.#stages) stage.destroy();
  }

  facts(): Coding {
    const {asked, said} = this.#how;
    const decoded = this.#isEmptyAndProper ? 'plain' : this.#state === 'decoding' ? 'partial' : this.#state;
    return {asked, said, decoded, problem: this.#problem, encodedBytes: this.#encodedBytes};
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    for (let raw = this.#waiting.shift(); raw !== undefined && !this.#isClosed; raw = this.#waiting.shift()) {
      await this.#decode(raw);
      this.#waitingBytes -= raw.chunk.length;
      if (this.#isHeld && this.#waitingBytes <= MOST_WAITING_BYTES / 2) {
        this.#isHeld = false;
        this.#decoded.hold(false);
      }
    }
    this.#isWorking = false;
    this.#idle?.resolve();
    this.#idle = null;
  }

  async #decode(raw: Raw): Promise<void> {
    this.#at = raw.at;
    this.#decodedOfRead = 0;
    if (this.#state === 'lies') return this.#passOn(raw);
    if (this.#state === 'whole') return;
    this.#keep(raw);
    if (this.#stages.length > 0) return this.#feed(raw.chunk);
    const chunk = this.#start === null ? raw.chunk : Buffer.concat([this.#start.chunk, raw.chunk]);
    if (chunk.length < 2) this.#start = {chunk, at: raw.at};
    else await this.#begin({chunk, at: raw.at});
  }

  async #begin({chunk}: Raw): Promise<void> {
    this.#start = null;
    this.#stages = this.#how.codings.map((coding, index) => decoderOf(coding, index === 0 ? chunk : null));
    for (const [index, stage] of this.#stages.entries()) {
      stage.on('error', (error) => this.#failed(error));
      const next = this.#stages[index + 1];
      if (next !== undefined) stage.pipe(next);
      else {
        stage.on('data', (output: Buffer) => this.#output(output));
        stage.on('end', () => {
          this.#state = 'whole';
          this.#stopped();
        });
      }
    }
    await this.#feed(chunk);
  }

  #feed(chunk: Buffer): Promise<void> {
    return new Promise((resolve) => {
      this.#stopped = resolve;
      this.#stages[0]?.write(chunk, () => void this.#drained().then(resolve));
    });
  }

  /** What one stage has put out may still be on its way through the next. */
  async #drained(): Promise<void> {
    const isFull = () =>
      this.#state === 'decoding' &&
      !this.#isClosed &&
      this.#stages.some(({readableLength, writableLength}) => readableLength + writableLength > 0);
    while (isFull()) await new Promise((resolve) => setImmediate(resolve));
  }

  #output(output: Buffer): void {
    if (this.#isClosed) return;
    this.#raw = null;
    this.#decodedOfRead += output.length;
    if (this.#decodedOfRead > MOST_DECODED_OF_A_READ) this.#decoded.tooLarge(this.#at);
    else this.#decoded.data(output, this.#at);
  }

  #failed(error: NodeJS.ErrnoException): void {
    if (this.#isClosed || this.#state !== 'decoding') return;
    this.#problem = error.message;
    // The coded data was well as far as it came.
    if (error.code !== 'Z_BUF_ERROR') this.#lies();
    this.#stopped();
  }

  #lies(): void {
    this.#state = 'lies';
    for (const stage of this.#stages) stage.destroy();
    const raw = this.#raw ?? [];
    this.#raw = null;
    for (const piece of raw) this.#passOn(piece);
    if (this.#how.isEventStream) this.#decoded.useless(this.#at);
  }

  #passOn({chunk, at}: Raw): void {
    if (!this.#how.isEventStream && !this.#isClosed) this.#decoded.data(chunk, at);
  }

  #keep(raw: Raw): void {
    if (this.#raw === null || this.#how.isEventStream) return;
    this.#raw.push(raw);
    this.#rawBytes += raw.chunk.length;
    if (this.#rawBytes > KEPT_RAW_BYTES) this.#raw = null;
  }
}
