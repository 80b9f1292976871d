import type {Observer} from '../../model/facts/observer.ts';
import type {HttpAnswer} from '../../model/facts/wire/http.ts';
import type {WantedHeaders} from '../../model/http-params.ts';
import type {Fault, Json} from '../../model/outcome.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {charsetOf, isMediaType} from '../../model/text/media-type.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {cameWithin, type Kept, neverCame} from '../streams/observer.ts';
import {statusFault} from './answer-advice.ts';
import {codingFault} from './coding-fault.ts';
import {jsonEquals, resolvePointer} from './json-pointer.ts';
import {htmlPageOf} from './login-page.ts';
import {pageOf} from './page-text.ts';
import {isRedirect} from './redirect-kind.ts';
import {headerFaults} from './wanted-headers.ts';

/** What an HTTP answer has to be; what is left out is not looked at. */
export interface WantedAnswer {
  readonly url: string;
  readonly method: string;
  /** When the request was sent, in milliseconds since the look began. */
  readonly sentAtMs?: number | undefined;
  readonly status: number;
  readonly contentType?: string | undefined;
  readonly responseHeaders?: WantedHeaders | undefined;
  readonly bodyContains?: string | undefined;
  /** Values by JSON pointer. */
  readonly json?: Readonly<Record<string, Json>> | undefined;
  readonly location?: string | undefined;
  readonly withinMs: number;
  /** Whether our process was running to see when it came. */
  readonly observer?: Observer | undefined;
}

/** Everything that is not as wanted, in the order in which a person would look. */
export function answerFaults(answer: HttpAnswer, wanted: WantedAnswer): readonly Fault[] {
  return [
    wrongStatus(answer, wanted),
    locationFault(answer, wanted),
    typeFault(answer, wanted),
    ...headerFaults(answer.headers, wanted.responseHeaders),
    endFault(answer, wanted),
    ...readFaults(answer, wanted),
  ].filter((fault) => fault !== null);
}

function wrongStatus({status, headers, body, headersAtMs}: HttpAnswer, wanted: WantedAnswer): Fault | null {
  if (status === wanted.status) return null;
  const {url, method, sentAtMs = 0} = wanted;
  const fault = statusFault({url, method, status, headers, body, afterMs: headersAtMs - sentAtMs}, wanted.status);
  return isRedirect(status)
    ? {...fault, fix: `${fault.fix} When the redirect is meant, say status: ${status}.`}
    : fault;
}

function locationFault({headers}: HttpAnswer, {location, url}: WantedAnswer): Fault | null {
  if (location === undefined) return null;
  const actual = headers.location;
  if (actual !== undefined && absolute(actual, url) === absolute(location, url)) return null;
  const is = actual === undefined ? 'has no location' : `redirects to ${plainText(actual)}`;
  return {
    what: `${is}, not to ${location}`,
    fix: 'Correct the redirect action of the listener rule, or of the server.',
  };
}

function absolute(reference: string, base: string): string {
  return URL.canParse(reference, base) ? new URL(reference, base).href : reference;
}

function typeFault(
  {status, headers, body}: HttpAnswer,
  {method, contentType, bodyContains, status: wantedStatus}: WantedAnswer,
): Fault | null {
  const actual = headers['content-type'];
  const page = pageOf(actual, body);
  const fix = page?.fix ?? 'See which service answers, and which listener rule sends the path there.';
  if (contentType !== undefined && !isMediaType(actual, contentType)) {
    return {
      what: `answers with ${page?.text ?? `content type ${plainText(actual ?? 'none')}`}, not with ${contentType}`,
      fix,
    };
  }
  if (contentType !== undefined || bodyContains !== undefined || page === null) return null;
  // Status 200 alone proves nothing when it comes from a login page; whoever means that page can say what is on it.
  if (htmlPageOf(actual, body) === 'login page') {
    return {what: `answers with ${page.text}, not with what is behind it`, fix};
  }
  // Nothing that asks so wants to read a page.
  if (method === 'OPTIONS' && status === 200 && wantedStatus === 200) {
    return {what: `answers ${method} with ${page.text}, not as a server that knows the method`, fix};
  }
  return null;
}

