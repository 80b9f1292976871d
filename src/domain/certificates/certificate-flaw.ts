import type {Certificate} from '../../model/facts/aws-facts.ts';
import {certificateNameCovers, whyNotCovered} from './certificate-names.ts';

const DAY_MS = 86_400_000;

/**
 * Why a client that asks for the host would not trust the certificate, now or before `minDaysLeft` are over; null when
 * it would.
 */
export function certificateFlaw(certificate: Certificate, host: string, now: Date, minDaysLeft = 0): string | null {
  const sans = certificate.subjectAlternativeNames;
  const its = `the certificate of ${certificate.domainName}`;
  if (!sans.some((san) => certificateNameCovers(san, host))) {
    return `${its} does not cover ${host} (${sans.map((san) => whyNotCovered(san, host)).join('; ')})`;
  }
  if (certificate.status !== 'ISSUED') return `${its} covers ${host} but is ${certificate.status}, not ISSUED`;
  if (certificate.notAfter === null) return `${its} covers ${host}, but for how long is not known`;
  const daysLeft = (Date.parse(certificate.notAfter) - now.getTime()) / DAY_MS;
  if (daysLeft >= minDaysLeft) return null;
  const left = daysLeft < 0 ? 'has expired' : `expires in ${(Math.floor(daysLeft * 10) / 10).toFixed(1)} days`;
  return `${its} covers ${host} but ${left} (${certificate.notAfter})`;
}

/** The certificate fits, but ACM does not say until when, so neither a flaw nor its absence is certain. */
export function isEndless(certificate: Certificate, host: string): boolean {
  const {status, notAfter, subjectAlternativeNames} = certificate;
  return (
    status === 'ISSUED' && notAfter === null && subjectAlternativeNames.some((san) => certificateNameCovers(san, host))
  );
}
