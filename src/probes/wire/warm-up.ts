import type {Socket} from 'node:net';
import {Duplex} from 'node:stream';
import {gzipSync} from 'node:zlib';
import {KnownSecrets} from '../../model/text/secrets/known-secrets.ts';
import {createDecoding} from './coding/decoding.ts';
import {StreamReader} from './stream-reader.ts';
import {sendHttp1} from './transport/http1.ts';
import {sendHttp2} from './transport/http2.ts';
import type {Send} from './transport/transport.ts';

const HTTP1_RESPONSE = Buffer.from(
  'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n3\r\n:a\n\r\n0\r\n\r\n',
);
/** SETTINGS, HEADERS with `:status: 200`, and DATA that ends the stream. */
const HTTP2_RESPONSE = Buffer.from('00000004000000000000000101040000000188000003000100000001' + '3a610a', 'hex');

/**
 * Loads the HTTP clients, their parsers and the decoders by using them once, without a network: otherwise the cost of the
 * first use would be measured as slowness of the first server.
 */
export async function warmUpHttp(): Promise<void> {
  await askOnce(sendHttp1, HTTP1_RESPONSE);
  await askOnce(sendHttp2, HTTP2_RESPONSE);
  await decodeOnce();
}

async function askOnce(send: Send, response: Buffer): Promise<void> {
  const {promise, resolve} = Promise.withResolvers<void>();
  const url = new URL('http://warm-up.invalid/');
  const request = {method: 'GET', url, headers: {accept: '*/*'}, body: null, shown: url.href};
  const reader = new StreamReader({url: url.href, headers: {}, headersWithinMs: 1, holdForMs: 1}, new KnownSecrets());
  const at = {atMs: 0, earliestMs: 0};
  const transport = send(new AnsweringSocket(response) as unknown as Socket, request, {
    sent() {},
    heard() {},
    head: (head) => reader.head({...head, at}),
    data: (chunk) => void reader.chunk(chunk, at),
    ended: () => resolve(),
    // It will happen again, and be reported, in the first real observation.
    refused: () => resolve(),
    failed: () => resolve(),
  });
  await promise;
  await transport.close();
}

async function decodeOnce(): Promise<void> {
  const sink = {data() {}, tooLarge() {}, useless() {}, hold() {}};
  const decoding = createDecoding({asked: 'gzip', headers: {'content-encoding': 'gzip'}}, sink);
  if (!decoding.isDecoding) return;
  decoding.write(gzipSync('a'), {atMs: 0, earliestMs: 0});
  await decoding.end(true);
  decoding.close();
}

/** As much of a socket as the clients need. Answers the first thing that it is told. */
class AnsweringSocket extends Duplex {
  #response: Buffer | null;

  constructor(response: Buffer) {
    super();
    this.#response = response;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {}

  override _write(_chunk: unknown, _encoding: string, done: () => void): void {
    done();
    const response = this.#response;
    this.#response = null;
    // Not at once: no socket has an answer while it is written to, and node:http2 ends the process when one does.
    if (response !== null) setImmediate(() => this.push(response));
  }
}
