import {type IncomingMessage, type OutgoingHttpHeader, type OutgoingHttpHeaders, ServerResponse} from 'node:http';
import type {ServerHttp2Stream} from 'node:http2';
import type {Socket} from 'node:net';
import type {Writable} from 'node:stream';
import {Http2Request} from './http2-request.ts';
import {rawResponse} from './raw-frames.ts';
import {tcpSocketOf} from './tcp-socket.ts';

export type Head = OutgoingHttpHeaders | OutgoingHttpHeader[];
export type Written = (error: Error | null | undefined) => void;

/** Headers of one connection: HTTP/2 forbids them (RFC 9113, section 8.2.2). */
const OF_CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
]);

const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * A response over HTTP/1.1, or over a stream of HTTP/2 if its request came on one. The second kind is used in the same
 * way; what belongs to a connection of HTTP/1.1 is left out of its head.
 */
export class WireResponse extends ServerResponse<IncomingMessage> {
  readonly #http2: ServerHttp2Stream | null;
  /** A header that HTTP/2 forbids and that is sent over it nevertheless, as a fault. */
  forbiddenHeader: readonly [name: string, value: string] | null = null;
  /** What sends the response then. */
  #raw: Writable | null = null;
  /** As over HTTP/1.1, the head is sent with the first part of the body, or when it is flushed. */
  #isHeadMade = false;
  #isHeadSent = false;
  #isClosed = false;
  #takesBody = true;

  /** `options` come from Node.js, whose types do not know them. */
  constructor(request: IncomingMessage, options?: unknown) {
    super(...([request, options] as unknown as [IncomingMessage]));
    this.#http2 = request instanceof Http2Request ? request.http2 : null;
    if (request instanceof Http2Request) this.#follow(request);
  }

