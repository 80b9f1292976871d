import type {Socket} from 'node:net';
import {connect, type SecureContext, type TLSSocket} from 'node:tls';
import type {Clock} from '../../../model/clock.ts';
import {type HandshakeRequest, TLS_VERSIONS, type TlsVersion} from '../../../model/facts/wire/tls.ts';
import {TappedSocket} from '../transport/tapped-socket.ts';
import {readServerFlight, type ServerFlight} from './server-flight.ts';

/** A handshake of OpenSSL that is over, and what the server said in it. */
export interface TlsOpening {
  readonly flight: ServerFlight;
  /** What came first, where it is not TLS. */
  readonly firstBytes: Buffer;
  /** Null when it was not completed. */
  readonly agreed: {
    readonly version: TlsVersion;
    readonly cipher: string;
    readonly alpn: string | null;
    readonly authorizationError: string | null;
  } | null;
  /** Why not; null where the connection was closed without a word. */
  readonly error: NodeJS.ErrnoException | null;
  /** The server ended the connection right after the handshake. */
  readonly endedAfter: boolean;
}

interface OpeningSetup {
  readonly context: SecureContext;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** More than any handshake: OpenSSL itself takes no chain above 100 KiB. */
const KEPT_BYTES = 256 * 1024;

/** Since TLS 1.3 a server says after the handshake that it wanted a certificate; one that says nothing for so long lets us in. */
const VERDICT_WITHIN_MS = 1000;

export async function openTls(tcp: Socket, request: HandshakeRequest, setup: OpeningSetup): Promise<TlsOpening> {
  const {context, signal} = setup;
  const kept: Buffer[] = [];
  let keptBytes = 0;
  const tapped = new TappedSocket(tcp, (chunk) => {
    if (keptBytes >= KEPT_BYTES) return;
    keptBytes += chunk.length;
    kept.push(Buffer.from(chunk));
  });
  const socket = connect({
    socket: tapped,
    ...(request.serverName === null ? {} : {servername: request.serverName}),
    ...(request.alpn.length === 0 ? {} : {ALPNProtocols: [...request.alpn]}),
    secureContext: context,
    // The chain is verified all the same, and what is wrong with it is an observation. Names are judged elsewhere.
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
  });
  let secret: Buffer | null = null;
  socket.on('keylog', (line: Buffer) => {
    const [label, , value = ''] = line.toString('latin1').trim().split(' ');
    if (label === 'SERVER_HANDSHAKE_TRAFFIC_SECRET') secret = Buffer.from(value, 'hex');
  });
  const over = ended(socket, signal);
  const ticket = new Promise<null>((resolve) => socket.once('session', () => resolve(null)));
  const error = await Promise.race([over, completed(socket)]);
  const isAgreed = error === null;
  const firstBytes = Buffer.concat(kept);
  const cipher = isAgreed ? socket.getCipher().standardName : null;
  const flight = readServerFlight(firstBytes, {suite: cipher, secret});
  const version = isAgreed ? versionOf(socket.getProtocol()) : null;
  const isAsked = flight.asksForCertificate && version === '1.3';
  const endedAfter = isAsked && (await verdict(over, ticket, setup)) !== null;
  const agreed =
    version === null || cipher === null
      ? null
      : {
          version,
          cipher,
          alpn: socket.alpnProtocol || null,
          // Node's types say Error, but it is the verification's error code as a string.
          authorizationError: socket.authorized ? null : String(socket.authorizationError),
        };
  socket.destroy();
  tapped.destroy();
  const why = error === null || error === CLOSED ? tapped.networkError : error;
  return {flight, firstBytes, agreed, error: why, endedAfter};
}

const CLOSED: NodeJS.ErrnoException = new Error('the connection was closed');

function completed(socket: TLSSocket): Promise<null> {
  return new Promise((resolve) => socket.once('secureConnect', () => resolve(null)));
}

/** Resolves with how it ended; rejects with the signal's reason. */
function ended(socket: TLSSocket, signal: AbortSignal): Promise<NodeJS.ErrnoException> {
  const over = new Promise<NodeJS.ErrnoException>((resolve, reject) => {
    const abort = () => {
      socket.destroy();
      reject(signal.reason);
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, {once: true});
    socket.once('close', () => {
      signal.removeEventListener('abort', abort);
      resolve(CLOSED);
    });
    // Stays for the socket's lifetime: otherwise an error while nobody waits would end the process.
    socket.on('error', resolve);
    // Nothing is wanted, but an end is only seen by who reads.
    socket.resume();
  });
  // Whoever waits sees it; when nobody does any more, it is of no interest.
  over.catch(() => {});
  return over;
}

/** Null: it lets us in, as it gives a ticket for the next time, or as it says nothing against it. */
async function verdict(
  over: Promise<NodeJS.ErrnoException>,
  ticket: Promise<null>,
  {clock, signal}: OpeningSetup,
): Promise<NodeJS.ErrnoException | null> {
  const decided = new AbortController();
  const quiet = clock.sleep(VERDICT_WITHIN_MS, AbortSignal.any([decided.signal, signal])).then(() => null);
  // It is cut short when the answer has come.
  quiet.catch(() => {});
  const said = await Promise.race([over, ticket, quiet]);
  decided.abort();
  return said;
}

/** `TLSv1.3`, and `TLSv1` for 1.0. */
function versionOf(protocol: string | null): TlsVersion | null {
  const number = protocol === 'TLSv1' ? '1.0' : (protocol ?? '').replace('TLSv', '');
  return TLS_VERSIONS.find((version) => version === number) ?? null;
}
