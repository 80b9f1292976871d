import {createSocket} from 'node:dgram';
import {type EventEmitter, once} from 'node:events';
import {type AddressInfo, createServer, type Socket} from 'node:net';

/** A server whose every byte is a test's own. */
export interface RawServer {
  /** A datagram of a client; what is sent back, if anything. */
  readonly udp?: (query: Buffer) => readonly Buffer[];
  /** A connection of a client; nobody listens where there is none. */
  readonly tcp?: (socket: Socket) => void;
}

/** Listens at an address, both by UDP and, where it is asked to, by TCP; at port 0, at one that the system chooses. */
export async function startRaw(
  address: string,
  port: number,
  {udp = () => [], tcp}: RawServer,
): Promise<{readonly port: number; close(): Promise<void>}> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  socket.on('message', (query, {address: to, port: at}) => {
    for (const answer of udp(query)) socket.send(answer, at, to);
  });
  const open = new Set<Socket>();
  const server = createServer((connection) => {
    open.add(connection);
    connection.on('close', () => open.delete(connection));
    connection.on('error', () => {});
    tcp?.(connection);
  });
  // TCP first: fewer of its ports are free.
  if (tcp !== undefined) await bound(server, () => server.listen(port, address));
  const own = tcp === undefined ? port : (server.address() as AddressInfo).port;
  await bound(socket, () => socket.bind(own, address));
  return {
    port: socket.address().port,
    async close() {
      for (const connection of open) connection.destroy();
      await new Promise<void>((resolve) => socket.close(() => resolve()));
      if (tcp !== undefined) await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function bound(server: EventEmitter, listen: () => void): Promise<void> {
  const listening = once(server, 'listening');
  listen();
  await listening;
}
