import type {Connection} from '../../model/facts/wire/connection.ts';
import type {HttpAnswer} from '../../model/facts/wire/http.ts';
import type {WantedHeaders} from '../../model/http-params.ts';
import type {Evidence, Json} from '../../model/outcome.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {pageOf} from './page-text.ts';
import {wantedHeadersText} from './wanted-headers.ts';

export interface WantedAnswer {
  readonly status: number;
  readonly contentType?: string | undefined;
  readonly responseHeaders?: WantedHeaders | undefined;
  readonly bodyContains?: string | undefined;
  readonly json?: Readonly<Record<string, Json>> | undefined;
  readonly location?: string | undefined;
}

export function expectedAnswerText(
  {status, contentType, responseHeaders, bodyContains, json, location}: WantedAnswer,
  withinMs: number,
): string {
  const parts = [
    `status ${status}`,
    ...(contentType === undefined ? [] : [`content type ${contentType}`]),
    ...(location === undefined ? [] : [`location ${location}`]),
    ...wantedHeadersText(responseHeaders),
    ...(bodyContains === undefined ? [] : [`a body with ${JSON.stringify(bodyContains)}`]),
    ...Object.entries(json ?? {}).map(([pointer, value]) => `${pointer || 'the document'} = ${JSON.stringify(value)}`),
  ];
  return `${parts.join(', ')} within ${formatDuration(withinMs)}`;
}

/** What came, in one clause: `200 after 12 ms`, and what a reader of that would not expect. */
export function answerText({status, headers, body, coding, endAtMs}: HttpAnswer): string {
  const page = pageOf(headers['content-type'], body);
  const unasked = coding.said !== null && coding.decoded !== 'plain' && coding.asked === 'identity';
  const notes = [
    ...(page === null ? [] : [page.text]),
    ...(unasked ? [`compressed with ${plainText(coding.said ?? '', 60)}, which was not asked for`] : []),
  ];
  return [`${status} after ${formatDuration(endAtMs)}`, ...notes].join(', ');
}

export function answerEvidence(source: string, answer: HttpAnswer, connection: Connection | null): readonly Evidence[] {
  const to = connection?.connectedTo ?? connection?.remoteAddress ?? 'unknown';
  const body = {what: 'body', value: plainText(answer.body, 200), source};
  return [
    {what: 'status', value: answer.status, source},
    {what: 'headers', value: answer.headers, source},
    {what: 'connected to', value: to, source},
    {
      what: 'headers, end',
      value: `${formatDuration(answer.headersAtMs)}, ${formatDuration(answer.endAtMs)} (${answer.end})`,
      source,
    },
    ...(answer.body === '' ? [] : [body]),
  ];
}
