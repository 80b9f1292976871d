import {CannotTell, messageOf, NoAnswer} from '../../model/errors.ts';
import type {Protocol, Refusal} from '../../model/facts/wire/connection.ts';
import type {EndKind} from '../../model/facts/wire/http.ts';

/** How far a request got, for the message when it gets no further. */
export interface Progress {
  phase: NoAnswer['phase'];
}

/** Says each change of phase, where somebody watches. */
export function progressOf(onPhase: ((phase: NoAnswer['phase']) => void) | undefined): Progress {
  if (onPhase === undefined) return {phase: 'resolve'};
  let now: NoAnswer['phase'] = 'resolve';
  return {
    get phase() {
      return now;
    },
    set phase(next) {
      if (next === now) return;
      now = next;
      onPhase(next);
    },
  };
}

const NO_ROUTE = new Set(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'EADDRNOTAVAIL']);

/** What an error before the connection was made says about the target. */
export function connectRefusal(
  failed: NodeJS.ErrnoException,
  shown: string,
  {host, port}: {host: string; port: number},
  phase: NoAnswer['phase'],
): Refusal {
  const at = `${host}:${port}`;
  const errors = failed instanceof AggregateError ? (failed.errors as NodeJS.ErrnoException[]) : [failed];
  if (phase === 'resolve') {
    if (failed.code === 'ENOTFOUND') {
      return {kind: 'no-such-name', code: failed.code, message: `there is no such name as ${host}`};
    }
    const what = `${shown}: the name could not be resolved (${failed.code ?? messageOf(failed)})`;
    throw new NoAnswer(shown, 'resolve', what, {cause: failed});
  }
  // If one of several addresses refused, the target has answered, whatever happened with the others.
  const refused = errors.find(({code}) => code === 'ECONNREFUSED');
  if (refused !== undefined) {
    return {kind: 'refused', code: 'ECONNREFUSED', message: `the connection was refused at ${at}`};
  }
  const reset = errors.find(({code}) => code === 'ECONNRESET');
  if (reset !== undefined) {
    return {kind: 'closed', code: 'ECONNRESET', message: `the connection was reset at ${at} while it was made`};
  }
  const missing = errors.find(({code}) => code !== undefined && NO_ROUTE.has(code));
  if (missing !== undefined) {
    const what = `${shown}: no connection to ${at} (${missing.code})`;
    throw new NoAnswer(shown, 'connect', what, {cause: failed});
  }
  throw new CannotTell(
    `${shown}: this machine could not open a connection to ${at} (${failed.code ?? messageOf(failed)})`,
    'see what keeps this machine from opening connections: a local firewall, a limit of open files',
    {cause: failed, transient: true},
  );
}

/** What an error during the TLS handshake says about the target. */
export function tlsRefusal(failed: NodeJS.ErrnoException, alpn: readonly Protocol[]): Refusal {
  const code = failed.code ?? null;
  if (code === 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL') {
    return {kind: 'protocol', code, message: `the server speaks none of what was offered by ALPN: ${alpn.join(', ')}`};
  }
  if (code === null || code === 'ECONNRESET' || code === 'EPIPE') {
    return {kind: 'tls', code, message: 'the connection was closed during the TLS handshake'};
  }
  return {kind: 'tls', code, message: `the TLS handshake failed: ${failed.message.trim()}`};
}

/** What an error before the response headers were complete says about the target. */
export function refusalBeforeHeaders(error: NodeJS.ErrnoException, shown: string): Refusal {
  const code = error.code ?? null;
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    return {kind: 'malformed', code, message: 'the response headers did not end within 64 KiB'};
  }
  if (error.name === 'HTTPParserError' || error.message === 'bad response' || error.message === 'bad upgrade') {
    return {kind: 'malformed', code, message: `what came back is not an HTTP/1.1 response: ${error.message}`};
  }
  if (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') {
    const message =
      'the response says twice where its body ends: more than one Content-Length, or Transfer-Encoding too';
    return {kind: 'malformed', code, message};
  }
  if (code?.startsWith('ERR_SSL_')) {
    return {kind: 'tls', code, message: `TLS failed after the handshake: ${error.message}`};
  }
  if (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE') {
    const how = code === 'UND_ERR_SOCKET' ? 'closed' : 'reset';
    return {kind: 'closed', code, message: `the connection was ${how} before response headers came`};
  }
  if (code === 'ETIMEDOUT' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH') {
    throw new NoAnswer(shown, 'headers', `${shown}: the connection was lost before response headers came (${code})`, {
      cause: error,
    });
  }
  throw new CannotTell(`${shown}: this request cannot be made: ${error.message}`, 'correct its URL and headers', {
    cause: error,
  });
}

/** How a body without a proper end was cut off. The socket's error counts more than the parser's. */
export function endOf(
  error: NodeJS.ErrnoException,
  socketError: NodeJS.ErrnoException | null,
): {end: EndKind; message: string} {
  if (socketError !== null) return {end: 'reset', message: socketError.message};
  if (error.code === 'ECONNRESET') return {end: 'reset', message: error.message};
  if (error.code === 'UND_ERR_HEADERS_OVERFLOW') return {end: 'too-large', message: 'the trailers did not end'};
  return {end: 'truncated', message: error.message};
}
