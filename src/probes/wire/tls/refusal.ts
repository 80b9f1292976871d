import {CannotTell} from '../../../model/errors.ts';
import type {HandshakeRefusal} from '../../../model/facts/wire/tls.ts';
import {alertOfError} from './alerts.ts';
import type {TlsOpening} from './tls-opening.ts';

/** Why a handshake was not completed. Throws where it was this machine that did not begin it. */
export function refusalOf({flight, firstBytes, error}: TlsOpening, place: string): HandshakeRefusal {
  const code = error?.code ?? null;
  // OpenSSL has something to say about an answer, or it did not get as far as asking.
  if (firstBytes.length === 0 && code?.startsWith('ERR_SSL_')) {
    throw new CannotTell(
      `${place}: this machine did not begin the handshake (${reasonOf(error)})`,
      'see what its OpenSSL is configured to offer: an openssl.cnf with a MinProtocol, a mode such as FIPS; then run again',
    );
  }
  if (!flight.isTls) {
    // Some answer what is not HTTP with a page alone.
    const isHttp = /^(?:HTTP\/|<)/.test(firstBytes.toString('latin1', 0, 5));
    return {
      kind: 'not-tls',
      code: null,
      message: isHttp ? 'it answers with plain HTTP, and not with TLS' : 'what came back is not TLS',
    };
  }
  const alert = flight.alert ?? (code === null ? null : alertOfError(code));
  if (alert !== null) {
    return {kind: 'alert', code: alert, message: `the server ended the handshake with the alert ${alert}`};
  }
  if (code === null || code === 'ECONNRESET' || code === 'EPIPE') {
    const how = code === null ? 'closed' : 'reset';
    return {kind: 'closed', code, message: `the connection was ${how} during the handshake`};
  }
  return {
    kind: 'ours',
    code,
    message: `this machine did not go on with what the server answered: ${reasonOf(error)}`,
  };
}

/** OpenSSL's own words are in the middle of its message, between a thread's number and a line of its source. */
function reasonOf(error: NodeJS.ErrnoException | null): string {
  if (error === null) return 'no reason given';
  return 'reason' in error ? String(error.reason) : (error.code ?? error.message);
}
