import {once} from 'node:events';
import {type AddressInfo, createServer, type Server, type Socket} from 'node:net';
import {createServer as createTlsServer, type TlsOptions} from 'node:tls';

/** A server on loopback for one test. */
export interface LoopbackServer {
  readonly port: number;
  close(): Promise<void>;
}

export function startTls(options: TlsOptions): Promise<LoopbackServer> {
  const server = createTlsServer(options);
  // Clients that only shake hands leave at any moment.
  server.on('tlsClientError', () => {});
  server.on('secureConnection', (socket) => socket.on('error', () => {}));
  return listening(server);
}

/** Any server of TCP: what it does with a connection is up to the test. */
export function startTcp(serve: (socket: Socket) => void): Promise<LoopbackServer> {
  return listening(
    createServer((socket) => {
      socket.on('error', () => {});
      serve(socket);
    }),
  );
}

async function listening(server: Server): Promise<LoopbackServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
