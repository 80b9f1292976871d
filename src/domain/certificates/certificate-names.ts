import {foldName, isBelow, parentOf} from '../dns/dns-names.ts';

/**
 * Whether a name in a certificate covers a host, by RFC 9525 section 6.3: a wildcard is the whole leftmost label and
 * stands for exactly one label. (Node's own check also takes `m*.example.com`, which the RFC forbids.) Internationalized
 * names are compared as A-labels. An IP address is never covered: it would take an address in the certificate, not a name.
 */
export function certificateNameCovers(san: string, host: string): boolean {
  const name = toAscii(san);
  const wanted = toAscii(host);
  if (isIpAddress(wanted)) return false;
  if (name === wanted) return !name.includes('*');
  const below = wildcardParent(name);
  return below !== null && parentOf(wanted) === below && !wanted.startsWith('.');
}

/** Why not, as a clause that begins with the name. Null when it covers. */
export function whyNotCovered(san: string, host: string): string | null {
  if (certificateNameCovers(san, host)) return null;
  const name = toAscii(san);
  const wanted = toAscii(host);
  if (isIpAddress(wanted)) return `${san} is a name, and ${host} an IP address, which a name never covers`;
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
  const wanted = toAscii(host);
  const parent = parentOf(wanted);
  // No authority issues a wildcard right below a top-level domain.
  return parent === null || !parent.includes('.') ? [wanted] : [wanted, `*.${parent}`];
}

/** Whether two certificates hold the same names, in any order and case. */
export function haveSameNames(one: readonly string[], other: readonly string[]): boolean {
  const folded = (names: readonly string[]) => [...new Set(names.map(foldName))].toSorted().join();
  return folded(one) === folded(other);
}

/** `example.com` of `*.example.com`; null when the name is not a proper wildcard. */
function wildcardParent(name: string): string | null {
  const below = name.startsWith('*.') ? name.slice(2) : '';
  return below === '' || below.includes('*') ? null : below;
}

/** Folded, and every label in the form that certificates hold: `xn--bcher-kva` for `bücher`. */
function toAscii(name: string): string {
  const folded = foldName(name);
  // The host parser of URLs converts by UTS #46; what it refuses is not a host name and equals none.
  const url = /[^\0-\x7f]/.test(folded) ? URL.parse(`http://${folded}`) : null;
  return url === null ? folded : url.hostname;
}

/** The last label of a name is never a number; that of an IPv4 address is. */
export function isIpAddress(host: string): boolean {
  return host.includes(':') || /(^|\.)\d+$/.test(host);
}
