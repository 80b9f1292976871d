import {foldName} from '../dns/dns-names.ts';

/**
 * Whether CAA records let Amazon issue, and so renew, a certificate.
 * Source: RFC 8659 (sections 3 and 4); the ACM user guide, "Certification Authority Authorization", for Amazon's names.
 */

const AMAZON = ['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com'];

/** How a CAA record keeps Amazon out: by what it names, or by a rule that nobody knows. */
export type CaaObstacle = 'issuers' | 'critical';

/** Tags that do not restrict who issues certificates for servers, or that are judged. */
const KNOWN_TAGS = ['issue', 'issuewild', 'iodef', 'contactemail', 'contactphone', 'issuemail', 'issuevmc'];

export type CaaJudgement =
  | {readonly kind: 'allows'}
  /** `because` is a clause that begins with the record. */
  | {readonly kind: 'forbids'; readonly because: string; readonly by: CaaObstacle}
  | {readonly kind: 'unknown'; readonly because: string};

interface Property {
  readonly text: string;
  readonly isCritical: boolean;
  readonly tag: string;
  readonly value: string;
}

/** What one set of CAA records says. A certificate for `*.example.com` obeys `issuewild` where there is one. */
export function judgeCaa(values: readonly string[], domain: string): CaaJudgement {
  const properties = values.map(propertyOf);
  const odd = values.find((_, i) => properties[i] === null);
  if (odd !== undefined) return {kind: 'unknown', because: `CAA ${odd} cannot be read`};
  const all = properties.filter((one) => one !== null);
  const critical = all.find(({isCritical, tag}) => isCritical && !KNOWN_TAGS.includes(tag));
  if (critical !== undefined) {
    return {
      kind: 'forbids',
      by: 'critical',
      because: `CAA ${critical.text} is critical, and an authority that does not know it must not issue`,
    };
  }
  const wild = domain.startsWith('*.') ? all.filter(({tag}) => tag === 'issuewild') : [];
  const asked = wild.length > 0 ? wild : all.filter(({tag}) => tag === 'issue');
  if (asked.length === 0) return {kind: 'allows'};

  const amazon = asked.filter(({value}) => AMAZON.includes(issuerIn(value)));
  if (amazon.some(({value}) => parametersIn(value) === '')) return {kind: 'allows'};
  const texts = (amazon.length > 0 ? amazon : asked).map(({text}) => text).join(', ');
  if (amazon.length > 0) {
    return {kind: 'unknown', because: `CAA ${texts} lets Amazon issue under conditions that ACM may not meet`};
  }
  return {kind: 'forbids', by: 'issuers', because: `CAA ${texts} does not let Amazon issue`};
}

/** `0 issue "amazon.com"`, as Route 53 has it. */
function propertyOf(text: string): Property | null {
  const [, flags, tag, quoted, bare] =
    /^\s*(\d{1,3})\s+([A-Za-z0-9]+)\s+(?:"((?:[^"\\]|\\.)*)"|(\S*))\s*$/.exec(text) ?? [];
  if (flags === undefined || tag === undefined) return null;
  const value = (quoted ?? bare ?? '').trim();
  return {text: text.trim(), isCritical: (Number(flags) & 128) !== 0, tag: tag.toLowerCase(), value};
}

function issuerIn(value: string): string {
  return foldName(value.split(';')[0]?.trim() ?? '');
}

function parametersIn(value: string): string {
  return value.split(';').slice(1).join(';').trim();
}

/**
 * The names whose CAA records count for a certificate's name, the closest first: the first that has any decides. Public
 * suffixes are left out, where nobody but a registry could put one.
 */
export function caaNames(domain: string): string[] {
  return climbedNames(domain).filter((name) => !isPublicSuffix(name));
}

/** The same where they can all be asked: `co.uk` is a registry's, and `co.de` is somebody's. */
export function climbedNames(domain: string): string[] {
  const labels = foldName(domain).replace(/^\*\./, '').split('.');
  return labels.slice(0, -1).map((_, i) => labels.slice(i).join('.'));
}

/** Of the common forms: `com`, and `co.uk` below a country. */
function isPublicSuffix(name: string): boolean {
  return /^[^.]+$/.test(name) || /^(?:ac|co|com|edu|go|gov|gv|ne|net|or|org)\.[a-z]{2}$/.test(name);
}
