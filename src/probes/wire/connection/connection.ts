import {isIP, type LookupFunction, Socket} from 'node:net';
import {connect as connectTls, type SecureContext} from 'node:tls';
import type {PresenceWatch} from '../../../model/facts/observer.ts';
import type {Connection, Phases, Protocol, Refusal} from '../../../model/facts/wire/connection.ts';
import {connectRefusal, type Progress, tlsRefusal} from '../endings.ts';
import {certificateRefusal} from './certificate.ts';
import type {ConnectTo} from './connect-to.ts';
import {DirectSocket} from './direct-socket.ts';

export interface Target {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** What to offer by ALPN, in order of preference. */
  readonly alpn: readonly Protocol[];
  /** For messages: redacted. */
  readonly shown: string;
}

export interface ConnectSetup {
  readonly connectTo: ConnectTo;
  /** Undefined: the system's own. */
  readonly lookup: LookupFunction | undefined;
  /** With the roots to trust. */
  readonly secureContext: () => SecureContext;
}

export type Opened =
  | {readonly socket: Socket; readonly connection: Connection; readonly refusal: null}
  | {readonly socket: null; readonly connection: Connection | null; readonly refusal: Refusal};

/** How long one of several addresses may take before the next is tried; Node's 250 ms is short across continents. */
const NEXT_ADDRESS_AFTER_MS = 1000;

/**
 * A connected socket, with TLS done and the certificate verified, or the target's refusal.
 * Rejects with `NoAnswer` when nothing comes back, and with the signal's reason when aborted.
 */
export async function openConnection(
  target: Target,
  setup: ConnectSetup,
  progress: Progress,
  watch: Pick<PresenceWatch, 'moment'>,
  signal: AbortSignal,
): Promise<Opened> {
  const phases: {-readonly [Phase in keyof Phases]: Phases[Phase]} = {
    lookupAtMs: null,
    connectAtMs: null,
    tlsAtMs: null,
    sentAtMs: null,
  };
  const pointed = setup.connectTo(target.host, target.port);
  const host = pointed?.address ?? target.host;
  const port = pointed?.port ?? target.port;
  progress.phase = isIP(host) === 0 ? 'resolve' : 'connect';

  // TLS takes what comes from the handle itself.
  const tcp = target.secure ? new Socket({noDelay: true}) : new DirectSocket({noDelay: true});
  tcp.connect({
    host,
    port,
    autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_AFTER_MS,
    ...(setup.lookup === undefined ? {} : {lookup: setup.lookup}),
  });
  tcp.on('lookup', (error) => {
    if (error) return;
    progress.phase = 'connect';
    phases.lookupAtMs ??= watch.moment().atMs;
  });
  const failedTcp = await settled(tcp, 'connect', signal);
  if (failedTcp !== null) {
    return {
      socket: null,
      connection: null,
      refusal: connectRefusal(failedTcp, target.shown, {host, port}, progress.phase),
    };
  }
  phases.connectAtMs = watch.moment().atMs;
  const connection: Connection = {
    remoteAddress: tcp.remoteAddress ?? null,
    protocol: null,
    tls: null,
    connectedTo: pointed === null ? null : `${host}:${port}`,
    phases,
  };
  if (!target.secure) return {socket: tcp, connection, refusal: null};
  const opened = await secure(tcp, target, connection, setup, progress, signal);
  phases.tlsAtMs = watch.moment().atMs;
  return opened;
}

async function secure(
  tcp: Socket,
  target: Target,
  connection: Connection,
  setup: ConnectSetup,
  progress: Progress,
  signal: AbortSignal,
): Promise<Opened> {
  progress.phase = 'tls';
  const socket = connectTls({
    socket: tcp,
    host: target.host,
    // An IP address has no server name indication (RFC 6066, section 3).
    servername: isIP(target.host) === 0 ? target.host : '',
    ALPNProtocols: [...target.alpn],
    secureContext: setup.secureContext(),
    // Node still verifies, and we refuse below, before a byte of the request is sent. When Node itself refuses, it
    // throws away the certificate, whose names are what a person needs to know.
    rejectUnauthorized: false,
  });
  const failed = await settled(socket, 'secureConnect', signal);
  if (failed !== null) return {socket: null, connection, refusal: tlsRefusal(failed, target.alpn)};
  const tls = {protocol: socket.getProtocol(), alpnOffered: target.alpn, alpn: socket.alpnProtocol || null};
  const refusal = certificateRefusal(socket, target.host);
  if (refusal === null) return {socket, connection: {...connection, tls}, refusal};
  socket.destroy();
  return {socket: null, connection: {...connection, tls}, refusal};
}

/** Null once the event has come, the error when that comes first. */
function settled(socket: Socket, event: 'connect' | 'secureConnect', signal: AbortSignal) {
  return new Promise<NodeJS.ErrnoException | null>((resolve, reject) => {
    const abort = () => {
      socket.destroy();
      reject(signal.reason);
    };
    const done = (error: NodeJS.ErrnoException | null) => {
      signal.removeEventListener('abort', abort);
      socket.off('close', closed);
      resolve(error);
    };
    const closed = () => done(new Error('the connection was closed'));
    // Stays for the socket's lifetime: otherwise an error while nothing reads would end the process.
    socket.on('error', done);
    // When the other side ends the handshake silently, a socket handed to TLS emits no error of its own.
    socket.once('close', closed);
    socket.once(event, () => done(null));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, {once: true});
  });
}
