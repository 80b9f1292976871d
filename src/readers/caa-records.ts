import {type CaaJudgement, caaNames, judgeCaa} from '../domain/certificates/caa.ts';
import {zoneFor} from '../domain/dns/answering-zone.ts';
import {foldName, isAtOrBelow} from '../domain/dns/dns-names.ts';
import {CannotTell} from '../model/errors.ts';
import type {Certificate} from '../model/facts/aws-facts.ts';
import type {NamesProbe} from '../model/facts/wire/names.ts';
import type {Fault} from '../model/outcome.ts';
import type {ResourceRef} from '../model/resource-ref.ts';
import {publicZonesOf} from './known-zones.ts';
import {liveCaa} from './live-caa.ts';
import type {ZoneQuestions} from './public-view.ts';

export interface CaaFindings {
  /** Names of the certificate that are not in the zone that was named: nobody looked there. */
  readonly outside: readonly string[];
  /** Names for which Amazon must not issue. */
  readonly forbidden: readonly Fault[];
  /** What could not be seen, a clause each. */
  readonly unknown: readonly string[];
}

/**
 * Whether DNS lets ACM issue for each of the names in a zone again; those of a PRIVATE or IMPORTED certificate ask nobody.
 *
 * @param seen names at which a person has seen that Amazon may issue: what is there and above is not asked for.
 */
export async function caaFindings(
  {type, subjectAlternativeNames}: Certificate,
  facts: ZoneQuestions,
  where: ResourceRef<'hostedZone'>,
  seen: readonly string[],
  names: NamesProbe,
): Promise<CaaFindings> {
  if (type !== 'AMAZON_ISSUED') return {outside: [], forbidden: [], unknown: []};
  const zone = await facts.hostedZone(where);
  const inZone = subjectAlternativeNames.filter((name) => isAtOrBelow(name, zone.name));
  const judged = await Promise.all(
    inZone.map(async (domain) => ({
      domain,
      found: await whollyKnown(domain, await caaOf(domain, {facts, where, names}, seen), names),
    })),
  );
  return {
    outside: subjectAlternativeNames.filter((name) => !inZone.includes(name)),
    forbidden: judged.flatMap(({domain, found}) =>
      found.kind === 'forbids'
        ? [{what: `${domain}: ${found.because}`, fix: found.by === 'critical' ? UNCRITICAL : ALLOW}]
        : [],
    ),
    unknown: judged.flatMap(({domain, found}) => (found.kind === 'unknown' ? [`${domain}: ${found.because}`] : [])),
  };
}

const ALLOW =
  'Add a CAA record `0 issue "amazon.com"` (`0 issuewild "amazon.com"` where there are issuewild ones) beside what is there.';

const UNCRITICAL =
  'Take the flag 128 from that CAA record, or the record: authorities have to refuse what they do not know, whatever else is allowed.';

/** Where the account does not have the zone that decides, its name servers say. */
async function whollyKnown(domain: string, found: CaaJudgement, names: NamesProbe): Promise<CaaJudgement> {
  if (found.kind !== 'unknown') return found;
  try {
    const {judgement, decidedAt} = await liveCaa(domain, names);
    if (judgement.kind === 'unknown') return {...found, because: `${found.because}; ${judgement.because}`};
    return judgement.kind === 'allows'
      ? judgement
      : {...judgement, because: `${judgement.because} (at ${decidedAt}, as its name servers say)`};
  } catch (thrown) {
    if (!(thrown instanceof CannotTell)) throw thrown;
    return {...found, because: `${found.because}; ${thrown.message}`};
  }
}

/** Who is asked, and from where. */
interface Asking {
  readonly facts: ZoneQuestions;
  readonly where: ResourceRef<'hostedZone'>;
  readonly names: NamesProbe;
}

/** The closest name with CAA records decides. */
async function caaOf(domain: string, asking: Asking, seen: readonly string[]): Promise<CaaJudgement> {
  for (const name of caaNames(domain)) {
    if (seen.some((one) => foldName(one) === name)) return {kind: 'allows'};
    const found = await caaAt(name, domain, asking, 0);
    if (found !== null) return found;
  }
  return {kind: 'allows'};
}

/** What the records of one name say; null where it has none. A CNAME is followed as every resolver does. */
async function caaAt(name: string, domain: string, asking: Asking, hops: number): Promise<CaaJudgement | null> {
  const {facts, where, names} = asking;
  const finding = zoneFor(name, await publicZonesOf(name, facts, where, names));
  if (finding.kind !== 'answered') {
    return {kind: 'unknown', because: `the CAA records of ${name} were not read (${finding.because})`};
  }
  const {answer} = finding;
  if (answer.kind === 'nothing') return null;
  const caa = answer.records.filter(({type}) => type === 'CAA').flatMap(({values}) => values);
  if (caa.length > 0) {
    const judged = judgeCaa(caa, domain);
    return judged.kind === 'allows' ? judged : {...judged, because: `${judged.because} (at ${name})`};
  }
  const target = answer.records.find(({type, alias}) => type === 'CNAME' && alias === null)?.values[0];
  // Names of AWS have no CAA records of their own.
  if (target === undefined || AWS_NAMES.some((suffix) => isAtOrBelow(target, suffix))) return null;
  if (hops >= MOST_HOPS) return {kind: 'unknown', because: `the CNAMEs of ${name} go in circles`};
  return caaAt(foldName(target), domain, asking, hops + 1);
}

const AWS_NAMES = ['amazonaws.com', 'cloudfront.net', 'awsglobalaccelerator.com', 'on.aws'];
const MOST_HOPS = 8;

/** What has to be said of the names that are in another zone; null when there are none. */
export function outsideNote(findings: readonly CaaFindings[]): string | null {
  const names = [...new Set(findings.flatMap(({outside}) => outside))];
  return names.length === 0 ? null : `what the zones of ${names.join(', ')} hold was not looked at`;
}
