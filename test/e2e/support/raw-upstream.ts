import {once} from 'node:events';
import {type AddressInfo, createServer, type Socket} from 'node:net';

export interface RawUpstream {
  readonly port: number;
  close(): Promise<void>;
}

/** A server that does with the head of each request (its first line and headers) what `answer` says, byte by byte. */
export async function startRawUpstream(answer: (socket: Socket, head: string) => void): Promise<RawUpstream> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    // Hops in front hang up when they have seen enough.
    socket.on('error', () => {});
    let head = '';
    socket.on('data', (part) => {
      head += part.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      answer(socket, head);
      head = '';
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
