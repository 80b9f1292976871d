import {Socket, type SocketConstructorOpts} from 'node:net';

/** What libuv reads at once, as it does without this. */
const READ_BYTES = 64 * 1024;
/** One for all: what is in it is taken, or copied, before anything else is read. */
const shared = Buffer.allocUnsafeSlow(READ_BYTES);

/**
 * A TCP socket that hands what it read to whoever listens for `readable` at once, in memory that is written over afterwards:
 * of what an event of a stream costs, a third was to make a buffer of it and to pass it through a queue. What nobody takes is
 * copied, and queued as by any other socket.
 */
export class DirectSocket extends Socket {
  #chunk: Buffer | null = null;

  constructor(options: SocketConstructorOpts) {
    super({...options, onread: {buffer: shared, callback: (bytes) => this.#take(bytes)}});
  }

  override read(size?: number): Buffer | null {
    const chunk = this.#chunk;
    if (chunk === null) return super.read(size);
    this.#chunk = null;
    this.emit('data', chunk);
    return chunk;
  }

  /** False: read no more until asked. */
  #take(bytes: number): boolean {
    const chunk = shared.subarray(0, bytes);
    if (this.readableLength === 0 && this.listenerCount('readable') > 0) {
      this.#chunk = chunk;
      this.emit('readable');
      if (this.#chunk === null) return true;
      this.#chunk = null;
    }
    return this.push(Buffer.from(chunk));
  }

  override unshift(chunk: Buffer): void {
    super.unshift(Buffer.from(chunk));
  }
}
