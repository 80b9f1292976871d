import {CannotTell} from '../../model/errors.ts';
import type {Certificate} from '../../model/facts/aws-facts.ts';
import type {Handshake, PresentedCertificate} from '../../model/facts/wire/tls.ts';
import type {Evidence, Fault} from '../../model/outcome.ts';
import {certificateNameCovers, haveSameNames} from './certificate-names.ts';
import {CLIENT_KINDS, type ClientKind} from './presented-judgement.ts';
import {isSameSerial} from './serial.ts';
import {type AttachedCertificate, certificateForSni} from './sni.ts';

/** Whether what is presented is the certificate that a listener has for the host. */
export type ListenerFinding =
  | {readonly kind: 'same'; readonly arn: string}
  | {readonly kind: 'other'; readonly fault: Fault}
  /** `why` is a clause. */
  | {readonly kind: 'unknown'; readonly why: string};

/** Load balancers present a renewed certificate some hours after ACM has it. */
const SPREADS_WITHIN_MS = 3 * 86_400_000;

/**
 * By serial numbers, which an authority gives once (RFC 5280, section 4.1.2.2), and by their ends.
 *
 * @param isForAll whether it is what clients of both kinds of key are presented with; else any of the listener that is for the
 *   host may be.
 */
export function presentedByListener(
  leaf: PresentedCertificate,
  host: string,
  attached: readonly AttachedCertificate[],
  {now, isForAll}: {readonly now: Date; readonly isForAll: boolean},
): ListenerFinding {
  const {candidates, because} = certificateForSni(host, attached, now);
  const isPresented = ({certificate}: AttachedCertificate) =>
    certificate !== null && certificate.serial !== null && isSameSerial(certificate.serial, leaf.serial);
  const found = attached.find(isPresented);
  const right = isForAll ? candidates : attached.filter((one) => candidates.includes(one) || isFor(one, host));
  if (right.some(isPresented)) return {kind: 'same', arn: found?.arn ?? ''};
  const meant = candidates.map(
    ({arn, certificate}) => `${arn}${certificate?.serial ? ` (serial ${certificate.serial})` : ''}`,
  );
  if (found !== undefined) {
    return {
      kind: 'other',
      fault: {
        what: `it presents ${found.arn}, which is on the listener, and not what the listener has for ${host} (${because}): ${meant.join(' or ')}`,
        fix: 'See that requests get there with their name (SNI): something in front of the load balancer may send another, or none.',
      },
    };
  }
  const unread = attached.filter(({certificate}) => (certificate?.serial ?? null) === null);
  if (unread.length > 0) {
    return {
      kind: 'unknown',
      why: `the serial numbers of ${unread.map(({arn}) => arn).join(' and ')} cannot be read from ACM`,
    };
  }
  const renewed = candidates.find(({certificate}) => certificate !== null && isRenewalOf(certificate, leaf, now));
  if (renewed !== undefined) {
    return {
      kind: 'unknown',
      why: `it presents the one before ${renewed.arn}, which ACM issued on ${renewed.certificate?.notBefore}, and which load balancers may take some time to present`,
    };
  }
  return {
    kind: 'other',
    fault: {
      what: `it presents a certificate with serial ${leaf.serial}, valid until ${leaf.notAfter}, which none on the listener has: that has ${meant.join(' or ') || 'none'} for ${host}`,
      fix: 'See what answers at this address: the record, a proxy or a content delivery network may lead to something else than this load balancer.',
    },
  };
}

export interface HeldFindings {
  readonly faults: readonly Fault[];
  readonly doubt: CannotTell | null;
  /** The ARN of the listener's certificate that clients of today are presented with; null: not known. */
  readonly same: string | null;
  readonly evidence: readonly Evidence[];
}

/** What each kind of client is presented with, against what the listener has; nothing where `attached` is null. */
export function judgeHeld(
  looks: Readonly<Partial<Record<ClientKind, Handshake>>>,
  attached: readonly AttachedCertificate[] | null,
  {host, now}: {readonly host: string; readonly now: Date},
): HeldFindings {
  if (attached === null) return {faults: [], doubt: null, same: null, evidence: []};
  const evidence = attached.map(({arn, certificate}) => ({
    what: 'serial of a certificate on the listener',
    value: certificate?.serial ?? null,
    source: arn,
  }));
  const seen = new Set<string>();
  const faults: Fault[] = [];
  let doubt: CannotTell | null = null;
  let same: string | null = null;
  for (const kind of CLIENT_KINDS) {
    const look = looks[kind];
    const [leaf] = look?.chain ?? [];
    if (look === undefined || leaf === undefined || seen.has(leaf.fingerprint)) continue;
    seen.add(leaf.fingerprint);
    const finding = presentedByListener(leaf, host, attached, {now, isForAll: kind === 'today'});
    if (finding.kind === 'other') faults.push(finding.fault);
    if (finding.kind === 'same' && kind === 'today') same = finding.arn;
    if (finding.kind === 'unknown') {
      const what = `${look.place}: whether it presents a certificate of the listener is not known: ${finding.why}`;
      doubt ??= new CannotTell(what, 'compare the serial numbers with the commands by hand', {transient: true});
    }
  }
  return {faults, doubt, same, evidence};
}

function isFor({certificate}: AttachedCertificate, host: string): boolean {
  return certificate?.subjectAlternativeNames.some((san) => certificateNameCovers(san, host)) ?? false;
}

function isRenewalOf(
  {notBefore, subjectAlternativeNames}: Certificate,
  leaf: PresentedCertificate,
  now: Date,
): boolean {
  if (notBefore === null) return false;
  const issuedMs = Date.parse(notBefore);
  const isSame = haveSameNames(subjectAlternativeNames, leaf.dnsNames);
  return isSame && Date.parse(leaf.notBefore) < issuedMs && now.getTime() - issuedMs < SPREADS_WITHIN_MS;
}
