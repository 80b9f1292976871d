import type {Certificate} from '../../model/facts/aws-facts.ts';
import {certificateNameCovers} from './certificate-names.ts';

/**
 * Which certificate an HTTPS listener presents to a client that names a host (SNI).
 * Source: the ALB user guide, HTTPS listener certificates: the default one serves only when none in the list matches; of
 * several matches ECDSA goes before RSA, then what has not expired, then the better hash, then the larger key, and then
 * the validity period, without a word which way. This is for a client that supports both kinds of key.
 */

/** A certificate on a listener; the default one twice where it is in the list, too. `certificate` is null for one that ACM cannot describe (it was uploaded to IAM). */
export interface AttachedCertificate {
  readonly arn: string;
  readonly isDefault: boolean;
  readonly certificate: Certificate | null;
}

export interface SniChoice {
  /** Any of these may be presented: more than one where the facts do not decide, none when the listener has none. */
  readonly candidates: readonly AttachedCertificate[];
  readonly because: string;
}

export function certificateForSni(host: string, attached: readonly AttachedCertificate[], now: Date): SniChoice {
  const byDefault = attached.filter(({isDefault}) => isDefault);
  const list = attached.filter(({isDefault}) => !isDefault);
  const unread = list.filter(({certificate}) => certificate === null);
  const matching = list.filter((one) => matches(one, host));
  if (matching.length === 0) {
    if (unread.length === 0) return {candidates: byDefault, because: `none in the list is for ${host}: the default`};
    return {
      candidates: [...unread, ...byDefault],
      because: 'what a certificate of IAM in the list is for is not known',
    };
  }

  const chosen = preferred(matching, now);
  const candidates = [...chosen.left, ...unread];
  if (candidates.length > 1) return {candidates, because: `several are for ${host}, and the facts do not decide`};
  const because = matching.length === 1 ? 'it alone in the list is' : `of several ${chosen.because}, and is`;
  return {candidates, because: `${because} for ${host}`};
}

function matches({certificate}: AttachedCertificate, host: string): boolean {
  return certificate?.subjectAlternativeNames.some((san) => certificateNameCovers(san, host)) ?? false;
}

/** What is compared, the first first: the greater wins, and null is not known. */
const CRITERIA: readonly {
  readonly won: string;
  readonly rank: (certificate: Certificate, now: Date) => number | null;
}[] = [
  {won: 'it has the better kind of key', rank: ({keyAlgorithm}) => keyOf(keyAlgorithm)?.kind ?? null},
  {
    won: 'it has not expired',
    rank: ({notAfter}, now) => (notAfter === null ? null : Number(Date.parse(notAfter) >= now.getTime())),
  },
  {won: 'it has the better hash', rank: ({signatureAlgorithm}) => hashRank(signatureAlgorithm)},
  {won: 'it has the larger key', rank: ({keyAlgorithm}) => keyOf(keyAlgorithm)?.bits ?? null},
];

/** Those that may win, by one criterion after the other until one remains or it is not known how they compare. */
function preferred(all: readonly AttachedCertificate[], now: Date) {
  let left = all;
  for (const {won, rank} of CRITERIA) {
    const ranks = left.map(({certificate}) => (certificate === null ? null : rank(certificate, now)));
    if (ranks.includes(null)) break;
    const best = Math.max(...ranks.map(Number));
    left = left.filter((_, i) => ranks[i] === best);
    if (left.length === 1) return {left, because: won};
  }
  return {left, because: 'none is preferred'};
}

/** ACM writes `RSA_2048` or `EC_prime256v1`. Null when it is neither. */
function keyOf(keyAlgorithm: string | null): {readonly kind: number; readonly bits: number} | null {
  const [, kind, bits] = /^(RSA|EC)\D+(\d+)/.exec(keyAlgorithm ?? '') ?? [];
  return bits === undefined ? null : {kind: kind === 'EC' ? 1 : 0, bits: Number(bits)};
}

/** ACM writes `SHA256WITHRSA`; SHA goes before MD5, and the higher number before the lower. */
function hashRank(signatureAlgorithm: string | null): number | null {
  const [, kind, bits] = /^(SHA|MD)-?(\d+)/i.exec(signatureAlgorithm ?? '') ?? [];
  if (bits === undefined) return null;
  return kind?.toUpperCase() === 'MD' ? 0 : Number(bits);
}
