import type {Observer} from '../../model/facts/observer.ts';
import type {StreamAnswer} from '../../model/facts/wire/stream.ts';
import type {Fault} from '../../model/outcome.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {pageAdvice, statusAdvice} from '../http/answer-advice.ts';
import {htmlPageOf} from '../http/login-page.ts';
import {isMediaType} from '../http/media-type.ts';
import {cameWithin, neverCame, silencesWithin} from './observer.ts';

/** Why an answer is not an event stream at all; null when it is one. */
export function notAStream(answer: StreamAnswer): Fault | null {
  const {status, headers, sniff} = answer;
  const contentType = headers['content-type'];
  if (status >= 300 && status < 400) {
    return {
      what: `answers ${status}, a redirect to ${plainText(headers.location ?? 'nowhere')}, not 200`,
      fix: 'Use the URL it redirects to, or see why the path is redirected (a login, a slash at the end, http instead of https).',
    };
  }
  const page = htmlPageOf(contentType, sniff ?? '');
  if (page !== null) {
    return {
      what: `answers ${status} with an HTML ${page}, not with an event stream`,
      fix: status === 200 || page === 'login page' ? pageAdvice(page) : statusAdvice(status),
    };
  }
  if (status === 204) {
    return {
      what: 'answers 204, which tells every client to stop, not 200',
      fix: 'See why the server has nothing to stream.',
    };
  }
  if (status !== 200) {
    return {
      what: `answers ${status}, not 200${said(sniff)}`,
      fix: statusAdvice(status),
    };
  }
  if (!isMediaType(contentType, 'text/event-stream')) {
    return {
      what: `answers with content type ${plainText(contentType ?? 'none')}, not text/event-stream${said(sniff)}`,
      fix: 'See which service answers: EventSource clients refuse every other type for good.',
    };
  }
  return null;
}

function said(sniff: string | null): string {
  return sniff === null || sniff.trim() === '' ? '' : `; it says: ${plainText(sniff.trim(), 120)}`;
}

export interface StreamLimits {
  readonly firstByteWithinMs: number;
  readonly firstEventWithinMs: number;
  readonly heartbeatWithinMs: number | null;
}

/** What was found on a stream; what may be wrong with it but is not certain, as clauses. */
export interface StreamFindings {
  readonly faults: readonly Fault[];
  readonly doubts: readonly string[];
}

/** What came too late on an event stream, or in a form that its clients cannot read. */
export function streamFaults(answer: StreamAnswer, limits: StreamLimits, observer?: Observer): StreamFindings {
  const faults: Fault[] = [];
  const doubts: string[] = [];
  const encoding = answer.headers['content-encoding'];
  const unreadable =
    encoding === undefined || encoding === 'identity'
      ? ''
      : ` (it is compressed with ${plainText(encoding)}, which was not asked for)`;
  const buffering = 'Let the server flush headers and a first comment at once, and switch buffering off on every hop.';
  const late = (what: string, atMs: number | null, withinMs: number, name: string) => {
    const kept = atMs === null ? neverCame(answer.endAtMs, withinMs, observer) : cameWithin(atMs, withinMs, observer);
    if (kept === 'unknown') doubts.push(`whether the ${what} comes within ${formatDuration(withinMs)}`);
    if (kept !== 'missed') return;
    const when = atMs === null ? `no ${what} came` : `the ${what} came after ${formatDuration(atMs)}`;
    faults.push({what: `${when}, not within ${formatDuration(withinMs)} (${name})${unreadable}`, fix: buffering});
  };
  late('first byte', answer.firstByteAtMs, limits.firstByteWithinMs, 'firstByteWithin');
  late('first event', answer.firstEventAtMs, limits.firstEventWithinMs, 'firstEventWithin');
  if (!answer.framing.isUtf8) {
    faults.push({
      what: `sends bytes that are not UTF-8, which an event stream always is${unreadable}`,
      fix: 'Let the server encode its events as UTF-8, uncompressed.',
    });
  }
  const {heartbeatWithinMs} = limits;
  const silences = heartbeatWithinMs === null ? 'kept' : silencesWithin(answer, heartbeatWithinMs, observer);
  if (heartbeatWithinMs === null || silences === 'kept') return {faults, doubts};
  if (silences === 'unknown') {
    doubts.push(`whether it was ever silent for more than ${formatDuration(heartbeatWithinMs)}`);
  } else {
    const longest = formatDuration(answer.longestSilenceMs);
    faults.push({
      what: `silent for ${longest}, not for ${formatDuration(heartbeatWithinMs)} at most (heartbeatWithin)`,
      fix: 'Let the server send a comment line more often, and see that no hop holds comments back.',
    });
  }
  return {faults, doubts};
}
