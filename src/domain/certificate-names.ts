import {foldName, isBelow, parentOf} from './dns-names.ts';

/**
 * Whether a name in a certificate covers a host, by RFC 9525 section 6.3: a wildcard is the whole leftmost label and
 * stands for exactly one label. (Node's own check also takes `m*.example.com`, which the RFC forbids.)
 */
export function certificateNameCovers(san: string, host: string): boolean {
  const name = foldName(san);
  const wanted = foldName(host);
  if (name === wanted) return !name.includes('*');
  const below = wildcardParent(name);
  return below !== null && parentOf(wanted) === below && !wanted.startsWith('.');
}

/** Why not, as a clause that begins with the name. Null when it covers. */
export function whyNotCovered(san: string, host: string): string | null {
  if (certificateNameCovers(san, host)) return null;
  const name = foldName(san);
  const wanted = foldName(host);
  if (!name.includes('*')) return `${san} is another name`;
  const below = wildcardParent(name);
  if (below === null) return `in ${san} the asterisk is not the whole leftmost label, which RFC 9525 forbids`;
  if (wanted === below) return `${san} stands for names below ${below}, not for ${below} itself`;
  if (!isBelow(wanted, below)) return `${san} is for names below ${below}`;
  const labels = wanted.slice(0, -below.length - 1).split('.');
  return `${san} stands for one label only, and "${labels.join('.')}" are ${labels.length}`;
}

/** The names, either of which a certificate would have to hold: the host itself, and its wildcard. */
export function namesThatWouldCover(host: string): string[] {
  const wanted = foldName(host);
  const parent = parentOf(wanted);
  // No authority issues a wildcard right below a top-level domain.
  return parent === null || !parent.includes('.') ? [wanted] : [wanted, `*.${parent}`];
}

/** `example.com` of `*.example.com`; null when the name is no proper wildcard. */
function wildcardParent(name: string): string | null {
  const below = name.startsWith('*.') ? name.slice(2) : '';
  return below === '' || below.includes('*') ? null : below;
}
