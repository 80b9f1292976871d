import {once} from 'node:events';
import {type AddressInfo, createServer, type Server, type Socket} from 'node:net';
import {createServer as createTlsServer, type TlsOptions} from 'node:tls';
import {gzipSync} from 'node:zlib';

/** A server with one fault per route, over plain TCP so that tests control every byte and every close. */
export interface PathologyServer {
  readonly port: number;
  url(path: string): string;
  /** Resolves with the connection on which this path (with its query) was asked for. */
  asked(target: string): Promise<Socket>;
  /** Resolves with the first connection, once it has sent anything at all. */
  connected(): Promise<Socket>;
  /** Every request head as it was received. */
  readonly heads: readonly string[];
  close(): Promise<void>;
}

type Route = (socket: Socket, head: string) => void;

const EVENT_STREAM = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n';

export function chunkOf(data: string | Buffer): Buffer {
  const body = Buffer.from(data as string);
  return Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n')]);
}

function stream(...data: (string | Buffer)[]): Buffer {
  return Buffer.concat([Buffer.from(EVENT_STREAM), ...data.map(chunkOf)]);
}

function page(head: string, body: string | Buffer): Buffer {
  const bytes = Buffer.from(body as string);
  return Buffer.concat([Buffer.from(`${head}\r\nContent-Length: ${bytes.length}\r\n\r\n`), bytes]);
}

/** Writes the same bytes again and again, as fast as they are taken. */
function withoutEnd(socket: Socket, start: string, again: string | Buffer): void {
  socket.write(start);
  const more = () => {
    while (!socket.destroyed && socket.write(again));
    socket.once('drain', more);
  };
  more();
}

const JSON_HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/json';
const KIBIBYTES_64 = 'x'.repeat(64 * 1024);

const ROUTES: Readonly<Record<string, Route>> = {
  '/nothing': () => {},
  '/closed': (socket) => socket.end(),
  '/reset': (socket) => socket.resetAndDestroy(),
  '/garbage': (socket) => socket.write('SSH-2.0-OpenSSH_9.2p1\r\n'),
  '/half-a-header': (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Ty'),
  '/endless-headers': (socket) => withoutEnd(socket, 'HTTP/1.1 200 OK\r\n', `X-Pad: ${'x'.repeat(1000)}\r\n`),
  '/headers-only': (socket) => socket.write(EVENT_STREAM),
  '/first-event': (socket) => socket.write(stream('data: 1\n\n')),
  '/heartbeats': (socket) => socket.write(stream(': one\n\n', ': two\n\n')),
  '/clean-end': (socket) => socket.write(Buffer.concat([stream('data: 1\n\n'), Buffer.from('0\r\n\r\n')])),
  '/fin': (socket) => socket.end(stream('data: 1\n\n')),
  '/short-body': (socket) =>
    socket.end('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nhello'),
  '/bom-and-cr': (socket) => socket.write(stream('\uFEFFdata: first\r\r', 'data: second\r\r')),
  '/line-without-end': (socket) => withoutEnd(socket, `${EVENT_STREAM}6\r\ndata: \r\n`, chunkOf(KIBIBYTES_64)),
  '/noise-without-end': (socket) => withoutEnd(socket, EVENT_STREAM, chunkOf(KIBIBYTES_64)),
  '/body-without-end': (socket) =>
    withoutEnd(
      socket,
      'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n',
      chunkOf(KIBIBYTES_64),
    ),
  '/invalid-utf8': (socket) =>
    socket.write(stream(Buffer.from([0x64, 0x61, 0x74, 0x61, 0x3a, 0xff, 0xfe, 0x0a, 0x0a]))),
  '/invalid-utf8-page': (socket) =>
    socket.write(page('HTTP/1.1 200 OK\r\nContent-Type: text/plain', Buffer.from([0x61, 0xff]))),
  '/login': (socket) =>
    socket.write(
      page(
        'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8',
        '<!doctype html><title>Sign in</title><form><input type="password"></form>',
      ),
    ),
  '/no-content': (socket) => socket.write('HTTP/1.1 204 No Content\r\n\r\n'),
  '/gzip': (socket) => socket.write(page(`${JSON_HEAD}\r\nContent-Encoding: gzip`, gzipSync('{"packed":true}'))),
  '/http10': (socket) => socket.end('HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nhello'),
  '/http10-open': (socket) => socket.write('HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n'),
  '/redirect': (socket) => socket.write(page('HTTP/1.1 302 Found\r\nLocation: /login?token=hush', '')),
  '/early-hints': (socket) =>
    socket.write(`HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n${page(JSON_HEAD, '{}')}`),
  '/echo': (socket, head) =>
    socket.write(page('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nSet-Cookie: id=hush', head)),
};

/** Listens on loopback, on a port of the system's choice; with `tls` the same routes behind TLS. */
export async function startPathologyServer(tls?: TlsOptions): Promise<PathologyServer> {
  const sockets = new Set<Socket>();
  const heads: string[] = [];
  const connected = Promise.withResolvers<Socket>();
  const asked = new Map<string, PromiseWithResolvers<Socket>>();
  const askedFor = (path: string) => {
    const promise = asked.get(path) ?? Promise.withResolvers<Socket>();
    asked.set(path, promise);
    return promise;
  };
  const serve = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // Clients of a faulty server hang up, as intended.
    socket.on('error', () => {});
    let head = '';
    socket.on('data', (data) => {
      connected.resolve(socket);
      head += data.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      heads.push(head);
      const target = head.split(' ')[1] ?? '';
      const route = ROUTES[target.replace(/\?.*/, '')];
      if (route === undefined) socket.end(page('HTTP/1.1 404 Not Found\r\nContent-Type: text/plain', 'no such route'));
      else route(socket, head);
      askedFor(target).resolve(socket);
      head = '';
    });
  };
  const server: Server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
  server.on('tlsClientError', () => {});
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const {port} = server.address() as AddressInfo;
  return {
    port,
    heads,
    url: (path) => `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}${path}`,
    connected: () => connected.promise,
    asked: (path) => askedFor(path).promise,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
