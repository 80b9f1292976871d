import {IncomingMessage} from 'node:http';
import {constants, type ServerHttp2Stream} from 'node:http2';
import type {Duplex} from 'node:stream';
import type {TLSSocket} from 'node:tls';

/** The connection of some requests. */
export interface Http2Connection {
  readonly socket: TLSSocket;
  /** Streams that are not closed. */
  readonly open: Set<ServerHttp2Stream>;
  /** Takes frames of our own; null on a server that has no use for them. */
  readonly opened: Duplex | null;
}

/** As Node.js reads those that may come once. */
const FIRST_COUNTS: ReadonlySet<string> = new Set([
  'authorization',
  'content-length',
  'content-type',
  'host',
  'referer',
  'user-agent',
]);

/**
 * A request over HTTP/2 as Node.js gives one over HTTP/1.1, so that everything behind it, the SDK's transports too,
 * needs to know one kind alone. The names of its headers are lower-case; `Host` is the authority.
 */
export class Http2Request extends IncomingMessage {
  readonly http2: ServerHttp2Stream;
  readonly over: Http2Connection;
  /** Whether the client's body is being read. */
  #isReading = false;

  /** `fields`: names and values by turns, the pseudo-header fields among them. */
  constructor(http2: ServerHttp2Stream, fields: readonly string[], connection: Http2Connection) {
    super(connection.socket);
    this.over = connection;
    this.http2 = http2;
    this.httpVersion = '2.0';
    this.httpVersionMajor = 2;
    this.httpVersionMinor = 0;
    const pseudo = new Map<string, string>();
    for (let at = 0; at < fields.length; at += 2) {
      const [name = '', value = ''] = [fields[at], fields[at + 1]];
      if (name.startsWith(':')) pseudo.set(name, value);
      else this.rawHeaders.push(name, value);
    }
    this.method = pseudo.get(':method') ?? '';
    this.url = pseudo.get(':path') ?? '';
    const authority = pseudo.get(':authority');
    // RFC 9113, section 8.3.1: it counts, whatever `Host` says.
    if (authority !== undefined) this.#replaceHost(authority);
    this.#nameHeaders();
    http2.on('close', () => this.destroy());
    if (http2.endAfterHeaders) this.#endOfBody();
  }

  override _read(): void {
    if (this.complete) return;
    if (!this.#isReading) {
      this.#isReading = true;
      this.http2.on('data', (chunk: Buffer) => {
        if (!this.push(chunk)) this.http2.pause();
      });
      this.http2.on('end', () => {
        // Also emitted when the connection is closed in the middle of the body.
        if (!this.http2.aborted && !this.http2.destroyed) this.#endOfBody();
      });
    }
    this.http2.resume();
  }

  /** Over HTTP/1.1, Node.js closes the connection of an unfinished request. */
  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (!this.complete) {
      this.aborted = true;
      this.emit('aborted');
    }
    done(error);
  }

  #endOfBody(): void {
    this.complete = true;
    this.push(null);
  }

  #replaceHost(authority: string): void {
    const others = this.rawHeaders.flatMap((name, at, all) =>
      at % 2 === 1 || name === 'host' ? [] : [name, all[at + 1] ?? ''],
    );
    this.rawHeaders = ['host', authority, ...others];
  }

  /** Joined as for HTTP/1.1; a cookie may come in several fields (RFC 9113, section 8.2.3). */
  #nameHeaders(): void {
    const distinct: Record<string, string[]> = Object.create(null);
    for (let at = 0; at < this.rawHeaders.length; at += 2) {
      const [name = '', value = ''] = [this.rawHeaders[at], this.rawHeaders[at + 1]];
      distinct[name] = [...(distinct[name] ?? []), value];
    }
    this.headersDistinct = distinct;
    this.headers = Object.fromEntries(
      Object.entries(distinct).map(([name, values]) => {
        if (FIRST_COUNTS.has(name)) return [name, values[0]];
        return [name, values.join(name === 'cookie' ? '; ' : ', ')];
      }),
    );
  }

  /** The client need not send the rest of a request that has been answered (RFC 9113, section 8.1). */
  answered(): void {
    if (!this.complete && !this.http2.destroyed) this.http2.close(constants.NGHTTP2_NO_ERROR);
  }
}
