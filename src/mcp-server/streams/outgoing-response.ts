import type {OutgoingHttpHeader} from 'node:http';
import {type Head, headersOf, type Written} from '../wire/wire-response.ts';
import {OpenStream, type StreamHost} from './open-stream.ts';
import type {ResponseTap, TappedResponse} from './tap.ts';
import {WatchedResponse} from './watched-response.ts';

/** `no-transform` forbids compression by hops, and the other header stops nginx's buffering: both delay events. */
const STREAM_HEADERS = {
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
} as const;

/**
 * Every response of the server. One with `text/event-stream` becomes an open stream, no matter what writes it: our own
 * routes, or the SDK's transports, which have no heartbeats, no limits and no shutdown.
 */
export class OutgoingResponse extends WatchedResponse implements TappedResponse {
  taps: readonly ResponseTap[] = [];
  /** The heartbeat of this response, if it becomes a stream; 0: none. Default: the server's. */
  heartbeatMs: number | null = null;
  /** As a stream. */
  endsByItself = this.req.method !== 'GET';
  /** Set once the head of an event stream has been sent. */
  stream: OpenStream | null = null;
  #isEnding = false;

  override writeHead(status: number, reasonOrHead?: string | Head, head?: Head): this {
    const {host} = this;
    const given = typeof reasonOrHead === 'string' ? head : reasonOrHead;
    if (typeof reasonOrHead === 'string') this.statusMessage = reasonOrHead;
    this.statusCode = status;
    for (const [name, value] of headersOf(given)) {
      // The transports send keep-alive even when the client or the server closes: left to Node.js.
      const isKeepAlive = /^connection$/i.test(name) && !/close/i.test(String(value));
      if (value !== undefined && !isKeepAlive) this.setHeader(name, value);
    }
    const isStream = status === 200 && isEventStream(this.getHeader('content-type'));
    if (isStream) for (const [name, value] of Object.entries(STREAM_HEADERS)) this.setHeader(name, value);
    for (const tap of this.taps) tap.head?.(this, isStream);
    super.writeHead(this.statusCode);
    if (isStream && host !== null && this.req.method !== 'HEAD') this.#open(host);
    return this;
  }

  #open(host: StreamHost): void {
    this.stream = new OpenStream(this, host, this.heartbeatMs ?? host.heartbeatMs);
    for (const tap of this.taps) tap.open?.(this.stream);
    // At once, so that every hop sees the stream begin; only the head if a tap holds everything back.
    this.stream.send(': open\n\n');
    if (this.taps.length > 0 && !this.taps.some(({holdsHead}) => holdsHead)) this.flushHeaders();
  }

  override write(chunk: unknown, encodingOrDone?: BufferEncoding | Written, done?: Written): boolean {
    // Node.js's `implicitHeader` would come too late: the stream must exist before its first part.
    if (!this.headersSent) this.writeHead(this.statusCode);
    if (this.stream === null) {
      const goesOn = this.writePast(chunk, encodingOrDone as BufferEncoding, done);
      this.watch();
      return goesOn;
    }
    this.stream.send(chunk as string | Uint8Array);
    (typeof encodingOrDone === 'function' ? encodingOrDone : done)?.(null);
    // A writer that is told to wait would queue without a limit. Ours is in `OpenStream`.
    return true;
  }

  override end(...last: unknown[]): this {
    const {stream} = this;
    if (stream === null) {
      super.end(...(last as [unknown, BufferEncoding, () => void]));
      this.watch();
      return this;
    }
    if (this.#isEnding) return this;
    const [chunk] = last;
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) stream.send(chunk);
    const done = last.findLast((argument) => typeof argument === 'function');
    this.#finish(stream, () => {
      super.end(done as () => void);
      this.giveUpOnSilence();
    });
    return this;
  }

  breakOff(how: 'fin' | 'rst'): void {
    const {stream} = this;
    if (stream === null || this.#isEnding) return;
    this.#finish(stream, () => {
      this.breakConnection(how);
      this.giveUpOnSilence();
    });
  }

  override waitingBytes(): number {
    let waiting = super.waitingBytes();
    for (const tap of this.taps) waiting += tap.held?.() ?? 0;
    return waiting;
  }

  override giveUp(): void {
    if (this.stream === null) super.giveUp();
    else this.stream.giveUp();
  }

  /** One tap after the other, as what one still holds goes through those after it. */
  #finish(stream: OpenStream, then: () => void): void {
    this.#isEnding = true;
    stream.ending();
    const finishing = this.taps.filter(({finish}) => finish !== undefined);
    if (finishing.length === 0) {
      then();
      return;
    }
    const finish = async () => {
      for (const tap of finishing) await tap.finish?.();
    };
    finish().then(then, () => this.destroy());
  }

  writePast(chunk: unknown, encoding?: BufferEncoding, done?: Written): boolean {
    return super.write(chunk as string, encoding as BufferEncoding, done as Written);
  }
}

function isEventStream(contentType: OutgoingHttpHeader | undefined): boolean {
  return typeof contentType === 'string' && /^text\/event-stream\b/i.test(contentType);
}