/** Whether all of it came in time. */
export function completeWithin({end, endAtMs}: HttpAnswer, withinMs: number, observer?: Observer): Kept {
  if (end === 'silent') return neverCame(endAtMs, withinMs, observer);
  // A cut explains itself, except on a machine that was suspended, which may have caused it.
  if (end !== 'complete') return observer !== undefined && observer.suspendedMs > 0 ? 'unknown' : 'kept';
  return cameWithin(endAtMs, withinMs, observer);
}

function endFault(answer: HttpAnswer, {withinMs, observer}: WantedAnswer): Fault | null {
  const {end, endAtMs} = answer;
  const inTime = completeWithin(answer, withinMs, observer);
  if (inTime === 'unknown') return null;
  switch (end) {
    case 'complete':
      return inTime === 'kept'
        ? null
        : {
            what: `was complete after ${formatDuration(endAtMs)}, not within ${formatDuration(withinMs)}`,
            fix: 'See in the access logs what takes long: the load balancer, the target, or the way to it.',
          };
    case 'silent':
      return {
        what: `its body did not end within ${formatDuration(withinMs)}`,
        fix: 'See what holds the body back; for a stream that stays open use sse/stream-holds.',
      };
    case 'too-large':
      return {what: 'its body is larger than 1 MiB, which is where we stop reading', fix: 'Ask for a smaller answer.'};
    case 'truncated':
    case 'reset':
    case 'stream-reset':
    case 'goaway':
      return {
        what: `its body was cut off after ${formatDuration(endAtMs)} (${end})`,
        fix: 'See which hop or target closes the connection.',
      };
    case 'held':
      return null;
  }
}

/** What cannot be decoded cannot be compared. */
function readFaults(answer: HttpAnswer, wanted: WantedAnswer): readonly Fault[] {
  const undecoded = codingFault(answer.coding, answer.end === 'complete');
  return undecoded === null ? bodyFaults(answer, wanted) : [undecoded];
}

function bodyFaults(answer: HttpAnswer, {bodyContains, json, contentType}: WantedAnswer): readonly Fault[] {
  if (bodyContains === undefined && json === undefined) return [];
  const charset = charsetOf(answer.headers['content-type']) ?? 'utf-8';
  if (!answer.bodyIsUtf8) {
    return [
      {
        what: `its body is not UTF-8 (charset ${plainText(charset)}), not text that can be compared`,
        fix: 'Let the server answer in UTF-8.',
      },
    ];
  }
  const faults: Fault[] = [];
  const page = contentType === undefined ? pageOf(answer.headers['content-type'], answer.body) : null;
  const fix = page?.fix ?? 'See which service answers, and which listener rule sends the path there.';
  if (bodyContains !== undefined && !answer.body.includes(bodyContains)) {
    const is =
      answer.body === '' ? 'its body is empty' : `its body begins ${JSON.stringify(plainText(answer.body, 80))}`;
    faults.push({
      what: `${page === null ? is : `its body is ${page.text}`} and does not contain ${JSON.stringify(bodyContains)}`,
      fix,
    });
  }
  return json === undefined ? faults : [...faults, ...jsonFaults(answer.body, json, page)];
}

function jsonFaults(
  body: string,
  wanted: Readonly<Record<string, Json>>,
  page: ReturnType<typeof pageOf>,
): readonly Fault[] {
  let document: Json;
  try {
    document = JSON.parse(body);
  } catch {
    return [
      {
        what: `its body is not JSON: it ${page === null ? `begins ${JSON.stringify(plainText(body, 80))}` : `is ${page.text}`}`,
        fix: page?.fix ?? 'See which service answers, and which listener rule sends the path there.',
      },
    ];
  }
  return Object.entries(wanted).flatMap(([pointer, value]) => {
    const found = resolvePointer(document, pointer);
    if (found !== null && jsonEquals(found.value, value)) return [];
    const is = found === null ? 'is missing' : `is ${plainText(JSON.stringify(found.value), 120)}`;
    return [
      {
        what: `${pointer || 'the document'} ${is}, not ${JSON.stringify(value)}`,
        fix: 'See which version of the service answers.',
      },
    ];
  });
}
