import {randomUUID} from 'node:crypto';
import {clientAddress} from '../guard/client-address.ts';
import type {ServerClock} from '../system-clock.ts';
import type {ResponseTap, StreamEnd, TappedResponse, TappedStream} from './tap.ts';

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
  readonly limits: {readonly backlogBytes: number};
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
  #stopHeartbeat: () => void = () => {};
  #end: StreamEnd = 'left';
  #bytes = 0;

  /** For a response whose head has just left. */
  constructor(response: TappedResponse, host: StreamHost, heartbeatMs: number) {
    this.response = response;
    this.#host = host;
    this.#heartbeatMs = heartbeatMs;
    this.address = clientAddress(response.req, host.forwardedHops);
    this.openedAtMs = host.clock.monotonicMs();
    host.streams.add(this);
    // Emitted once, after a complete end as well as when the client is gone.
    response.once('close', () => this.#onClose());
    if (response.closed || response.destroyed) this.#onClose();
    else this.#beat();
  }

  get path(): string {
    return (this.response.req.url ?? '').split('?', 1)[0] ?? '';
  }

  get isOpen(): boolean {
    const {response} = this;
    return !response.writableEnded && !response.destroyed && !response.closed;
  }

  send(part: string | Uint8Array, behind?: ResponseTap): void {
    const {taps} = this.response;
    let sent: string | Uint8Array | null = part;
    for (let at = behind === undefined ? 0 : taps.indexOf(behind) + 1; at < taps.length; at++) {
      const tap = taps[at];
      if (tap?.part === undefined) continue;
      sent = tap.part(typeof sent === 'string' ? sent : Buffer.from(sent).toString('utf8'), this);
      if (sent === null) return;
    }
    this.sendPast(sent);
  }

  /** A client that does not read is given up when too much waits for it. */
  sendPast(part: string | Uint8Array): void {
    if (!this.isOpen) return;
    const {response} = this;
    this.#bytes += part.length;
    response.writePast(part);
    if (response.writableLength > this.#host.limits.backlogBytes) this.cut('slow-reader');
  }

  end(why: StreamEnd, retryMs?: number): void {
    if (!this.isOpen) return;
    if (retryMs !== undefined) this.send(`retry: ${retryMs}\n\n`);
    this.#end = why;
    this.response.end();
  }

  /** Closes the connection as it is, whatever waits to be sent. */
  cut(why: StreamEnd): void {
    this.#end = why;
    this.response.destroy();
  }

  breakOff(how: 'fin' | 'rst'): void {
    this.#end = 'fault';
    const {socket} = this.response;
    // What was written in this turn leaves at its end.
    setImmediate(() => (how === 'fin' ? socket?.end() : socket?.resetAndDestroy()));
  }

  /** By interval, whatever else is sent: a client can rely on it. */
  #beat(): void {
    if (this.#heartbeatMs === 0) return;
    this.#stopHeartbeat = this.#host.clock.after(this.#heartbeatMs, () => {
      this.send(': heartbeat\n\n');
      if (this.isOpen) this.#beat();
    });
  }

  #onClose(): void {
    this.#stopHeartbeat();
    const {response} = this;
    // Whoever wrote it may have ended it himself.
    const why = this.#end === 'left' && response.writableFinished ? 'done' : this.#end;
    this.#host.streams.remove(this, {why, bytes: this.#bytes});
  }
}
