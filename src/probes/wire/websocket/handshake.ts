import {hash} from 'node:crypto';
import type {ClientRequest, IncomingMessage} from 'node:http';
import type {Socket} from 'node:net';
import {WebSocket} from 'ws';
import {CannotTell, messageOf} from '../../../model/errors.ts';
import type {Moment, PresenceWatch} from '../../../model/facts/observer.ts';
import type {Refusal} from '../../../model/facts/wire/connection.ts';
import type {WebSocketHandshake, WebSocketRequest} from '../../../model/facts/wire/websocket.ts';
import {redactCut, withoutSecretHeaders} from '../../../model/text/redact.ts';
import type {KnownSecrets} from '../../../model/text/secrets/known-secrets.ts';
import {refusalBeforeHeaders} from '../endings.ts';
import {MAX_HEADER_BYTES, type Sendable} from '../transport/transport.ts';

/** Larger messages are not read: other clients read 100 MiB, browsers whatever comes. */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
/** Of an answer that is not 101. */
const MAX_BODY_BYTES = 16 * 1024;
const BODY_WITHIN_MS = 2000;
/** How long the server may take to close the connection after the closing handshake. */
const CLOSE_WITHIN_MS = 2000;
/** RFC 6455, section 1.3. */
const ACCEPT_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

export type Handshaken =
  | {readonly refusal: Refusal; readonly handshake: null; readonly client: null}
  | {readonly refusal: null; readonly handshake: WebSocketHandshake; readonly client: WebSocket | null};

interface Asking {
  readonly outgoing: Sendable;
  readonly socket: Socket;
  readonly watch: PresenceWatch;
  readonly secrets: KnownSecrets;
  readonly signal: AbortSignal;
  /** The request was sent. */
  onSent(at: Moment): void;
  /** Response headers have come: no time runs for them any more. */
  onHead(): void;
}

/**
 * Asks for the upgrade on a connection of ours, and reads what comes of it. Rejects with the signal's reason; with `NoAnswer`
 * where the connection was lost.
 */
export async function shakeHands(
  {url, subprotocols}: WebSocketRequest,
  {outgoing, socket, watch, secrets, signal, onSent, onHead}: Asking,
): Promise<Handshaken> {
  const done = Promise.withResolvers<Handshaken>();
  let key = '';
  let answered: Omit<WebSocketHandshake, 'problem'> | null = null;
  const handshakeOf = ({statusCode, rawHeaders}: IncomingMessage, body: string) => ({
    status: statusCode ?? 0,
    headers: withoutSecretHeaders(headersOf(rawHeaders)),
    atMs: watch.moment().atMs,
    acceptWanted: hash('sha1', `${key}${ACCEPT_SUFFIX}`, 'base64'),
    body,
  });
  const client = clientOf(url, subprotocols, {
    headers: {...outgoing.headers},
    createConnection: () => socket,
    maxHeaderSize: MAX_HEADER_BYTES,
    maxPayload: MAX_MESSAGE_BYTES,
    closeTimeout: CLOSE_WITHIN_MS,
    finishRequest(request: ClientRequest) {
      key = String(request.getHeader('sec-websocket-key'));
      request.end();
      onSent(watch.moment());
    },
  });
  const abort = () => {
    client.terminate();
    done.reject(signal.reason);
  };
  signal.addEventListener('abort', abort, {once: true});

  client.on('upgrade', (response) => {
    onHead();
    answered = handshakeOf(response, '');
  });
  client.on('open', () => {
    // Until somebody listens: a server may speak first.
    client.pause();
    if (answered !== null) done.resolve({refusal: null, handshake: {...answered, problem: null}, client});
  });
  client.on('unexpected-response', (_request, response) => {
    onHead();
    const handshake = handshakeOf(response, '');
    void beginningOf(response).then((body) => {
      socket.destroy();
      const shown = {...handshake, body: redactCut(body, secrets), problem: null};
      done.resolve({refusal: null, handshake: shown, client: null});
    });
  });
  // Stays: an error without a listener would end the process.
  client.on('error', (error) => {
    if (answered !== null) {
      done.resolve({refusal: null, handshake: {...answered, problem: error.message}, client: null});
      return;
    }
    try {
      done.resolve({refusal: refusalOf(error, outgoing.shown), handshake: null, client: null});
    } catch (thrown) {
      done.reject(thrown);
    }
  });
  try {
    return await done.promise;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function clientOf(url: string, subprotocols: readonly string[], options: object): WebSocket {
  try {
    return new WebSocket(url, [...subprotocols], options);
  } catch (cause) {
    throw new CannotTell(
      `this request for a WebSocket cannot be made: ${messageOf(cause)}`,
      'correct its URL, headers and subprotocols',
      {
        cause,
      },
    );
  }
}

/** Lower-case names, several values joined by `, `. */
function headersOf(raw: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let at = 0; at < raw.length; at += 2) {
    const name = String(raw[at]).toLowerCase();
    const value = String(raw[at + 1]);
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return headers;
}

/** As much of a body as comes soon. */
function beginningOf(response: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const finish = () => {
      clearTimeout(late);
      resolve(Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES).toString('utf8'));
    };
    const late = setTimeout(finish, BODY_WITHIN_MS);
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= MAX_BODY_BYTES) finish();
    });
    response.on('error', finish);
    response.once('close', finish);
    response.once('end', finish);
  });
}

function refusalOf(error: NodeJS.ErrnoException, shown: string): Refusal {
  const code = error.code ?? null;
  if (error.message === 'socket hang up') {
    return {kind: 'closed', code, message: 'the connection was closed before response headers came'};
  }
  if (code === 'HPE_HEADER_OVERFLOW') {
    return {kind: 'malformed', code, message: 'the response headers did not end within 64 KiB'};
  }
  if (code?.startsWith('HPE_')) {
    return {kind: 'malformed', code, message: `what came back is not an HTTP/1.1 response: ${error.message}`};
  }
  return refusalBeforeHeaders(error, shown);
}
