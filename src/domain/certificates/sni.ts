import type {Certificate} from '../../model/facts/aws-facts.ts';
import {certificateNameCovers} from './certificate-names.ts';

/**
 * Which certificate an HTTPS listener presents to a client that names a host (SNI).
 * Source: the ALB user guide, HTTPS listener certificates: the default one serves only when none in the list matches; of
 * several matches ECDSA goes before RSA, then the larger key before the smaller. (Between the two comes the hash, SHA
 * before MD5, which ACM does not report.) This is for a client that supports both kinds of key.
 */

/** A certificate on a listener. `certificate` is null for one that ACM cannot describe (it was uploaded to IAM). */
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

export function certificateForSni(host: string, attached: readonly AttachedCertificate[]): SniChoice {
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

  // The default may be in the list as well, which the listing cannot show without naming it twice.
  const withDefault = preferred([...matching, ...byDefault.filter((one) => matches(one, host))]);
  const candidates = [...new Set([...preferred(matching), ...withDefault, ...unread])];
  if (candidates.length > 1) return {candidates, because: `several are for ${host}, and the facts do not decide`};
  const because = matching.length === 1 ? 'it alone in the list is' : 'of several it has the better key, and is';
  return {candidates, because: `${because} for ${host}`};
}

function matches({certificate}: AttachedCertificate, host: string): boolean {
  return certificate?.subjectAlternativeNames.some((san) => certificateNameCovers(san, host)) ?? false;
}

/** The best by kind and size of key: several when these are alike, and all when one's key is unknown. */
function preferred(certificates: readonly AttachedCertificate[]): AttachedCertificate[] {
  const ranks = certificates.map(({certificate}) => keyRank(certificate?.keyAlgorithm ?? null));
  if (ranks.includes(null)) return [...certificates];
  const best = Math.max(...ranks.map(Number));
  return certificates.filter((_, i) => ranks[i] === best);
}

/** ACM writes `RSA_2048` or `EC_prime256v1`; ECDSA of any size goes before RSA. Null when it is neither. */
function keyRank(keyAlgorithm: string | null): number | null {
  const [, kind, bits] = /^(RSA|EC)\D+(\d+)/.exec(keyAlgorithm ?? '') ?? [];
  if (bits === undefined) return null;
  return Number(bits) + (kind === 'EC' ? 1_000_000 : 0);
}
