import {X509Certificate} from 'node:crypto';
import {createSecureContext, type SecureContext} from 'node:tls';
import {certificateNameCovers} from '../domain/certificates/certificate-names.ts';
import {
  type CertificateAuthority,
  createAuthority,
  type IssuedCertificate,
} from '../mcp-server/wire/certificate-authority.ts';
import type {Certificate} from '../model/facts/aws-facts.ts';

let authorityOfLabs: Promise<CertificateAuthority> | null = null;

/** The authority of every lab that this process starts. */
export function labAuthority(): Promise<CertificateAuthority> {
  authorityOfLabs ??= createAuthority('migrate-check lab');
  return authorityOfLabs;
}

/** What a listener without a policy offers; OpenSSL 3 has these versions at security level 0 only. */
export const OLD_TLS = {minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0'} as const;

/**
 * Picks a certificate by the name a client asks for, as a load balancer does: one that covers the name; undefined means
 * the listener's default, which the client will then refuse.
 */
export function secureContexts(
  certificates: readonly IssuedCertificate[],
  offered: Partial<typeof OLD_TLS> = {},
): (host: string) => SecureContext | undefined {
  const contexts = certificates.map(({names, key, cert}) => ({
    names,
    context: createSecureContext({key, cert, ...offered}),
  }));
  return (host) => contexts.find(({names}) => names.some((name) => certificateNameCovers(name, host)))?.context;
}

/** What ACM reports, with the serial numbers of the certificates that the lab really presents: they are issued when it starts. */
export function withServedSerials(
  certificates: readonly Certificate[],
  authority: CertificateAuthority,
): Promise<readonly Certificate[]> {
  return Promise.all(
    certificates.map(async (certificate) => {
      if (certificate.serial === null) return certificate;
      const {cert} = await authority.issue(certificate.subjectAlternativeNames);
      const serial = new X509Certificate(cert).serialNumber.toLowerCase();
      return {...certificate, serial: (serial.match(/../g) ?? []).join(':')};
    }),
  );
}
