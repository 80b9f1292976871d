import {once} from 'node:events';
import {type AddressInfo, createServer, type Socket} from 'node:net';
import {createServer as createTlsServer, type TLSSocket, type TlsOptions} from 'node:tls';

/** Frames of HTTP/2, written by hand so that a test decides what is wrong with them (RFC 9113, section 4.1). */
export function frame(type: number, flags: number, streamId: number, payload: Uint8Array | string = ''): Buffer {
  const bytes = Buffer.from(payload as string);
  const head = Buffer.alloc(9);
  head.writeUIntBE(bytes.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(streamId, 5);
  return Buffer.concat([head, bytes]);
}

export const END_STREAM = 0x1;
export const END_HEADERS = 0x4;
/** HPACK's static entry `:status: 200`. */
export const STATUS_200 = Buffer.from([0x88]);
export const SETTINGS = frame(4, 0, 0);

/** A header as a literal that is not indexed; both parts shorter than 127 bytes. */
export function literal(name: string, value: string): Buffer {
  const part = (text: string) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text, 'latin1')]);
  return Buffer.concat([Buffer.from([0]), part(name), part(value)]);
}

export function headers(...blocks: Uint8Array[]): Buffer {
  return frame(1, END_HEADERS, 1, Buffer.concat([STATUS_200, ...blocks]));
}

export function data(text: string | Uint8Array, flags = 0): Buffer {
  return frame(0, flags, 1, text);
}

export function reset(code: number): Buffer {
  return frame(3, 0, 1, Buffer.from([0, 0, 0, code]));
}

export function goaway(code: number, lastStreamId = 1): Buffer {
  return frame(7, 0, 0, Buffer.from([0, 0, 0, lastStreamId, 0, 0, 0, code]));
}

export interface FrameServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Agrees to `h2` by ALPN and calls `answer` on the first bytes of each connection, with what is below TLS. */
export async function startFrameServer(
  tls: TlsOptions,
  answer: (socket: TLSSocket, below: Socket) => void,
): Promise<FrameServer> {
  const sockets = new Set<Socket>();
  const secured = createTlsServer({...tls, ALPNProtocols: ['h2']}, (socket) => {
    // Clients of a faulty server hang up, as intended.
    socket.on('error', () => {});
    const below = [...sockets].find(({remotePort}) => remotePort === socket.remotePort);
    socket.once('data', () => answer(socket, below as Socket));
    socket.resume();
  });
  secured.on('tlsClientError', () => {});
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    secured.emit('connection', socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
