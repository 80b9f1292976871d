import {once} from 'node:events';
import type {AddressInfo, Server} from 'node:net';

/** A server of the lab that has been started. */
export interface Listening {
  readonly address: string;
  readonly port: number;
  /** Ends every connection at once. */
  close(): Promise<void>;
}

/** What `listenOnLoopback` needs of a server of HTTP. */
interface Startable {
  readonly net: Server;
  closeAllConnections(): void;
  stopTimers(): void;
}

/** Starts a server on loopback, on any free port. */
export async function listenOnLoopback(listener: Startable): Promise<Listening> {
  const {net} = listener;
  net.listen(0, '127.0.0.1');
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
