import type {WantedHeaders} from '../../model/http-params.ts';
import type {Fault} from '../../model/outcome.ts';
import {plainText} from '../../model/text/plain-text.ts';

type Headers = Readonly<Record<string, string>>;

/** Headers whose value is a list of words (RFC 9110, section 5.6.1; Fetch, section 3.3.3): case and order mean nothing. */
const LISTS = new Set([
  ...['accept-ranges', 'access-control-allow-headers', 'access-control-allow-methods', 'access-control-expose-headers'],
  ...['allow', 'cache-control', 'connection', 'content-encoding', 'content-language', 'pragma', 'vary', 'via'],
]);

/** What is not as wanted among the headers of an answer. */
export function headerFaults(headers: Headers, wanted: WantedHeaders = {}): readonly Fault[] {
  return Object.entries(wanted).flatMap(([name, value]) => {
    const what = differenceOf(name, headers[name], value);
    return what === null ? [] : [{what, fix: headerAdvice(name, headers[name], value)}];
  });
}

/** `header vary: Origin`, `no header x-powered-by`. */
export function wantedHeadersText(wanted: WantedHeaders = {}): readonly string[] {
  return Object.entries(wanted).map(([name, value]) => {
    if (typeof value === 'string') return `header ${name}: ${value}`;
    return value ? `a header ${name}` : `no header ${name}`;
  });
}

function differenceOf(name: string, actual: string | undefined, wanted: string | boolean): string | null {
  if (wanted === false)
    return actual === undefined ? null : `has the header ${name}: ${plainText(actual, 120)}, not none`;
  if (actual === undefined) return `has no header ${name}${wanted === true ? '' : `, which has to be ${wanted}`}`;
  if (wanted === true || isMet(name, actual, wanted)) return null;
  return `has the header ${name}: ${plainText(actual, 120)}, not ${wanted}`;
}

function isMet(name: string, actual: string, wanted: string): boolean {
  if (actual.trim() === wanted.trim()) return true;
  if (!LISTS.has(name)) return false;
  const members = membersOf(actual);
  return membersOf(wanted).every((member) => members.includes(member));
}

function membersOf(list: string): readonly string[] {
  return list.split(',').map((member) => member.trim().toLowerCase());
}

function headerAdvice(name: string, actual: string | undefined, wanted: string | boolean): string {
  if (name.startsWith('access-control-')) {
    return actual?.includes(',') && !LISTS.has(name)
      ? `Let one hop alone say ${name}: browsers refuse an answer that has it twice.`
      : 'Let the server answer for this origin, method and headers (its CORS settings), and see that no hop answers OPTIONS itself.';
  }
  if (wanted === false) return `Let the server or the hop that adds ${name} leave it out.`;
  return `Let the server say ${name}, and see that no hop takes it out or changes it.`;
}