  #follow(request: Http2Request): void {
    const {http2} = request;
    Object.defineProperties(this, {
      headersSent: {get: () => this.#isHeadMade},
      closed: {get: () => this.#isClosed},
      writableLength: {get: () => http2.writableLength},
    });
    // The reason is of no use: the response is over, as its `close` says.
    http2.on('error', () => {});
    // Node.js waits for what is still to be written, which can never be, and `close` would not come.
    http2.on('aborted', () => http2.destroy());
    http2.on('drain', () => void this.emit('drain'));
    http2.on('finish', () => {
      if (!this.finished || this.destroyed) return;
      this.emit('finish');
      request.answered();
    });
    http2.on('close', () => {
      this.#isClosed = true;
      this.destroyed = true;
      this.emit('close');
    });
  }

  override writeHead(status: number, reasonOrHead?: string | Head, head?: Head): this {
    if (this.#http2 === null) return super.writeHead(status, reasonOrHead as string, head);
    const given = typeof reasonOrHead === 'string' ? head : reasonOrHead;
    for (const [name, value] of headersOf(given)) if (value !== undefined) this.setHeader(name, value);
    this.statusCode = status;
    this.#isHeadMade = true;
    return this;
  }

  override flushHeaders(): void {
    const http2 = this.#http2;
    if (http2 === null) {
      super.flushHeaders();
      return;
    }
    // Through what a subclass makes of it.
    if (!this.headersSent) this.writeHead(this.statusCode);
    if (this.#isHeadSent) return;
    this.#isHeadSent = true;
    this.#takesBody = this.req.method !== 'HEAD' && !BODILESS.has(this.statusCode);
    if (http2.destroyed || http2.closed) return;
    const allowed = Object.entries(this.getHeaders()).filter(([name]) => !OF_CONNECTION.has(name));
    const headers = {':status': this.statusCode, ...Object.fromEntries(allowed)};
    if (this.forbiddenHeader !== null) this.#raw = this.#forbidden(headers, this.forbiddenHeader);
    if (this.#raw === null) http2.respond(headers, {sendDate: this.sendDate} as object);
  }

  #forbidden(headers: OutgoingHttpHeaders, [name, value]: readonly [string, string]): Writable | null {
    const raw = rawResponse(this.req as Http2Request, {...headers, [name]: value});
    return raw?.on('finish', () => void this.emit('finish')) ?? null;
  }

  override writeContinue(done?: () => void): void {
    if (this.#http2 === null) {
      super.writeContinue(done);
      return;
    }
    if (!this.#http2.destroyed) this.#http2.additionalHeaders({':status': 100});
    done?.();
  }

  override write(chunk: unknown, encodingOrDone?: BufferEncoding | Written, done?: Written): boolean {
    const http2 = this.#http2;
    if (http2 === null) return super.write(chunk as string, encodingOrDone as BufferEncoding, done as Written);
    this.flushHeaders();
    const written = typeof encodingOrDone === 'function' ? encodingOrDone : done;
    if (!this.#takesBody) {
      written?.(null);
      return true;
    }
    const encoding = typeof encodingOrDone === 'string' ? encodingOrDone : undefined;
    const out = this.#raw ?? http2;
    if (!out.writable || http2.destroyed) return false;
    return out.write(chunk as string, encoding as BufferEncoding, written);
  }

  override end(...last: unknown[]): this {
    const http2 = this.#http2;
    if (http2 === null) return super.end(...(last as [unknown, BufferEncoding, () => void]));
    if (this.finished) return this;
    this.flushHeaders();
    const done = last.findLast((argument) => typeof argument === 'function') as (() => void) | undefined;
    const [chunk, encoding] = last;
    const hasChunk = typeof chunk === 'string' || chunk instanceof Uint8Array;
    this.finished = true;
    if (done !== undefined) this.once('finish', done);
    const out = this.#raw ?? http2;
    if (hasChunk && this.#takesBody && out.writable) {
      out.write(chunk, (typeof encoding === 'string' ? encoding : 'utf8') as BufferEncoding);
    }
    // After the current turn of the event loop, in which the head of an answer without a body has ended the stream.
    if (out.writableFinished) setImmediate(() => void this.emit('finish'));
    else if (!out.writableEnded) out.end();
    return this;
  }

  override setTimeout(ms: number, onTimeout?: (socket: Socket) => void): this {
    if (this.#http2 === null) return super.setTimeout(ms, onTimeout as () => void);
    this.#http2.setTimeout(ms, () => onTimeout?.(this.req.socket));
    return this;
  }

  /** Over HTTP/2 this ends the stream alone, not its connection. */
  override destroy(error?: Error): this {
    if (this.#http2 === null) return super.destroy(error);
    this.destroyed = true;
    // `close` with a code would first end the stream properly.
    if (!this.#http2.destroyed) this.#http2.destroy(error ?? new Error('the response was given up'));
    return this;
  }

  /**
   * Ends what has been sent so far without the end of the message. `fin`: closes the connection properly, with all that
   * runs on it. `rst`: resets the connection, over HTTP/2 the stream alone (RST_STREAM with INTERNAL_ERROR).
   */
  protected breakConnection(how: 'fin' | 'rst'): void {
    const socket = this.ownOrSharedSocket();
    if (this.#http2 !== null) {
      const {opened} = (this.req as Http2Request).over;
      // Called when all before it is in frames, which are then on their way.
      this.#http2.write('', () => {
        if (how === 'rst') this.destroy();
        else setImmediate(() => (opened === null ? socket?.destroySoon() : opened.end()));
      });
      return;
    }
    // Data written in this turn is sent at its end.
    setImmediate(() => {
      if (how === 'fin') socket?.destroySoon();
      else if (socket !== null) tcpSocketOf(socket).resetAndDestroy();
    });
  }

  /**
   * As a load balancer of AWS does in the middle of an answer: closes the connection properly, but not the message. Over
   * HTTP/2 it says so first (GOAWAY); if other streams run on the connection, this one alone is reset.
   */
  cutShort(): void {
    const {req} = this;
    if (!(req instanceof Http2Request)) this.breakConnection('fin');
    else if (req.over.open.size > 1) this.breakConnection('rst');
    else {
      req.http2.session?.goaway();
      this.breakConnection('fin');
    }
  }

  /** Gives up on the client immediately. Over HTTP/1.1 that closes its connection, over HTTP/2 the stream. */
  disconnect(): void {
    if (this.#http2 === null) this.ownOrSharedSocket()?.destroy();
    this.destroy();
  }

  /** Null when it is gone, whatever its type says. A queued response has no socket yet. */
  protected ownOrSharedSocket(): Socket | null {
    return this.socket ?? this.req.socket;
  }
}

export function headersOf(head: Head | undefined): [string, OutgoingHttpHeader | undefined][] {
  if (head === undefined) return [];
  if (!Array.isArray(head)) return Object.entries(head);
  const pairs: [string, OutgoingHttpHeader | undefined][] = [];
  for (let at = 0; at < head.length; at += 2) pairs.push([String(head[at]), head[at + 1]]);
  return pairs;
}
