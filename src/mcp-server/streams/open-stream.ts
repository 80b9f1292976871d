import {randomUUID} from 'node:crypto';
import {clientAddress} from '../guard/client-address.ts';
import type {StreamEnd} from '../log.ts';
import type {ServerClock} from '../system-clock.ts';
import {type Backlog, NOTED_FROM_BYTES} from './backlog.ts';
import {Recurring, type SharedTicks} from './shared-ticks.ts';
import type {ResponseTap, TappedResponse, TappedStream} from './tap.ts';

/** What is known about a stream when it ends. */
export interface StreamAccount {
  readonly why: StreamEnd;
  readonly bytes: number;
}

/** What a stream needs from its server. */
export interface StreamHost {
  /** How often a silent stream gets a heartbeat, unless its response overrides it; 0: never. */
  readonly heartbeatMs: number;
  readonly clock: ServerClock;
  readonly ticks: SharedTicks;
  readonly limits: {readonly backlogBytes: number; readonly endTimeoutMs: number};
  readonly backlog: Backlog;
  /** How many hops in front append to `X-Forwarded-For`. */
  readonly forwardedHops: number;
  readonly streams: {
    add(stream: OpenStream): void;
    remove(stream: OpenStream, account: StreamAccount): void;
  };
}

/** An open event stream: its heartbeat, its limit, its end. */
export class OpenStream implements TappedStream {
  readonly id = randomUUID();
  readonly response: TappedResponse;
  /** Of its client. */
  readonly address: string;
  readonly openedAtMs: number;
  readonly #host: StreamHost;
  readonly #heartbeatMs: number;
  readonly #heartbeat: Recurring | null;
  #heartbeatDueMs: number;
  #isEnding = false;
  /** The client has received everything. */
  #isFinished = false;
  /** The reason to log if it ends by itself, and the one to log in any case. */
  #end: StreamEnd = 'done';
  #cut: StreamEnd | null = null;
  #bytes = 0;
  #afterPart: (() => void) | null = null;
  #expected = 0;
  #drainRetryMs: number | null = null;

  /** For a response whose head has just been sent. */
  constructor(response: TappedResponse, host: StreamHost, heartbeatMs: number) {
    this.response = response;
    this.#host = host;
    this.#heartbeatMs = heartbeatMs;
    this.address = clientAddress(response.req, host.forwardedHops);
    this.openedAtMs = host.clock.monotonicMs();
    this.#heartbeat = heartbeatMs === 0 ? null : new Recurring(() => this.#beat());
    this.#heartbeatDueMs = this.openedAtMs;
    host.streams.add(this);
    response.on('finish', () => {
      // Node.js 22 also reports this for a response whose connection was lost.
      this.#isFinished = !response.req.socket.destroyed;
    });
    // Emitted once, after a complete end or when the client is gone.
    response.on('close', () => this.#onClose());
    if (response.closed || response.destroyed) this.#onClose();
    else this.#wait();
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
    // Whatever a tap releases it no longer holds.
    if (this.#canWrite && !this.#isTooFull(this.response.writableLength)) this.#write(part);
  }

  #write(part: string | Uint8Array): void {
    const bytes = Buffer.byteLength(part);
    this.#bytes += bytes;
    // Node.js counts waiting text in characters.
    this.response.writePast(bytes === part.length ? part : Buffer.from(part as string));
    // Nothing may follow it.
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

  /** The reason to log for its end, whatever ends it. */
  because(why: StreamEnd): void {
    this.#end = why;
  }

  /** A result will come on this stream: draining waits for it until the returned function is called. */
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

  /** Ends as soon as no result is expected. */
  drain(retryMs: number): void {
    this.#drainRetryMs = retryMs;
    if (this.#expected === 0) this.end('drain', retryMs);
  }

  breakOff(how: 'fin' | 'rst'): void {
    this.#cut = 'fault';
    this.response.breakOff(how);
  }

  /** For the response: no more data comes, except what the taps still hold. */
  ending(): void {
    this.#isEnding = true;
    this.#stopHeartbeat();
  }

  /** Whether too much is buffered for the client: then the connection is closed immediately. */
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

  #beat(): void {
    this.send(': heartbeat\n\n');
    if (this.isOpen) this.#wait();
  }

  /** At fixed intervals, whatever else is sent, so that clients can rely on it. What was missed is not made up for. */
  #wait(): void {
    if (this.#heartbeat === null) return;
    const {clock, ticks} = this.#host;
    const nowMs = clock.monotonicMs();
    const dueMs = this.#heartbeatDueMs + this.#heartbeatMs;
    this.#heartbeatDueMs = dueMs > nowMs ? dueMs : nowMs + this.#heartbeatMs;
    ticks.at(this.#heartbeatDueMs, this.#heartbeatMs, this.#heartbeat);
  }

  #stopHeartbeat(): void {
    if (this.#heartbeat !== null) this.#host.ticks.cancel(this.#heartbeat);
  }

  #onClose(): void {
    this.#isEnding = true;
    this.#stopHeartbeat();
    this.#host.backlog.forget(this.response);
    const why = this.#cut ?? (this.#isFinished ? this.#end : 'left');
    this.#host.streams.remove(this, {why, bytes: this.#bytes});
  }
}
