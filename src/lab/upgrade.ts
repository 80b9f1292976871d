import {type IncomingMessage, request as openRequest} from 'node:http';
import type {Socket} from 'node:net';
import type {WireResponse} from '../mcp-server/wire/wire-response.ts';
import {endToEnd, type ForwardOptions, type Target} from './forward.ts';

interface UpgradeOptions extends ForwardOptions {
  readonly client: {
    readonly socket: Socket;
    /** What it sent after its request. */
    readonly head: Buffer;
  };
}

/**
 * Forwards a request for an upgrade. What the target says of it is passed on; where that is 101, both connections are
 * one from then on, until either is closed or neither has a byte for the idle timeout, which closes both without a word
 * of WebSocket.
 */
export function upgradeTo(target: Target, request: IncomingMessage, response: WireResponse, options: UpgradeOptions) {
  const {client, idleTimeoutMs} = options;
  let isOver = false;
  const outgoing = openRequest({
    host: target.address,
    port: target.port,
    method: request.method,
    path: request.url,
    headers: {
      ...endToEnd(request.headers),
      ...options.headers,
      connection: 'Upgrade',
      upgrade: request.headers.upgrade,
    },
    agent: false,
  });
  const refuse = (status: number, text: string) => {
    if (isOver) return;
    isOver = true;
    outgoing.destroy();
    options.refuse(status, text);
  };
  const late = setTimeout(() => refuse(504, 'Gateway Time-out'), idleTimeoutMs);
  client.socket.once('close', () => {
    clearTimeout(late);
    outgoing.destroy();
  });
  outgoing.on('error', () => refuse(502, 'Bad Gateway'));
  outgoing.on('response', (incoming) => {
    clearTimeout(late);
    isOver = true;
    response.writeHead(incoming.statusCode ?? 502, endToEnd(incoming.headers));
    incoming.on('error', () => response.cutShort());
    incoming.pipe(response);
  });
  outgoing.on('upgrade', (incoming, targetSocket, head) => {
    clearTimeout(late);
    isOver = true;
    response.detachSocket(client.socket);
    client.socket.write(headOf(incoming));
    targetSocket.unshift(head);
    client.socket.unshift(client.head);
    join(client.socket, targetSocket, idleTimeoutMs);
  });
  outgoing.end();
}

function headOf({statusCode, statusMessage, rawHeaders}: IncomingMessage): string {
  const lines = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1]}`] : []));
  return [`HTTP/1.1 ${statusCode} ${statusMessage}`, ...lines, '', ''].join('\r\n');
}

/** A byte on one connection is a byte on the other, so one timer does for both. */
function join(client: Socket, target: Socket, idleTimeoutMs: number): void {
  const end = () => {
    client.destroySoon();
    target.destroySoon();
  };
  const idle = setTimeout(end, idleTimeoutMs);
  for (const [from, to] of [
    [client, target],
    [target, client],
  ] as const) {
    from.on('data', () => idle.refresh());
    from.on('error', end);
    from.once('close', () => {
      clearTimeout(idle);
      end();
    });
    from.pipe(to);
  }
}
