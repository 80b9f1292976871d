import {WireResponse} from '../wire/wire-response.ts';
import type {Waiting} from './backlog.ts';
import type {StreamHost} from './open-stream.ts';

/** A response with limits on the bytes and the time that its client may lag behind. */
export class WatchedResponse extends WireResponse implements Waiting {
  /** Set before anything is written; without it there are no limits. */
  host: StreamHost | null = null;
  #isWatched = false;

  waitingBytes(): number {
    return this.writableLength;
  }

  giveUp(): void {
    this.disconnect();
  }

  /** After each part of an answer: counts towards the backlog, and may be dropped with it. */
  protected watch(): void {
    const {host} = this;
    if (host === null || this.closed) return;
    host.backlog.note(this, this.waitingBytes());
    if (this.#isWatched) return;
    this.#isWatched = true;
    this.on('close', () => host.backlog.forget(this));
    this.giveUpOnSilence();
  }

  /** Drops clients that read nothing for this long. The socket's own timer sees progress within a large part. */
  protected giveUpOnSilence(): void {
    if (this.host === null || this.closed) return;
    this.setTimeout(this.host.limits.endTimeoutMs, () => this.giveUp());
    // Before Node.js reuses the connection: the next request on it may take its time.
    this.prependListener('finish', () => void this.socket?.setTimeout(0));
  }
}
