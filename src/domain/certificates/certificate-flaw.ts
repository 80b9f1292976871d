import type {Certificate} from '../../model/facts/aws-facts.ts';
import {clauses} from '../../model/text/clauses.ts';
import {certificateNameCovers, whyNotCovered} from './certificate-names.ts';
import {type ClientTrust, issuerOf} from './issuer-trust.ts';

const DAY_MS = 86_400_000;

/** Who asks, and when. */
export interface AskedOfCertificate {
  readonly host: string;
  readonly now: Date;
  readonly trust: ClientTrust;
  /** It has to be good for these days more; none where they are left out. */
  readonly minDaysLeft?: number;
}

/** Why a client that asks for the host would not trust the certificate, now or before `minDaysLeft` are over. */
export function certificateFlaw(certificate: Certificate, asked: AskedOfCertificate): string | null {
  const {host} = asked;
  const sans = certificate.subjectAlternativeNames;
  const its = `the certificate of ${certificate.domainName}`;
  if (!sans.some((san) => certificateNameCovers(san, host))) {
    return `${its} does not cover ${host} (${sans.map((san) => whyNotCovered(san, host)).join('; ')})`;
  }
  const flaw = statusFlaw(certificate) ?? timeFlaw(certificate, asked) ?? refusedFor(certificate, asked);
  return flaw === null ? null : `${its} covers ${host} but ${flaw}`;
}

/** Why neither a flaw nor its absence is certain; null where {@link certificateFlaw} says it all. */
export function certificateDoubt(certificate: Certificate, asked: AskedOfCertificate): string | null {
  if (certificateFlaw(certificate, asked) !== null) return null;
  if (certificate.notAfter === null) return 'it is ISSUED and ACM gives no expiry date (NotAfter)';
  if (asked.trust !== 'public' || issuerOf(certificate) !== 'unknown') return null;
  const issuer = certificate.issuer ?? 'an issuer that ACM does not name';
  return `whether clients trust ${issuer}, which issued it (${certificate.type}), is not known`;
}

/** What was not looked at in a certificate without a flaw, and whom it does not serve; null when there is nothing. */
export function certificateNote(certificate: Certificate, asked: Pick<AskedOfCertificate, 'trust'>): string | null {
  const {domainName, type, keyAlgorithm} = certificate;
  const its = `the certificate of ${domainName}`;
  return clauses(
    issuerNote(certificate, asked),
    // ACM takes one without its chain, and names only what it was given.
    type === 'IMPORTED' ? `whether ${its} was imported with its intermediate certificates was not looked at` : null,
    keyAlgorithm === 'EC_secp521r1' ? `${its} has a key of EC_secp521r1, which Chrome does not accept` : null,
  );
}

function issuerNote(certificate: Certificate, {trust}: Pick<AskedOfCertificate, 'trust'>): string | null {
  const issuer = issuerOf(certificate);
  if (trust !== 'public' && isUnlogged(certificate)) {
    return `the certificate of ${certificate.domainName} is kept out of the certificate transparency logs: browsers refuse it`;
  }
  if (issuer === 'public' || trust === 'public') return null;
  const by =
    issuer === 'self-signed' ? 'is self-signed' : `was issued by ${certificate.issuer ?? 'a private authority'}`;
  const who =
    trust === 'stated' ? 'which the clients are said to trust' : 'and whether its clients trust that was not looked at';
  return `the certificate of ${certificate.domainName} ${by}, ${who}`;
}

function statusFlaw({status, failureReason, revocationReason}: Certificate): string | null {
  if (status === 'ISSUED') return null;
  const reason = status === 'REVOKED' ? revocationReason : failureReason;
  return `is ${status}${reason === null ? '' : ` (${reason})`}, not ISSUED`;
}

function timeFlaw({notBefore, notAfter}: Certificate, {now, minDaysLeft = 0}: AskedOfCertificate): string | null {
  if (notBefore !== null && Date.parse(notBefore) > now.getTime()) return `is not valid before ${notBefore}`;
  if (notAfter === null) return null;
  const daysLeft = (Date.parse(notAfter) - now.getTime()) / DAY_MS;
  if (daysLeft >= minDaysLeft) return null;
  const left = daysLeft < 0 ? 'has expired' : `expires in ${(Math.floor(daysLeft * 10) / 10).toFixed(1)} days`;
  return `${left} (${notAfter})`;
}

/** What is in it that clients refuse, however long it lasts. */
function refusedFor(certificate: Certificate, {trust}: AskedOfCertificate): string | null {
  const {signatureAlgorithm, keyAlgorithm, extendedKeyUsages: usages} = certificate;
  if (usages.length > 0 && !usages.includes('TLS_WEB_SERVER_AUTHENTICATION') && !usages.includes('ANY')) {
    return `is for ${usages.join(', ')}, not for servers (TLS_WEB_SERVER_AUTHENTICATION)`;
  }
  if (/^(?:SHA-?1|MD\d)(?!\d)/i.test(signatureAlgorithm ?? '')) {
    return `is signed with ${signatureAlgorithm}, which clients refuse`;
  }
  if (/^RSA_(?:512|768|1024)$/.test(keyAlgorithm ?? '')) return `has a key of ${keyAlgorithm}, which clients refuse`;
  if (usesNoSignature(certificate)) {
    return `its key is for ${certificate.keyUsages.join(', ')}, not for DIGITAL_SIGNATURE, which every handshake of TLS 1.3 needs`;
  }
  if (trust !== 'public') return null;
  if (isUnlogged(certificate)) {
    return 'it is kept out of the certificate transparency logs, without which browsers refuse it (CertificateTransparencyLoggingPreference: DISABLED)';
  }
  const issuer = issuerOf(certificate);
  if (issuer === 'private') return 'a private authority issued it (PRIVATE), which no client on the internet trusts';
  return issuer === 'self-signed' ? 'it is self-signed, which no client on the internet trusts' : null;
}

/** ACM logs what it issues itself; of others their own authority decides. Source: the ACM user guide (transparency logging). */
function isUnlogged({type, isLogged}: Certificate): boolean {
  return type === 'AMAZON_ISSUED' && !isLogged;
}

/** RFC 8446, 4.4.2.2: where a certificate says what its key is for, signing has to be among it. */
function usesNoSignature({keyUsages}: Certificate): boolean {
  return keyUsages.length > 0 && !keyUsages.some((usage) => ['DIGITAL_SIGNATURE', 'ANY', 'CUSTOM'].includes(usage));
}
