import type {Socket} from 'node:net';
import {Quota} from './guard/quota.ts';
import type {ServerState} from './server-state.ts';
import type {OutgoingResponse} from './streams/outgoing-response.ts';
import type {Listener} from './wire/listener.ts';
import {requestSocketOf, tcpSocketOf} from './wire/tcp-socket.ts';

export interface Connections {
  /** Responses that are not finished yet. */
  readonly responses: ReadonlySet<OutgoingResponse>;
  /** Those of one connection. */
  ofSocket(socket: Socket): readonly OutgoingResponse[];
  /** A response belongs to its connection until it is finished. */
  add(response: OutgoingResponse, onOver: () => void): void;
  /** Whether it was opened after the server began to stop. */
  isLate(socket: Socket): boolean;
  /** Whether an answer is still to be sent on a connection. */
  isBusy(socket: Socket): boolean;
  /** Closes those that were never used: browsers and pools open some in advance. */
  closeUnused(): void;
  /** Closes those without a request, except WebSockets: an incomplete head does not count as a request. */
  closeUnasked(): void;
}

/**
 * Tracks connections: limits their number, and closes the responses of a lost connection. Node.js closes the response
 * that is being sent when its connection is lost, but not always those queued behind it.
 */
export function watchConnections(listener: Pick<Listener, 'net' | 'http1'>, state: ServerState): Connections {
  const {limits, forwardedHops} = state;
  const quota = new Quota();
  const responses = new Set<OutgoingResponse>();
  /** Of TCP, as are the keys below: under TLS a request has another socket. */
  const sockets = new Set<Socket>();
  /** Mostly one; a set costs as much memory as everything else kept for a connection. */
  const bySocket = new WeakMap<Socket, OutgoingResponse | Set<OutgoingResponse>>();
  const late = new WeakSet<Socket>();
  const upgraded = new WeakSet<Socket>();
  listener.http1.on('upgrade', (_request, socket: Socket) => upgraded.add(tcpSocketOf(socket)));

  listener.net.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const isOneTooMany = forwardedHops === 0 && quota.takenBy(address) >= limits.connectionsPerAddress;
    if (quota.taken >= limits.connections || isOneTooMany) {
      state.log({event: 'refused', reason: 'too-many-connections', path: '', address});
      socket.destroy();
      return;
    }
    const release = quota.take(address);
    if (state.isStopping) late.add(socket);
    sockets.add(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      release();
      for (const response of ofSocket(socket)) settle(response);
    });
  });

  function ofSocket(socket: Socket): readonly OutgoingResponse[] {
    const own = bySocket.get(tcpSocketOf(socket));
    if (own === undefined) return [];
    return own instanceof Set ? [...own] : [own];
  }

  function remove(response: OutgoingResponse, socket: Socket): void {
    responses.delete(response);
    const own = bySocket.get(socket);
    if (own === response) bySocket.delete(socket);
    else if (own instanceof Set) own.delete(response);
  }

  return {
    responses,
    ofSocket,
    isLate: (socket) => late.has(tcpSocketOf(socket)),
    add(response, onOver) {
      const socket = tcpSocketOf(response.req.socket);
      responses.add(response);
      const before = ofSocket(socket);
      bySocket.set(socket, before.length === 0 ? response : new Set([...before, response]));
      response.on('close', () => {
        remove(response, socket);
        onOver();
      });
    },
    isBusy: (socket) => ofSocket(socket).length > 0,
    closeUnused() {
      for (const socket of sockets) if (requestSocketOf(socket).bytesRead === 0) socket.destroy();
    },
    closeUnasked() {
      for (const socket of sockets) {
        if (ofSocket(socket).length === 0 && !upgraded.has(socket)) requestSocketOf(socket).destroySoon();
      }
    },
  };
}

function settle(response: OutgoingResponse): void {
  response.destroy();
  setImmediate(() => {
    if (!response.closed && response.listenerCount('close') > 0) response.emit('close');
  });
}
