import {once} from 'node:events';
import type {ServerResponse} from 'node:http';
import type {Clock} from '../model/clock.ts';

/** `no-transform` forbids hops to compress, nginx buffers unless told not to: both would hold events back. */
const STREAM_HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
} as const;

/** One SSE response: what is written on it, and that it ends in good order. Source: HTML Living Standard, 9.2. */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #closed = new AbortController();

  /** Wraps a response whose headers somebody else writes; `open` is for the others. */
  constructor(response: ServerResponse) {
    this.#response = response;
    for (const [name, value] of Object.entries(STREAM_HEADERS)) response.setHeader(name, value);
    // Emitted once, after a complete end as well as when the client is gone.
    response.once('close', () => this.#closed.abort());
    if (response.closed || response.destroyed) this.#closed.abort();
  }

  /** Sends headers and a first comment at once, so that every hop on the way sees the stream begin. */
  static open(response: ServerResponse): EventStream {
    const stream = new EventStream(response);
    response.writeHead(200);
    response.write(': open\n\n');
    return stream;
  }

  /** Aborted when the response is over, whoever ended it. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  /** Sends an event; `data` must be one line. Resolves when the client keeps up again, or is gone. */
  async send(data: string): Promise<void> {
    await this.#write(`data: ${data}\n\n`);
  }

  /** Sends a comment every `intervalMs`, whatever else is sent, until the stream is over; 0 sends none. */
  async keepAlive(intervalMs: number, clock: Clock): Promise<void> {
    if (intervalMs === 0) return;
    while (await this.waits(intervalMs, clock)) await this.#write(': heartbeat\n\n');
  }

  /** Waits `ms`; false when the stream was over first. */
  async waits(ms: number, clock: Clock): Promise<boolean> {
    try {
      await clock.sleep(ms, this.closed);
    } catch (error) {
      if (!this.closed.aborted) throw error;
    }
    return !this.closed.aborted;
  }

  /** Tells the client when to come back. */
  retryAfter(ms: number): void {
    if (this.#isWritable()) this.#response.write(`retry: ${ms}\n\n`);
  }

  /** Ends the response with its terminator, so that a client can tell an end from a cut. */
  end(): void {
    if (this.#isWritable()) this.#response.end();
  }

  #isWritable(): boolean {
    return !this.closed.aborted && !this.#response.writableEnded;
  }

  async #write(text: string): Promise<void> {
    if (!this.#isWritable() || this.#response.write(text)) return;
    try {
      await once(this.#response, 'drain', {signal: this.closed});
    } catch (error) {
      if (!this.closed.aborted) throw error;
    }
  }
}
