import {once} from 'node:events';
import {createServer, type IncomingMessage} from 'node:http';
import type {AddressInfo, Socket} from 'node:net';
import {type WebSocket, WebSocketServer} from 'ws';

/** What the server does with a handshake at this path, and with the WebSocket that comes of it. */
export interface WebSocketRoute {
  /** In place of the handshake. */
  readonly raw?: (socket: Socket, request: IncomingMessage) => void;
  readonly subprotocol?: string;
  /** Whether it answers pings. */
  readonly pongs?: boolean;
  readonly open?: (client: WebSocket, socket: Socket, request: IncomingMessage) => void;
}

export interface TestWebSocketServer {
  readonly port: number;
  url(path: string): string;
  /** Of each handshake, as it came. */
  readonly heads: IncomingMessage[];
  close(): Promise<void>;
}

/** A server on loopback with a route for each way to behave; it answers 426 to any other request. */
export async function startWebSocketServer(
  routes: Readonly<Record<string, WebSocketRoute>>,
): Promise<TestWebSocketServer> {
  const server = createServer((_request, response) => response.writeHead(426).end('Upgrade Required'));
  const sockets = new Set<Socket>();
  const heads: IncomingMessage[] = [];
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    heads.push(request);
    const route = routes[(request.url ?? '').split('?')[0] ?? ''];
    if (route === undefined) return void socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
    if (route.raw !== undefined) return route.raw(socket, request);
    const {subprotocol} = route;
    const accepting = new WebSocketServer({
      noServer: true,
      autoPong: route.pongs ?? true,
      ...(subprotocol === undefined ? {} : {handleProtocols: () => subprotocol}),
    });
    accepting.handleUpgrade(request, socket, head, (client) => {
      client.on('error', () => {});
      route.open?.(client, socket, request);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  return {
    port,
    url: (path) => `ws://127.0.0.1:${port}${path}`,
    heads,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
