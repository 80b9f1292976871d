import {type IncomingMessage, ServerResponse} from 'node:http';
import type {Socket} from 'node:net';
import type {Waiting} from './backlog.ts';
import type {StreamHost} from './open-stream.ts';

/** A response whose client is waited for neither with endless bytes nor for an endless time. */
export class WatchedResponse extends ServerResponse<IncomingMessage> implements Waiting {
  /** Set before anything is written; without it nothing is watched. */
  host: StreamHost | null = null;
  #isWatched = false;

  waitingBytes(): number {
    return this.writableLength;
  }

  giveUp(): void {
    this.disconnect();
  }

  /** Closes its connection as it is, also where others are to be answered on it first. */
  disconnect(): void {
    this.ownOrSharedSocket()?.destroy();
    this.destroy();
  }

  /** Null when it is gone, whatever its type says. One that waits for its turn has none of its own yet. */
  protected ownOrSharedSocket(): Socket | null {
    return this.socket ?? this.req.socket;
  }

  /** After each part of an answer: it counts among what waits for clients, and is given up with them. */
  protected watch(): void {
    const {host} = this;
    if (host === null || this.closed) return;
    host.backlog.note(this, this.waitingBytes());
    if (this.#isWatched) return;
    this.#isWatched = true;
    this.on('close', () => host.backlog.forget(this));
    this.giveUpOnSilence();
  }

  /** Who takes nothing for so long is given up. The socket's own timer: it sees what the system took of a large part. */
  protected giveUpOnSilence(): void {
    if (this.host === null || this.closed) return;
    this.setTimeout(this.host.limits.endTimeoutMs, () => this.giveUp());
    // Before Node.js hands the connection on: what comes next on it may take its time.
    this.prependListener('finish', () => void this.socket?.setTimeout(0));
  }
}
