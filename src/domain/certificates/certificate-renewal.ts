import type {Certificate} from '../../model/facts/aws-facts.ts';
import type {Fault} from '../../model/outcome.ts';
import {formatDuration} from '../../model/text/duration.ts';

const DAY_MS = 86_400_000;

export interface RenewalWishes {
  /**
   * 0 to 1, of the time between NotBefore and NotAfter: lifetimes of public certificates shrink, so a number of days
   * would not fit.
   */
  readonly minShareLeft: number;
  /** For what a person has to renew; null: no such certificate is accepted. */
  readonly minDaysLeft: number | null;
}

export interface RenewalJudgement {
  /** Who renews it, as a clause; with what its renewal leaves undone. */
  readonly how: string;
  readonly problems: readonly Fault[];
  readonly unsure: readonly string[];
}

/**
 * Whether ACM renews a certificate in time. It renews what it issued (publicly, or by a private authority through ACM),
 * while something uses it; by DNS without anyone's help, by email only when somebody answers; never what was imported or
 * has expired. Source: the ACM user guide, "Managed certificate renewal".
 */
export function judgeRenewal(certificate: Certificate, now: Date, wishes: RenewalWishes): RenewalJudgement {
  const {status, notBefore, notAfter} = certificate;
  const life = lifeOf(certificate, now);
  if (status !== 'ISSUED') {
    const what = `it is ${status}, and only one that is ISSUED is renewed`;
    return {how: '', problems: [{what, fix: status === 'PENDING_VALIDATION' ? VALIDATE : REPLACE}], unsure: []};
  }
  if (notAfter === null) return {how: '', problems: [], unsure: ['ACM does not say when it expires (NotAfter)']};
  const leftMs = Date.parse(notAfter) - now.getTime();
  if (leftMs < 0) {
    const what = `it ${life}, and an expired certificate is not renewed`;
    return {how: '', problems: [{what, fix: REPLACE}], unsure: []};
  }

  const manual = whyByHand(certificate);
  if (manual !== null) {
    const isEnough = wishes.minDaysLeft !== null && leftMs >= wishes.minDaysLeft * DAY_MS;
    const short = wishes.minDaysLeft === null ? '' : `, not in ${wishes.minDaysLeft} days or more`;
    const fix =
      wishes.minDaysLeft === null
        ? 'Use one that ACM issues with DNS validation, or set `minDaysLeft` and agree on who renews this one.'
        : `Renew it before it ends: ${certificate.type === 'IMPORTED' ? 'import the next one under the same ARN' : 'answer the email that ACM sends to the owners of the domain'}; or use one that ACM issues with DNS validation.`;
    return {how: manual, problems: isEnough ? [] : [{what: `${manual}; it ${life}${short}`, fix}], unsure: []};
  }
  const problems = renewalProblems(certificate);
  const unsure = renewalDoubts(certificate);
  if (notBefore === null) unsure.push('ACM does not say when it began (NotBefore)');
  else {
    const share = leftMs / (Date.parse(notAfter) - Date.parse(notBefore));
    if (share < wishes.minShareLeft) {
      const percent = (part: number) => `${(Math.floor(part * 1000) / 10).toFixed(1)} %`;
      problems.push({
        what: `it ${life} (${percent(share)} of its life is left, less than ${percent(wishes.minShareLeft)}), and ACM has not renewed it yet`,
        fix: 'See its renewal status in ACM, and that its validation CNAMEs are in the zone that answers (dns/validation-record-exists).',
      });
    }
  }
  const how = certificate.isExportable ? 'ACM renews it here, and not where it was exported to' : 'ACM renews it';
  return {how, problems, unsure};
}

/** `expires in 20 d (2026-12-12T…)`, or `has expired (…)`. */
export function lifeOf({notAfter}: Certificate, now: Date): string {
  if (notAfter === null) return 'has no known expiry date';
  const leftMs = Date.parse(notAfter) - now.getTime();
  return leftMs < 0 ? `has expired (${notAfter})` : `expires in ${formatDuration(leftMs)} (${notAfter})`;
}

