import type {PeerCertificate, TLSSocket} from 'node:tls';
import type {Refusal} from '../../../model/facts/wire/connection.ts';

/** Why the server's certificate must not be trusted for this host; null when it can be. */
export function certificateRefusal(socket: TLSSocket, host: string): Refusal | null {
  if (socket.authorized) return null;
  // Node's types say Error, but it is the verification's error code as a string.
  const code = String(socket.authorizationError);
  const certificate = socket.getPeerCertificate();
  const names = namesOf(certificate);
  const shown = names.length === 0 ? 'it names no host' : `it names ${names.join(', ')}`;
  return {kind: 'certificate', code, message: `the certificate ${reason(code, host, certificate)}; ${shown}`};
}

function reason(code: string, host: string, certificate: PeerCertificate): string {
  switch (code) {
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `does not cover ${host}`;
    case 'CERT_HAS_EXPIRED':
      return `(or one that signed it) has expired: its own end is ${certificate.valid_to}`;
    case 'CERT_NOT_YET_VALID':
      return `(or one that signed it) is not valid yet: its own beginning is ${certificate.valid_from}`;
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return 'is signed by itself';
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return 'leads to a root that this machine does not trust';
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return 'comes without a chain to a root that this machine trusts';
    default:
      return `does not verify (${code})`;
  }
}

/** The hosts and addresses of the subject alternative names. */
function namesOf(certificate: PeerCertificate): readonly string[] {
  return (certificate.subjectaltname ?? '')
    .split(', ')
    .filter((name) => /^(?:DNS|IP Address):/.test(name))
    .map((name) => name.replace(/^[^:]*:/, ''));
}
