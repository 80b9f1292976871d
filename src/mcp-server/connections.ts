import type {EventEmitter} from 'node:events';
import type {Socket} from 'node:net';
import {Places} from './guard/places.ts';
import type {ServerState} from './server-state.ts';
import type {OutgoingResponse} from './streams/outgoing-response.ts';

export interface Connections {
  /** Responses that are not over yet. */
  readonly responses: ReadonlySet<OutgoingResponse>;
  /** A response belongs to its connection until it is over. */
  add(response: OutgoingResponse): void;
  /** Whether an answer is still to be sent on a connection. */
  isBusy(socket: Socket): boolean;
}

/**
 * Follows connections: no more than may be, and none that takes its unanswered requests with it untold. Node.js closes
 * the response that is being sent when its connection is lost, but not always those that wait behind it.
 */
export function watchConnections(server: EventEmitter, state: ServerState): Connections {
  const {limits, forwardedHops} = state;
  const places = new Places();
  const responses = new Set<OutgoingResponse>();
  const ofSocket = new WeakMap<Socket, Set<OutgoingResponse>>();

  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const isOneTooMany = forwardedHops === 0 && places.takenBy(address) >= limits.connectionsPerAddress;
    if (places.taken >= limits.connections || isOneTooMany) {
      state.log({event: 'refused', reason: 'too-many-connections', path: '', address});
      socket.destroy();
      return;
    }
    socket.once('close', places.take(address));
    socket.once('close', () => {
      for (const response of ofSocket.get(socket) ?? []) settle(response);
    });
  });

  return {
    responses,
    add(response) {
      const {socket} = response.req;
      const own = ofSocket.get(socket) ?? new Set();
      ofSocket.set(socket, own);
      for (const open of [responses, own]) {
        open.add(response);
        response.once('close', () => open.delete(response));
      }
    },
    isBusy: (socket) => (ofSocket.get(socket)?.size ?? 0) > 0,
  };
}

function settle(response: OutgoingResponse): void {
  response.destroy();
  setImmediate(() => {
    if (!response.closed && response.listenerCount('close') > 0) response.emit('close');
  });
}
