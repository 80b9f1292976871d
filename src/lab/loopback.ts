import {once} from 'node:events';
import type {Server} from 'node:http';
import type {AddressInfo} from 'node:net';

/** A server of the lab that has been started. */
export interface Listening {
  readonly address: string;
  readonly port: number;
  /** Ends every connection at once. */
  close(): Promise<void>;
}

/** Starts a server on loopback, on any free port. */
export async function listenOnLoopback(server: Server): Promise<Listening> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {address, port} = server.address() as AddressInfo;
  return {
    address,
    port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
