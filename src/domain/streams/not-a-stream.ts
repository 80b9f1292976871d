import type {StreamAnswer, StreamObservation} from '../../model/facts/wire/stream.ts';
import type {Fault} from '../../model/outcome.ts';
import {isMediaType} from '../../model/text/media-type.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {statusFault} from '../http/answer-advice.ts';
import {pageOf} from '../http/page-text.ts';

/** Why an answer is not an event stream at all; null when it is one. */
export function notAStream({url, connection}: StreamObservation, answer: StreamAnswer): Fault | null {
  const {status, headers, sniff, headersAtMs} = answer;
  const body = sniff ?? '';
  if (status === 204) {
    return {
      what: 'answers 204, which tells every client to stop, not 200',
      fix: 'See why the server has nothing to stream.',
    };
  }
  if (status !== 200) {
    const afterMs = headersAtMs - (connection?.phases.sentAtMs ?? 0);
    return statusFault({url, method: 'GET', status, headers, body, afterMs}, 200);
  }
  const contentType = headers['content-type'];
  const page = pageOf(contentType, body);
  if (page !== null) {
    return {what: `answers 200 with ${page.text}, not with an event stream`, fix: page.fix};
  }
  if (!isMediaType(contentType, 'text/event-stream')) {
    return {
      what: `answers with content type ${plainText(contentType ?? 'none')}, not text/event-stream${said(body)}`,
      fix: 'See which service answers: EventSource clients refuse every other type for good.',
    };
  }
  return null;
}

function said(body: string): string {
  return body.trim() === '' ? '' : `; it says: ${plainText(body.trim(), 120)}`;
}
