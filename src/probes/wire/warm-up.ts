import {Duplex} from 'node:stream';
import {Client} from 'undici';
import {EventStream} from './event-stream/event-stream.ts';

const RESPONSE =
  'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n3\r\n:a\n\r\n0\r\n\r\n';

/**
 * Loads the HTTP client and its parsers by using them once, without a network: otherwise the cost of the first use
 * would be measured as slowness of the first server.
 */
export async function warmUpHttp(): Promise<void> {
  const socket = new AnsweringSocket();
  const client = new Client('http://warm-up.invalid', {
    connect: (_options, callback) => queueMicrotask(() => callback(null, socket as never)),
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const stream = new EventStream();
  const {promise, resolve} = Promise.withResolvers<void>();
  client.dispatch(
    {path: '/', method: 'GET', headers: {accept: '*/*'}},
    {
      onRequestStart() {},
      onResponseStart() {},
      onResponseData: (_controller, chunk) => stream.read(chunk, 0),
      onResponseEnd: () => resolve(),
      // It will happen again, and be reported, in the first real observation.
      onResponseError: () => resolve(),
    },
  );
  await promise;
  await client.destroy();
  socket.destroy();
}

/** As much of a socket as the client needs. */
class AnsweringSocket extends Duplex {
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
    this.push(RESPONSE);
  }
}
