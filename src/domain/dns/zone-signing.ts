import type {DelegationSigner, HostedZone, ZoneSigning} from '../../model/facts/aws-facts.ts';

/** Whether validating resolvers check what a zone answers. */
export type Trust = 'secure' | 'insecure' | 'unknown';

/** What is known above a zone of how it has to be signed. */
export interface SigningAbove {
  /** Whether what holds the DS records is validated itself. */
  readonly trust: Trust;
  /** Null: whether there is any was not looked at. */
  readonly signers: readonly DelegationSigner[] | null;
  /** Who has the DS records, for a message. */
  readonly label: string;
}

export interface SigningFault {
  readonly because: string;
  readonly fix: string;
  /** False where AWS does not say whether answers are still signed as they were. */
  readonly isSure: boolean;
}

export interface SigningFinding {
  /** Of the zone itself, for those below. */
  readonly trust: Trust;
  /** What is wrong with its signatures; null: nothing. */
  readonly fault: SigningFault | null;
  /** Clauses for a pass. */
  readonly said: readonly string[];
}

/**
 * A validating resolver refuses all answers of a zone (SERVFAIL) when a DS record above it, which is validated itself,
 * names no key that it is signed with; where there is none, signatures are not looked at (RFC 4035 section 5.2).
 * Sources: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-configuring-dnssec.html,
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_DNSSECStatus.html, API_KeySigningKey.html.
 */
export function judgeSigning(zone: HostedZone, signing: ZoneSigning | null, above: SigningAbove): SigningFinding {
  const {signers, trust, label} = above;
  const fine = (of: Trust, ...said: string[]): SigningFinding => ({trust: of, fault: null, said});
  const isUnsigned = signing?.status === 'NOT_SIGNING';
  if (signers?.length === 0) {
    return isUnsigned || signing === null
      ? fine('insecure')
      : fine(
          'insecure',
          `${zone.name} is set to be signed (${signing.status}), and without a DS record above nobody validates it`,
        );
  }
  if (signers !== null && trust === 'insecure') {
    return fine('insecure', `${label} has a DS record of ${zone.name}, and is not validated itself`);
  }
  if (signing === null) return fine('unknown', `whether ${zone.name} is signed was not looked at`);
  const fault = faultOf(zone, signing, above);
  if (signers !== null && fault === null) return fine(trust, `${zone.name} is signed as its DS record says`);
  if (fault === null) {
    return fine('unknown', `${zone.name} is signed, and whether a DS record above fits was not looked at`);
  }
  if (signers === null && isUnsigned) {
    return fine(
      'insecure',
      `whether a DS record above ${zone.name}, which is not signed, wants it to be was not looked at`,
    );
  }
  return {trust, fault, said: []};
}

function faultOf({id, name}: HostedZone, signing: ZoneSigning, above: SigningAbove): SigningFault | null {
  const {label, signers} = above;
  const asked =
    signers === null
      ? `whether a DS record above wants ${name} to be signed was not looked at`
      : `${label} has a DS record of ${name}`;
  const takeOut = `take the DS record of ${name} out of ${label}, and wait until its TTL is over`;
  const {status, message, keys} = signing;
  if (status === 'NOT_SIGNING' || status === 'DELETING') {
    const fix = `Sign zone ${id} with the key that it names, or ${takeOut}.`;
    return {because: `${asked}, and zone ${id} is not signed (${status})`, fix, isSure: true};
  }
  if (status !== 'SIGNING') {
    const why = message === null ? '' : `: ${message}`;
    const fix = `Mend what \`aws route53 get-dnssec --hosted-zone-id ${id}\` names (the KMS key, its policy), or ${takeOut}.`;
    return {because: `${asked}, and the signing of zone ${id} is in state ${status}${why}`, fix, isSure: false};
  }
  const active = keys.filter((key) => key.status === 'ACTIVE');
  const listed = keys.map((key) => `${key.name} is ${key.status}${key.message === null ? '' : ` (${key.message})`}`);
  if (active.length === 0) {
    const fix = `Activate a key-signing key of zone ${id} that the DS record names, or ${takeOut}.`;
    return {
      because: `${asked}, and no key-signing key of zone ${id} is active (${listed.join(', ') || 'it has none'})`,
      fix,
      isSure: !keys.some((key) => /^(ACTION_NEEDED|INTERNAL_FAILURE)$/.test(key.status)),
    };
  }
  if (signers === null || signers.some((signer) => active.some((key) => fits(signer, key)))) return null;
  const tags = (of: readonly {readonly keyTag: number | null}[]) => of.map(({keyTag}) => keyTag ?? '?').join(', ');
  const because = `the DS record of ${name} in ${label} names key ${tags(signers)}, and zone ${id} is signed with ${tags(active)}`;
  const right = active.flatMap(({dsRecord}) => dsRecord ?? []).join(' and ');
  return {because, fix: `Set the DS record of ${name} in ${label} to ${right}.`, isSure: true};
}

function fits({keyTag, algorithm, digestType, digest}: DelegationSigner, key: ZoneSigning['keys'][number]): boolean {
  if (key.keyTag !== keyTag || (algorithm !== null && key.algorithm !== algorithm)) return false;
  const own = key.dsRecord === null ? null : parseSigner(key.dsRecord);
  // Of another digest only the tag can be compared.
  if (own === null || digest === null || own.digest === null || own.digestType !== digestType) return true;
  return own.digest.toLowerCase() === digest.toLowerCase();
}

/** `12345 13 2 E2D3…`, the digest in one part or several. Null: not written like that. */
export function parseSigner(value: string): DelegationSigner | null {
  const [keyTag, algorithm, digestType, ...digest] = value.trim().split(/\s+/);
  const numbers = [keyTag, algorithm, digestType].map(Number);
  const [tag = Number.NaN, alg = Number.NaN, type = Number.NaN] = numbers;
  if (numbers.some((number) => !Number.isInteger(number)) || digest.length === 0) return null;
  return {keyTag: tag, algorithm: alg, digestType: type, digest: digest.join('')};
}
