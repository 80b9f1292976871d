import {randomUUID} from 'node:crypto';
import {clientAddress} from '../guard/client-address.ts';
import type {StreamEnd} from '../log.ts';
import type {ServerClock} from '../system-clock.ts';
import {type Backlog, NOTED_FROM_BYTES} from './backlog.ts';
import type {ResponseTap, TappedResponse, TappedStream} from './tap.ts';

/** What is known of a stream when it is over. */
export interface StreamAccount {
  readonly why: StreamEnd;
  readonly bytes: number;
}

/** What a stream needs of the server it belongs to. */
export interface StreamHost {
  /** How often a silent stream is kept alive, unless its response says otherwise; 0: never. */
  readonly heartbeatMs: number;
  readonly clock: ServerClock;
  readonly limits: {readonly backlogBytes: number; readonly endTimeoutMs: number};
  readonly backlog: Backlog;
  /** How many hops in front add to `X-Forwarded-For`. */
  readonly forwardedHops: number;
  readonly streams: {
    add(stream: OpenStream): void;
    remove(stream: OpenStream, account: StreamAccount): void;
  };
}

/** An event stream while it is open: its heartbeat, its bound, its end. */
export class OpenStream implements TappedStream {
  readonly id = randomUUID();
  readonly response: TappedResponse;
  /** Of its client. */
  readonly address: string;
  readonly openedAtMs: number;
  readonly #host: StreamHost;
  readonly #heartbeatMs: number;
  #stopTimer: () => void = () => {};
  #isEnding = false;
  /** All of it has been taken. */
  #isFinished = false;
  /** What its end is called when it comes to one, and what is called so whether it did or not. */
  #end: StreamEnd = 'done';
  #cut: StreamEnd | null = null;
  #bytes = 0;
  #afterPart: (() => void) | null = null;
  #expected = 0;
  #drainRetryMs: number | null = null;

  /** For a response whose head has just left. */
  constructor(response: TappedResponse, host: StreamHost, heartbeatMs: number) {
    this.response = response;
    this.#host = host;
    this.#heartbeatMs = heartbeatMs;
    this.address = clientAddress(response.req, host.forwardedHops);
    this.openedAtMs = host.clock.monotonicMs();
    host.streams.add(this);
    response.on('finish', () => {
      // Node.js 22 says so of a response whose connection was lost, too.
      this.#isFinished = !response.req.socket.destroyed;
    });
    // Emitted once, after a complete end as well as when the client is gone.
    response.on('close', () => this.#onClose());
    if (response.closed || response.destroyed) this.#onClose();
    else this.#beat();
  }

  get path(): string {
    return (this.response.req.url ?? '').split('?', 1)[0] ?? '';
  }

  /** Whether anything new can be sent. */
  get isOpen(): boolean {
    return !this.#isEnding && this.#canWrite;
  }

  get #canWrite(): boolean {
    const {response} = this;
    if (this.#cut === 'slow-reader') return false;
    return !response.writableEnded && !response.destroyed && !response.closed;
  }

  send(part: string | Uint8Array, behind?: ResponseTap): void {
    if (!(behind === undefined ? this.isOpen : this.#canWrite) || this.#isTooFull()) return;
    const {taps} = this.response;
    if (taps.length === 0) {
      this.#write(part);
      return;
    }
    let sent: string | Uint8Array | null = part;
    for (let at = behind === undefined ? 0 : taps.indexOf(behind) + 1; at < taps.length && sent !== null; at++) {
      const tap = taps[at];
      if (tap?.part === undefined) continue;
      sent = tap.part(typeof sent === 'string' ? sent : Buffer.from(sent).toString('utf8'), this);
    }
    if (sent !== null && this.#canWrite) this.#write(sent);
    const act = this.#afterPart;
    this.#afterPart = null;
    act?.();
  }

  sendPast(part: string | Uint8Array): void {
    // What a tap lets go it does not hold any more.
    if (this.#canWrite && !this.#isTooFull(this.response.writableLength)) this.#write(part);
  }

  #write(part: string | Uint8Array): void {
    const bytes = Buffer.byteLength(part);
    this.#bytes += bytes;
    // Node.js counts what waits of a text by its characters.
    this.response.writePast(bytes === part.length ? part : Buffer.from(part as string));
    // Nothing may come behind it.
    if (bytes >= NOTED_FROM_BYTES) this.#host.backlog.note(this.response, this.response.waitingBytes());
  }

  afterPart(act: () => void): void {
    const before = this.#afterPart;
    this.#afterPart =
      before === null
        ? act
        : () => {
            before();
            act();
          };
  }

  end(why: StreamEnd, retryMs?: number): void {
    if (!this.isOpen) return;
    if (retryMs !== undefined) this.send(`retry: ${retryMs}\n\n`);
    this.because(why);
    this.response.end();
  }

  /** What its end is to be called, whoever ends it. */
  because(why: StreamEnd): void {
    this.#end = why;
  }

  /** A result will come on this stream: until the function is called that this gives, draining waits for it. */
  expect(): () => void {
    this.#expected += 1;
    let isExpected = true;
    return () => {
      if (!isExpected) return;
      isExpected = false;
      this.#expected -= 1;
      if (this.#expected === 0 && this.#drainRetryMs !== null) this.end('drain', this.#drainRetryMs);
    };
  }

  /** Ends as soon as nothing is expected any more. */
  drain(retryMs: number): void {
    this.#drainRetryMs = retryMs;
    if (this.#expected === 0) this.end('drain', retryMs);
  }

  breakOff(how: 'fin' | 'rst'): void {
    this.#cut = 'fault';
    this.response.breakOff(how);
  }

  /** For the response: nothing new comes any more, but what the taps still have. */
  ending(): void {
    this.#isEnding = true;
    this.#stopTimer();
  }

  /** Whether too much waits for the client: then the connection is closed as it is. */
  #isTooFull(waiting = this.response.waitingBytes()): boolean {
    const {response} = this;
    const {backlog, limits} = this.#host;
    backlog.note(response, waiting);
    if (waiting > limits.backlogBytes) this.giveUp();
    return this.#cut === 'slow-reader' || response.destroyed;
  }

  /** Its client does not read. */
  giveUp(): void {
    this.#cut = 'slow-reader';
    this.response.disconnect();
  }

  /** By interval, whatever else is sent: a client can rely on it. */
  #beat(): void {
    if (this.#heartbeatMs === 0) return;
    this.#stopTimer = this.#host.clock.after(this.#heartbeatMs, () => {
      this.send(': heartbeat\n\n');
      if (this.isOpen) this.#beat();
    });
  }

  #onClose(): void {
    this.#isEnding = true;
    this.#stopTimer();
    this.#host.backlog.forget(this.response);
    const why = this.#cut ?? (this.#isFinished ? this.#end : 'left');
    this.#host.streams.remove(this, {why, bytes: this.#bytes});
  }
}
