import {once} from 'node:events';
import {type AddressInfo, connect, createServer, type Socket} from 'node:net';

export interface CuttingHop {
  readonly port: number;
  /** Resets the next connection that comes when so many bytes went to its client. */
  cutNextAfter(bytes: number): void;
  /** Resets all that are open. */
  cut(): void;
  close(): Promise<void>;
}

/** Passes bytes on, both ways, and cuts connections on request. */
export async function startCuttingHop(upstreamPort: number): Promise<CuttingHop> {
  const open = new Set<Socket>();
  let cutAfter = Number.POSITIVE_INFINITY;
  const server = createServer((client) => {
    let left = cutAfter;
    cutAfter = Number.POSITIVE_INFINITY;
    const upstream = connect(upstreamPort, '127.0.0.1');
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        open.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream);
    upstream.on('data', (part: Buffer) => {
      // No more than that, however much has come at once.
      client.write(left < part.length ? part.subarray(0, left) : part);
      left -= part.length;
      if (left <= 0) client.resetAndDestroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cutNextAfter(bytes) {
      cutAfter = bytes;
    },
    cut() {
      for (const socket of open) socket.resetAndDestroy();
    },
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
