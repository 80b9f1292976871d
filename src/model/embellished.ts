import type {Report} from './report.ts';

/** Beside a live run, listed for its reader: a company's own CA, and a proxy for calls of AWS. */
const HARMLESS = /^environment variable (?:NODE_EXTRA_CA_CERTS|HTTPS_PROXY|https_proxy)$/;

/** Where a report is greener than what it says of the same run elsewhere, so that it was changed since; else null. */
export function embellishmentIn({items, mode, overrides}: Pick<Report, 'items' | 'mode' | 'overrides'>): string | null {
  for (const {id, status, attempts} of items) {
    const last = attempts.at(-1);
    if (last === undefined) continue;
    if (status === 'skip') return `the item ${id} is skip, and was looked at`;
    if (status === 'pass' && last.status !== 'pass') {
      return `the item ${id} is pass, and its last attempt ${last.status}`;
    }
  }
  const overriding = overrides.find((text) => !HARMLESS.test(text));
  return mode === 'live' && overriding !== undefined ? `it is live, and overridden by ${overriding}` : null;
}
