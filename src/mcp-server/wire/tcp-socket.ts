import type {Socket} from 'node:net';
import type {TLSSocket} from 'node:tls';

const TCP = new WeakMap<Socket, Socket>();
const TLS = new WeakMap<Socket, TLSSocket>();

/** Notes that this TLS connection runs over that TCP connection: Node.js knows, but does not say. */
export function runsOver(secure: TLSSocket, tcp: Socket): void {
  TCP.set(secure, tcp);
  TLS.set(tcp, secure);
}

/** The TCP connection under the socket of a request, which may be one of TLS. */
export function tcpSocketOf(socket: Socket): Socket {
  return TCP.get(socket) ?? socket;
}

/** What a request over this TCP connection has as its socket: over TLS another one, once the handshake is done. */
export function requestSocketOf(tcp: Socket): Socket {
  return TLS.get(tcp) ?? tcp;
}
