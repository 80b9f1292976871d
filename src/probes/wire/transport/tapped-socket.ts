import type {Socket} from 'node:net';
import {Duplex} from 'node:stream';

/** Passes a socket on, and shows what is read from it on the way. */
export class TappedSocket extends Duplex {
  readonly #socket: Socket;
  /** What the network said; null when it closed the connection without an error, or is open. */
  networkError: NodeJS.ErrnoException | null = null;
  #isHeld = false;

  constructor(socket: Socket, tap: (chunk: Buffer) => void) {
    super();
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      tap(chunk);
      if (!this.push(chunk)) socket.pause();
    });
    socket.on('end', () => this.push(null));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.networkError ??= error;
    });
    socket.on('close', () => this.destroy());
  }

  /** Leaves what comes in the socket: in a stream of `node:http2` that is paused it would be lost with the connection. */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    if (isHeld) this.#socket.pause();
    else this.#socket.resume();
  }

  override _read(): void {
    if (!this.#isHeld) this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    // An error closes the socket, which is what ends this: an error of this stream would be taken for one of HTTP/2.
    this.#socket.write(chunk, (error) => {
      this.networkError ??= error ?? null;
      done();
    });
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}
