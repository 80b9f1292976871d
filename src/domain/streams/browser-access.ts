import {CannotTell} from '../../model/errors.ts';
import type {Observer} from '../../model/facts/observer.ts';
import type {StreamAnswer} from '../../model/facts/wire/stream.ts';
import type {Fault} from '../../model/outcome.ts';
import {charsetOf} from '../../model/text/media-type.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {codingFault} from '../http/coding-fault.ts';
import {targetOf} from '../http/redirect-kind.ts';
import {neverCame} from './observer.ts';

/** Who reads a stream in a browser. */
export interface Page {
  /** Of the page; null: that of the stream. */
  readonly origin: string | null;
  /** Whether its EventSource is made `withCredentials`. */
  readonly withCredentials: boolean;
}

/** Ports that browsers connect to for nobody (Fetch, section 2.9), beside those of other well-known protocols below 1024. */
const BAD_PORTS = new Set([
  ...[
    1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
  ],
  ...[
    111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
  ],
  ...[540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061],
  ...[6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080],
]);

/** What keeps a browser from asking at all, whatever the answer would be. */
export function pageFaults(url: string, {origin}: Page): readonly Fault[] {
  const asked = new URL(url);
  const faults: Fault[] = [];
  if (origin !== null && isMixed(origin, asked)) {
    faults.push({
      what: `is plain HTTP, and the page is ${origin}: browsers refuse that as mixed content`,
      fix: 'Give the page the https URL of the stream.',
    });
  }
  if (BAD_PORTS.has(Number(asked.port))) {
    faults.push({
      what: `is on port ${asked.port}, which browsers refuse`,
      fix: 'Let it listen on another port, as 443.',
    });
  }
  return faults;
}

/** Plain HTTP that an https page asks for (Mixed Content, section 4.4). */
function isMixed(origin: string, asked: URL): boolean {
  return origin.startsWith('https:') && asked.protocol === 'http:' && !isTrustworthy(asked.hostname);
}

