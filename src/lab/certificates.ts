import {createSecureContext, type SecureContext} from 'node:tls';
import {generate} from 'selfsigned';
import {certificateNameCovers} from '../domain/certificates/certificate-names.ts';

/** A certificate with its key, as PEM. */
export interface LabCertificate {
  /** Its subject alternative names. */
  readonly names: readonly string[];
  readonly key: string;
  readonly cert: string;
}

export interface LabAuthority {
  /** The authority's own certificate, as PEM, which a client has to trust. */
  readonly cert: string;
  /** The same names get the same certificate. */
  issue(names: readonly string[]): Promise<LabCertificate>;
}

/**
 * From before any plausible clock to the date that stands for "no end" (RFC 5280, section 4.1.2.5): the lab has to be
 * as healthy in five years as today, and on a machine whose clock is wrong.
 */
const ALWAYS = {notBeforeDate: new Date('2000-01-01T00:00:00Z'), notAfterDate: new Date('9999-12-31T23:59:59Z')};

let authorityOfLabs: Promise<LabAuthority> | null = null;

/** The authority of every lab that this process starts. */
export function labAuthority(): Promise<LabAuthority> {
  authorityOfLabs ??= createAuthority();
  return authorityOfLabs;
}

/** A certificate authority that lives as long as this process. Its keys are never written to disk. */
export async function createAuthority(): Promise<LabAuthority> {
  const authority = await generate([{name: 'commonName', value: 'migrate-check lab'}], {
    ...ALWAYS,
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      {name: 'basicConstraints', cA: true, critical: true},
      {name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true},
    ],
  });
  const sign = async (names: readonly string[]): Promise<LabCertificate> => {
    const signed = await generate([{name: 'commonName', value: names[0] ?? ''}], {
      ...ALWAYS,
      keyType: 'ec',
      algorithm: 'sha256',
      ca: {key: authority.private, cert: authority.cert},
      extensions: [
        {name: 'basicConstraints', cA: false, critical: true},
        {name: 'keyUsage', digitalSignature: true, critical: true},
        {name: 'extKeyUsage', serverAuth: true},
        {name: 'subjectAltName', altNames: names.map((value) => ({type: 2, value}))},
      ],
    });
    return {names, key: signed.private, cert: signed.cert};
  };
  const issued = new Map<string, Promise<LabCertificate>>();
  return {
    cert: authority.cert,
    issue(names) {
      const key = names.join();
      const certificate = issued.get(key) ?? sign(names);
      issued.set(key, certificate);
      return certificate;
    },
  };
}

/**
 * Picks a certificate by the name a client asks for, as a load balancer does: one that covers the name; undefined means
 * the listener's default, which the client will then refuse.
 */
export function secureContexts(certificates: readonly LabCertificate[]): (host: string) => SecureContext | undefined {
  const contexts = certificates.map(({names, key, cert}) => ({names, context: createSecureContext({key, cert})}));
  return (host) => contexts.find(({names}) => names.some((name) => certificateNameCovers(name, host)))?.context;
}