function whyByHand({type, domainValidation}: Certificate): string | null {
  if (type === 'IMPORTED') return 'it is IMPORTED, and ACM never renews what was imported';
  const byMail = domainValidation.filter(({method}) => method === 'EMAIL').map(({domainName}) => domainName);
  if (byMail.length === 0) return null;
  return `it is validated by EMAIL for ${byMail.join(', ')}, and renewed only when somebody answers`;
}

const REPLACE =
  'Request a new certificate with DNS validation and put it on the listener before this one is taken off.';

const VALIDATE = 'Put the CNAMEs that ACM names into the zone that answers, and leave them there.';

function renewalProblems(certificate: Certificate): Fault[] {
  const {renewalEligibility, renewal, inUseBy} = certificate;
  const problems: Fault[] = [];
  if (renewalEligibility === 'INELIGIBLE') {
    const isUnused = inUseBy.length === 0;
    problems.push({
      what: `ACM says that it is INELIGIBLE for renewal${isUnused ? ', and that nothing uses it' : ''}`,
      fix: isUnused
        ? 'ACM renews a certificate only while a load balancer or another AWS service uses it: see that it is attached.'
        : REPLACE,
    });
  }
  const reason = renewal?.reason ?? null;
  const said = reason === null ? '' : ` (${reason})`;
  const failed = namesIn(certificate, 'FAILED');
  const pending = namesIn(certificate, 'PENDING_VALIDATION');
  if (renewal?.status === 'FAILED' || failed.length > 0) {
    problems.push({what: `its renewal has FAILED${forNames(failed)}${said}`, fix: failureAdvice(reason, REPLACE)});
  }
  if (renewal?.status === 'PENDING_VALIDATION' || pending.length > 0) {
    const cause = reason === null ? ': ACM does not find its CNAMEs' : said;
    problems.push({
      what: `its renewal is PENDING_VALIDATION${forNames(pending)}${cause}`,
      fix: failureAdvice(reason, VALIDATE),
    });
  }
  return problems;
}

/** The names whose validation is in this state, at the renewal or, where none has begun, at the last time. */
function namesIn({renewal, domainValidation}: Certificate, state: string): string[] {
  const all = renewal === null || renewal.domains.length === 0 ? domainValidation : renewal.domains;
  return all.filter(({status}) => status === state).map(({domainName}) => domainName);
}

function forNames(names: readonly string[]): string {
  return names.length === 0 ? '' : ` for ${names.join(', ')}`;
}

/** What helps against the reason that ACM gives. */
function failureAdvice(reason: string | null, otherwise: string): string {
  if (reason === 'CAA_ERROR') {
    return 'A CAA record forbids Amazon to issue: add `0 issue "amazon.com"` beside what is there, at the name or at the closest parent that has CAA records.';
  }
  return reason === null
    ? otherwise
    : `${otherwise} See what ${reason} means in the troubleshooting chapter of the ACM user guide.`;
}

function renewalDoubts({type, renewalEligibility, renewal, domainValidation}: Certificate): string[] {
  const doubts: string[] = [];
  if (type !== 'AMAZON_ISSUED' && type !== 'PRIVATE') doubts.push(`its type ${type} is not known to this version`);
  if (renewalEligibility !== 'ELIGIBLE' && renewalEligibility !== 'INELIGIBLE') {
    doubts.push(`whether it may be renewed is not known (RenewalEligibility is ${renewalEligibility ?? 'absent'})`);
  }
  if (renewal !== null && !/^(PENDING_AUTO_RENEWAL|PENDING_VALIDATION|SUCCESS|FAILED)$/.test(renewal.status)) {
    doubts.push(`its renewal is ${renewal.status}, which is not known to this version`);
  }
  // A private authority asks for no validation.
  if (
    type === 'AMAZON_ISSUED' &&
    (domainValidation.length === 0 || domainValidation.some(({method}) => method !== 'DNS'))
  ) {
    doubts.push('how ACM validates its names is not known, or not DNS');
  }
  return doubts;
}
