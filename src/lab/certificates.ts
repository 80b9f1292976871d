import {createSecureContext, type SecureContext} from 'node:tls';
import {certificateNameCovers} from '../domain/certificates/certificate-names.ts';
import {
  type CertificateAuthority,
  createAuthority,
  type IssuedCertificate,
} from '../mcp-server/wire/certificate-authority.ts';

let authorityOfLabs: Promise<CertificateAuthority> | null = null;

/** The authority of every lab that this process starts. */
export function labAuthority(): Promise<CertificateAuthority> {
  authorityOfLabs ??= createAuthority('migrate-check lab');
  return authorityOfLabs;
}

/**
 * Picks a certificate by the name a client asks for, as a load balancer does: one that covers the name; undefined means
 * the listener's default, which the client will then refuse.
 */
export function secureContexts(
  certificates: readonly IssuedCertificate[],
): (host: string) => SecureContext | undefined {
  const contexts = certificates.map(({names, key, cert}) => ({names, context: createSecureContext({key, cert})}));
  return (host) => contexts.find(({names}) => names.some((name) => certificateNameCovers(name, host)))?.context;
}
