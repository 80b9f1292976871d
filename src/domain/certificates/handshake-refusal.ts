import {CannotTell} from '../../model/errors.ts';
import type {Handshake} from '../../model/facts/wire/tls.ts';
import type {Fault} from '../../model/outcome.ts';
import {refusalDoubt} from '../http/refusal-doubt.ts';

/**
 * Why clients that speak TLS 1.2 or 1.3 get no connection; null when a handshake was completed, or would be with a certificate
 * that the clients have.
 *
 * @throws {CannotTell} when it was this machine that did not go on.
 */
export function refusalFault({refusal, place, clientCertificate}: Handshake, haveCertificates: boolean): Fault | null {
  if (refusal === null || (clientCertificate === 'required' && haveCertificates)) return null;
  const {kind, code, message} = refusal;
  if (kind === 'ours') {
    throw new CannotTell(
      `${place}: ${message}`,
      'see with the command by hand what the server offers: this machine accepts no key or parameter that weak',
    );
  }
  if (clientCertificate === 'required')
    return {what: `${message}: it requires a certificate of the client`, fix: CLIENT_FIX};
  const fixes = {
    refused: 'Let something listen there, or correct the host and port.',
    'no-such-name': 'Create its record, or correct the name.',
    closed:
      'See in the logs of what listens there why it closes the connection: a certificate or a key that it cannot read, or a protocol that is not TLS.',
    'not-tls': 'Let the port speak TLS, or name the port that does.',
    alert: alertFix(code),
  } as const;
  return {what: message, fix: fixes[kind]};
}

function alertFix(alert: string | null): string {
  switch (alert) {
    case 'unrecognized_name':
      return 'Add the host to what answers there (a certificate for it, its `server_name`): it refuses names that it does not know.';
    case 'protocol_version':
      return 'Let it speak TLS 1.2 or newer, which is all that clients of today offer.';
    case 'handshake_failure':
    case 'insufficient_security':
      return 'See which protocol versions, cipher suites and keys it has: none of them is one that clients of today offer.';
    default:
      return 'See in the logs of what listens there why it ends the handshake.';
  }
}

export const CLIENT_FIX =
  'Let it not require certificates of clients (`ssl_verify_client`, the mutual authentication of the listener); or, where all clients have one, say so with `clientCertificates: true`.';

/**
 * Whether our own absence may have ended it: servers give a handshake some seconds, and close the connection then, also that of
 * a client which would have shown a certificate in time.
 */
export function handshakeDoubt({place, refusal, clientCertificate, observer}: Handshake): CannotTell | null {
  const ended = clientCertificate === 'required' ? {kind: 'closed', code: null, message: 'the server ended it'} : null;
  return refusalDoubt(place, refusal ?? ended, observer);
}

/** A server that completes the handshake and then ends the connection, as it wanted a certificate; null: it does not. */
export function clientCertificateFault(
  {clientCertificate, refusal}: Handshake,
  haveCertificates: boolean,
): Fault | null {
  if (clientCertificate !== 'required' || refusal !== null || haveCertificates) return null;
  return {
    what: 'it requires a certificate of the client: it ended the connection of one that has none',
    fix: CLIENT_FIX,
  };
}