/** This machine itself, as browsers have it (Secure Contexts, section 3.1). */
function isTrustworthy(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** Whether the page's origin is another than the stream's, so that the stream has to allow it. */
export function isCrossOrigin(url: string, {origin}: Page): boolean {
  return origin !== null && origin !== new URL(url).origin;
}

/** What keeps a page from reading an answer that is an event stream. */
export function readingFaults(answer: StreamAnswer, url: string, page: Page): readonly Fault[] {
  const faults = isCrossOrigin(url, page) ? corsFaults(answer.headers, page) : [];
  const charset = charsetOf(answer.headers['content-type']);
  // One that they do not know they leave as it is.
  const coding = answer.coding.decoded === 'unknown' ? null : codingFault(answer.coding, answer.end === 'complete');
  return [
    ...faults,
    ...(charset === null || charset === 'utf-8'
      ? []
      : [
          {
            what: `says charset=${plainText(charset, 40)}, which Chromium refuses: an event stream is UTF-8`,
            fix: 'Let the server say text/event-stream alone, or with charset=utf-8.',
          },
        ]),
    ...(coding === null ? [] : [coding]),
  ];
}

/** Fetch, section 4.10 (CORS check): one value, compared byte by byte. */
function corsFaults(headers: StreamAnswer['headers'], {origin, withCredentials}: Page): readonly Fault[] {
  const allowed = headers['access-control-allow-origin']?.trim();
  const name = 'Access-Control-Allow-Origin';
  if (allowed === undefined) {
    return [
      {
        what: `has no ${name}: a page of ${origin} may not read it`,
        fix: `Let the server allow the origin ${origin} on the stream itself, not only on OPTIONS, and see that no hop takes the header out.`,
      },
    ];
  }
  if (allowed === '*' && !withCredentials) return [];
  if (allowed === '*') {
    return [
      {
        what: `has ${name}: *, which does not count for a page that sends credentials`,
        fix: `Let the server name the origin (${origin}), with Access-Control-Allow-Credentials: true and Vary: Origin; or let the page leave withCredentials out.`,
      },
    ];
  }
  if (allowed !== origin) {
    const isTwice = allowed.includes(',');
    return [
      {
        what: `has ${name}: ${plainText(allowed, 120)}, not ${origin}`,
        fix: isTwice
          ? `Let one of server and hop alone say ${name}: browsers refuse two.`
          : `Let the server allow the origin ${origin}, written as browsers send it: scheme, host in lower case, port where it is not the default, no slash.`,
      },
    ];
  }
  if (!withCredentials || headers['access-control-allow-credentials']?.trim() === 'true') return [];
  return [
    {
      what: `has no Access-Control-Allow-Credentials: true, and the page sends credentials`,
      fix: 'Let the server say Access-Control-Allow-Credentials: true, or let the page leave withCredentials out.',
    },
  ];
}

/** What browsers make of bytes that cannot be decoded here; null: nothing of that kind. A clause. */
export function codingDoubt({coding}: StreamAnswer): string | null {
  if (coding.decoded !== 'unknown') return null;
  const name = plainText(coding.said ?? '', 60);
  return `says Content-Encoding: ${name}, which browsers do not know and leave as it is: whether it is an event stream then was not looked at`;
}

/** What is said of a stream that a page may read, and is not wrong. */
export function readingNotes(
  {headers}: StreamAnswer,
  protocol: string | null,
  {url, page}: {readonly url: string; readonly page: Page},
): readonly string[] {
  const isNamed = headers['access-control-allow-origin']?.trim() === page.origin;
  const varies = (headers.vary ?? '')
    .toLowerCase()
    .split(',')
    .some((name) => ['origin', '*'].includes(name.trim()));
  return [
    protocol === 'h2'
      ? 'over HTTP/2'
      : 'over HTTP/1.1, of which a browser opens 6 connections to a host in all its tabs',
    ...(isCrossOrigin(url, page) && isNamed && !varies
      ? ['without Vary: Origin, so that a cache may give it to a page of another origin']
      : []),
  ];
}

/** Whether a stream that opens brings nothing although another request for it does. A doubt is a clause. */
export function heldBack(
  {events, endAtMs}: StreamAnswer,
  observer: Observer,
  firstEventWithinMs: number,
  hasEvents: boolean,
): {readonly faults: readonly Fault[]; readonly doubt: string | null} {
  if (events > 0 || !hasEvents) return {faults: [], doubt: null};
  if (neverCame(endAtMs, firstEventWithinMs, observer) === 'unknown') {
    return {faults: [], doubt: 'whether events come in time'};
  }
  const what = 'opens and brings no event, while another request for it does';
  const fix = 'See which hop or middleware holds it back for this client: compression that is not flushed, for one.';
  return {faults: [{what, fix}], doubt: null};
}

/** Browsers follow a redirect, but not out of https into the clear. */
export function redirected(
  {status, headers}: StreamAnswer,
  {place, url, page}: {readonly place: string; readonly url: string; readonly page: Page},
): {readonly faults: readonly Fault[]; readonly doubt: CannotTell | null; readonly actual: string} {
  const what = `answers ${status}, a redirect to ${plainText(headers.location ?? 'nowhere')}`;
  const to = targetOf(headers.location, url);
  if (to !== null && isMixed(page.origin ?? new URL(url).origin, to)) {
    const fix =
      'Let the server trust the X-Forwarded-Proto of the hop in front (uvicorn: --proxy-headers with --forwarded-allow-ips): it takes the request for plain HTTP.';
    return {
      faults: [{what: `${what}, from https down to http: browsers refuse that as mixed content`, fix}],
      doubt: null,
      actual: what,
    };
  }
  const doubt = new CannotTell(`${place}: ${what}, which browsers follow`, 'ask for the URL that it redirects to');
  return {faults: [], doubt, actual: what};
}
