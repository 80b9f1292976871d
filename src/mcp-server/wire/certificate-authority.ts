import {isIP} from 'node:net';
import {generate} from 'selfsigned';

/** A certificate with its key, as PEM. */
export interface IssuedCertificate {
  /** Its subject alternative names: host names and addresses. */
  readonly names: readonly string[];
  readonly key: string;
  readonly cert: string;
}

/** ISO 8601. */
export interface CertificateDates {
  readonly notBefore: string;
  readonly notAfter: string;
}

export interface CertificateAuthority {
  /** The authority's own certificate, as PEM, which a client has to trust. */
  readonly cert: string;
  /** The same names get the same certificate. */
  issue(names: readonly string[]): Promise<IssuedCertificate>;
  /** Another certificate each time: with a serial number and a key of its own. Valid always, if no dates are given. */
  issueAnew(names: readonly string[], dates?: CertificateDates): Promise<IssuedCertificate>;
}

/**
 * From before any plausible clock to the date that stands for "no end" (RFC 5280, section 4.1.2.5): it has to be as
 * good in five years as today, and on a machine whose clock is wrong.
 */
const ALWAYS = {notBeforeDate: new Date('2000-01-01T00:00:00Z'), notAfterDate: new Date('9999-12-31T23:59:59Z')};

/** A certificate authority that lives as long as this process. Its keys are never written to disk. */
export async function createAuthority(commonName: string): Promise<CertificateAuthority> {
  const authority = await generate([{name: 'commonName', value: commonName}], {
    ...ALWAYS,
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      {name: 'basicConstraints', cA: true, critical: true},
      {name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true},
    ],
  });
  const sign = async (names: readonly string[], dates?: CertificateDates): Promise<IssuedCertificate> => {
    const signed = await generate([{name: 'commonName', value: names[0] ?? ''}], {
      ...(dates === undefined
        ? ALWAYS
        : {notBeforeDate: new Date(dates.notBefore), notAfterDate: new Date(dates.notAfter)}),
      keyType: 'ec',
      algorithm: 'sha256',
      ca: {key: authority.private, cert: authority.cert},
      extensions: [
        {name: 'basicConstraints', cA: false, critical: true},
        {name: 'keyUsage', digitalSignature: true, critical: true},
        {name: 'extKeyUsage', serverAuth: true},
        {name: 'subjectAltName', altNames: names.map(altName)},
      ],
    });
    return {names, key: signed.private, cert: signed.cert};
  };
  const issued = new Map<string, Promise<IssuedCertificate>>();
  return {
    cert: authority.cert,
    issue(names) {
      const key = names.join();
      const certificate = issued.get(key) ?? sign(names);
      issued.set(key, certificate);
      return certificate;
    },
    issueAnew: sign,
  };
}

/** RFC 5280, section 4.2.1.6: a dNSName, or an iPAddress. */
function altName(name: string) {
  return isIP(name) === 0 ? ({type: 2, value: name} as const) : ({type: 7, ip: name} as const);
}
