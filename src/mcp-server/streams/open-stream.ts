import {randomUUID} from 'node:crypto';
import {clientAddress} from '../guard/client-address.ts';
import type {ServerState} from '../server-state.ts';
import type {OutgoingResponse, ResponseTap} from './outgoing-response.ts';

/** Why a stream is over. `left`: its client, or a hop on the way, closed the connection. */
export type StreamEnd = 'done' | 'drain' | 'left' | 'slow-reader' | 'session-over' | 'fault';

/** An event stream while it is open: its heartbeat, its bound, its end. */
export class OpenStream {
  readonly id = randomUUID();
  readonly response: OutgoingResponse;
  /** Of its client. */
  readonly address: string;
  readonly openedAtMs: number;
  readonly #state: ServerState;
  readonly #heartbeatMs: number;
  #stopHeartbeat: () => void = () => {};
  #end: StreamEnd = 'left';
  #bytes = 0;

  /** For a response whose head has just left. */
  constructor(response: OutgoingResponse, state: ServerState, heartbeatMs: number) {
    this.response = response;
    this.#state = state;
    this.#heartbeatMs = heartbeatMs;
    this.address = clientAddress(response.req, state.forwardedHops);
    this.openedAtMs = state.clock.monotonicMs();
    state.streams.add(this);
    // Emitted once, after a complete end as well as when the client is gone.
    response.once('close', () => this.#onClose());
    if (response.closed || response.destroyed) this.#onClose();
    else this.#beat();
  }

  /** Without the query. */
  get path(): string {
    return (this.response.req.url ?? '').split('?', 1)[0] ?? '';
  }

  get isOpen(): boolean {
    const {response} = this;
    return !response.writableEnded && !response.destroyed && !response.closed;
  }

  /** Sends one or more whole blocks through the taps, or those behind one of them: what a tap held back comes so. */
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

  /** Sends without any tap. A client that does not read is given up when too much waits for it. */
  sendPast(part: string | Uint8Array): void {
    if (!this.isOpen) return;
    const {response} = this;
    this.#bytes += part.length;
    response.writePast(part);
    if (response.writableLength > this.#state.limits.backlogBytes) this.cut('slow-reader');
  }

  /** Ends with the terminator, so that a client can tell an end from a cut. `retryMs` tells it when to come back. */
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

  /** Breaks the connection off without ending the response, after what was sent. */
  breakOff(how: 'fin' | 'rst'): void {
    this.#end = 'fault';
    const {socket} = this.response;
    // What was written in this turn leaves at its end.
    setImmediate(() => (how === 'fin' ? socket?.end() : socket?.resetAndDestroy()));
  }

  /** By interval, whatever else is sent: a client can rely on it. */
  #beat(): void {
    if (this.#heartbeatMs === 0) return;
    this.#stopHeartbeat = this.#state.clock.after(this.#heartbeatMs, () => {
      this.send(': heartbeat\n\n');
      if (this.isOpen) this.#beat();
    });
  }

  #onClose(): void {
    this.#stopHeartbeat();
    const {response} = this;
    // Whoever wrote it may have ended it himself.
    const why = this.#end === 'left' && response.writableFinished ? 'done' : this.#end;
    this.#state.streams.remove(this, {why, bytes: this.#bytes});
  }
}
