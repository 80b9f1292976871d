import type {IncomingMessage, Server} from 'node:http';
import {createServer as createHttp2Server, type ServerHttp2Session, type ServerHttp2Stream} from 'node:http2';
import type {Server as NetServer, Socket} from 'node:net';
import {createSecureContext, createServer as createTlsServer, type TLSSocket, type TlsOptions} from 'node:tls';
import {messageOf, UsageError} from '../../model/errors.ts';
import {type Http2Connection, Http2Request} from './http2-request.ts';
import {openedUp} from './raw-frames.ts';
import {runsOver} from './tcp-socket.ts';

/** Whatever class its responses have. */
// biome-ignore lint/suspicious/noExplicitAny: Node.js types responses by their requests, both ways.
type HttpServer = Server<typeof IncomingMessage, any>;

/** What accepts connections, and gives them to HTTP. */
export interface Listener {
  /** It listens: the server of HTTP/1.1 itself, or one of TLS. */
  readonly net: NetServer;
  /** Emits what belongs to HTTP/1.1 alone: upgrades, requests that are malformed. */
  readonly http1: HttpServer;
  /** `https` if it speaks TLS. */
  readonly scheme: 'http' | 'https';
  /** Says on every connection of HTTP/2 that no more requests are taken there; each closes after its last one.
   * A connection made later gets one answer. */
  endSessions(): void;
  /** Closes connections of HTTP/1.1 without a request. */
  closeIdleConnections(): void;
  /** Cuts all of them. */
  closeAllConnections(): void;
  /** Stops what runs beside the listening itself. */
  stopTimers(): void;
}

/** HTTP/1.1 in plain text. */
export function plainListener(http1: HttpServer): Listener {
  return {
    net: http1,
    http1,
    scheme: 'http',
    endSessions: () => {},
    closeIdleConnections: () => http1.closeIdleConnections(),
    closeAllConnections: () => http1.closeAllConnections(),
    stopTimers: () => void http1.close(),
  };
}

interface SecureOptions {
  /** Answers over HTTP/1.1; it is not to listen itself. */
  readonly http1: HttpServer;
  /** Certificate and key, or how to choose them. */
  readonly tls: Pick<TlsOptions, 'key' | 'cert' | 'SNICallback' | 'minVersion' | 'ciphers'>;
  /** Most bytes of a request's head. */
  readonly headerBytes?: number;
  /** Whether responses over HTTP/2 may be broken off, or be what HTTP/2 forbids. */
  readonly mayMisbehave?: boolean;
  /** How long a handshake may take. */
  readonly handshakeMs: number;
  /** How long a request may take to come in, over HTTP/2. */
  readonly requestMs: number;
  /** How long a connection of HTTP/2 is kept without a stream; PINGs do not count. */
  readonly keepAliveMs: number;
  /** Answers over HTTP/2. */
  readonly answer: (request: Http2Request) => void;
  /** A client that speaks no TLS, or no HTTP/2 after agreeing on it. */
  readonly onRefused?: (reason: 'tls-failed' | 'no-http2', address: string) => void;
}

/** Of one connection, as a load balancer of AWS has them. */
const MAX_STREAMS = 128;

/** HTTP/2 and HTTP/1.1 over TLS, as the client prefers (ALPN). */
export function secureListener(options: SecureOptions): Listener {
  const {http1, tls, answer, onRefused = () => {}} = options;
  const sessions = new Set<ServerHttp2Session>();
  let isEnding = false;
  const tcpSockets = new Map<string, Socket>();
  const http2 = createHttp2Server({
    settings: {
      maxConcurrentStreams: MAX_STREAMS,
      ...(options.headerBytes === undefined ? {} : {maxHeaderListSize: options.headerBytes}),
    },
  });
  http2.on('sessionError', (_error, session: ServerHttp2Session) => {
    onRefused('no-http2', session.socket?.remoteAddress ?? '');
  });

  const serveHttp2 = (socket: TLSSocket): void => {
    const opened = options.mayMisbehave === true ? openedUp(socket) : null;
    http2.once('session', (session: ServerHttp2Session) => {
      sessions.add(session);
      // It came for one answer: whether the server is ready.
      session.once('stream', () => isEnding && session.close());
      session.once('close', () => sessions.delete(session));
      const connection: Http2Connection = {socket, open: new Set(), opened};
      closeWhenIdle(session, connection.open, options.keepAliveMs);
      session.on('stream', (stream: ServerHttp2Stream, _headers, _flags, fields: string[]) => {
        const request = new Http2Request(stream, fields, connection);
        limitTime(request, options.requestMs);
        answer(request);
      });
    });
    http2.emit('connection', opened ?? socket);
  };

  const net = createTlsServer({
    ...pairOf(tls),
    ALPNProtocols: ['h2', 'http/1.1'],
    handshakeTimeout: options.handshakeMs,
  });
  net.on('connection', (tcp: Socket) => {
    const peer = peerOf(tcp);
    tcpSockets.set(peer, tcp);
    tcp.once('close', () => tcpSockets.delete(peer));
  });
  // Before any other listener asks for the TCP socket.
  net.prependListener('secureConnection', (socket: TLSSocket) => {
    const tcp = tcpSockets.get(peerOf(socket));
    if (tcp !== undefined) runsOver(socket, tcp);
  });
  net.on('secureConnection', (socket: TLSSocket) => {
    if (socket.alpnProtocol === 'h2') serveHttp2(socket);
    else http1.emit('connection', socket);
  });
  net.on('tlsClientError', (_error, socket: TLSSocket) => {
    onRefused('tls-failed', socket.remoteAddress ?? '');
  });
  // It is what starts the watch over slow requests.
  net.on('listening', () => http1.emit('listening'));

  return {
    net,
    http1,
    scheme: 'https',
    endSessions() {
      isEnding = true;
      for (const session of sessions) session.close();
    },
    closeIdleConnections: () => http1.closeIdleConnections(),
    closeAllConnections() {
      http1.closeAllConnections();
      for (const tcp of tcpSockets.values()) tcp.destroy();
    },
    stopTimers: () => void http1.close(),
  };
}

/** @throws UsageError when certificate and key are no pair, or no PEM. */
function pairOf(tls: SecureOptions['tls']): SecureOptions['tls'] {
  try {
    createSecureContext(tls);
    return tls;
  } catch (cause) {
    throw new UsageError(`certificate and key cannot be used (${messageOf(cause)}); give a pair, as PEM`, {
      where: '--tls-cert',
      cause,
    });
  }
}

/** Which of the listener's connections this is. */
function peerOf({remoteAddress, remotePort}: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

/** Not by the session's own timer, which a PING restarts. */
function closeWhenIdle(session: ServerHttp2Session, open: Set<ServerHttp2Stream>, keepAliveMs: number): void {
  const close = () => void session.close();
  let timer = setTimeout(close, keepAliveMs);
  session.on('stream', (stream: ServerHttp2Stream) => {
    open.add(stream);
    clearTimeout(timer);
    stream.once('close', () => {
      open.delete(stream);
      if (open.size === 0 && !session.destroyed) timer = setTimeout(close, keepAliveMs);
    });
  });
  session.once('close', () => clearTimeout(timer));
}

function limitTime(request: Http2Request, requestMs: number): void {
  if (request.complete) return;
  const timer = setTimeout(() => {
    if (!request.complete) request.http2.destroy(new Error('the request takes too long'));
  }, requestMs);
  request.once('close', () => clearTimeout(timer));
}
