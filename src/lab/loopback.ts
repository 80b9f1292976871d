import {once} from 'node:events';
import {type AddressInfo, createServer, type Server, type Socket} from 'node:net';

/** A server of the lab that has been started. */
export interface Listening {
  readonly address: string;
  readonly port: number;
  /** Ends every connection at once. */
  close(): Promise<void>;
}

/** What `listenOnLoopback` needs of a server of HTTP. */
export interface Startable {
  readonly net: Server;
  closeAllConnections(): void;
  stopTimers(): void;
}

/**
 * Starts a server on loopback.
 * @param at any free port of 127.0.0.1 by default.
 * @throws the system's EADDRINUSE, or EADDRNOTAVAIL where this machine has no such address.
 */
export async function listenOnLoopback(
  listener: Startable,
  at: {readonly address: string; readonly port: number} = {address: '127.0.0.1', port: 0},
): Promise<Listening> {
  const {net} = listener;
  net.listen(at.port, at.address);
  await once(net, 'listening');
  const {address, port} = net.address() as AddressInfo;
  return {
    address,
    port,
    async close() {
      const closed = once(net, 'close');
      net.close();
      listener.closeAllConnections();
      listener.stopTimers();
      await closed;
    },
  };
}

/** Accepts connections and never says a word on them. */
export function silentListener(): Startable {
  const sockets = new Set<Socket>();
  const net = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
    socket.resume();
  });
  return {
    net,
    closeAllConnections() {
      for (const socket of sockets) socket.destroy();
    },
    stopTimers() {},
  };
}
