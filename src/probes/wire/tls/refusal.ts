import {CannotTell} from '../../../model/errors.ts';
import type {HandshakeRefusal} from '../../../model/facts/wire/tls.ts';
import {alertOfError} from './alerts.ts';
import type {TlsOpening} from './tls-opening.ts';

/** Why a handshake was not completed. Throws where it was this machine that did not begin it. */
export function refusalOf({flight, firstBytes, error, hasSent}: TlsOpening, place: string): HandshakeRefusal {
  const code = error?.code ?? null;
  if (!hasSent) {
    throw new CannotTell(
      `${place}: this machine did not begin the handshake (${code ?? error?.message ?? 'no reason given'})`,
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
    message: `this machine did not go on with what the server answered: ${error?.message.trim() ?? code}`,
  };
}
