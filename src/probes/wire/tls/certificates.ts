import {type KeyObject, X509Certificate} from 'node:crypto';
import type {PresentedCertificate} from '../../../model/facts/wire/tls.ts';

/** The chain as it was sent; what cannot be read as a certificate is left out. */
export function readChain(chain: readonly Buffer[]): readonly X509Certificate[] {
  return chain.flatMap((der) => {
    try {
      return new X509Certificate(der);
    } catch {
      return [];
    }
  });
}

export function presented(chain: readonly X509Certificate[]): readonly PresentedCertificate[] {
  return chain.map((certificate) => {
    const {dnsNames, ipAddresses} = namesIn(certificate.subjectAltName ?? '');
    const signer = chain.findIndex((other) => other !== certificate && isSignedBy(certificate, other));
    const isSelfSigned = isSignedBy(certificate, certificate);
    return {
      subject: oneLine(certificate.subject),
      issuer: oneLine(certificate.issuer),
      serial: certificate.serialNumber,
      notBefore: certificate.validFromDate.toISOString(),
      notAfter: certificate.validToDate.toISOString(),
      dnsNames,
      ipAddresses,
      ...keyOf(certificate.publicKey),
      fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
      isAuthority: certificate.ca,
      isSelfSigned,
      signedBy: signer === -1 || isSelfSigned ? null : signer,
      issuerUrl: /^CA Issuers - URI:(\S+)/m.exec(certificate.infoAccess ?? '')?.[1] ?? null,
    };
  });
}

/** By name and key, and really signed. */
export function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

/** `CN=a\nO=b` as `CN=a, O=b`. */
export function oneLine(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ');
}

const CURVE_BITS: Readonly<Record<string, number>> = {
  prime256v1: 256,
  secp384r1: 384,
  secp521r1: 521,
};

function keyOf({asymmetricKeyType, asymmetricKeyDetails}: KeyObject): {keyType: string; keyBits: number | null} {
  const {modulusLength, namedCurve} = asymmetricKeyDetails ?? {};
  const keyBits = modulusLength ?? (namedCurve === undefined ? null : (CURVE_BITS[namedCurve] ?? null));
  return {keyType: asymmetricKeyType ?? 'unknown', keyBits};
}

/** `DNS:a.example, IP Address:192.0.2.1`; Node.js writes a name with special characters as a JSON string. */
function namesIn(text: string): {dnsNames: string[]; ipAddresses: string[]} {
  const names = [...text.matchAll(/(?:^|, )(DNS|IP Address):("(?:[^"\\]|\\.)*"|[^,]*)/g)].map(
    ([, kind, name = '']) => ({
      kind,
      name: name.startsWith('"') ? String(JSON.parse(name)) : name,
    }),
  );
  const of = (wanted: string) => names.filter(({kind}) => kind === wanted).map(({name}) => name);
  return {dnsNames: of('DNS'), ipAddresses: of('IP Address')};
}
