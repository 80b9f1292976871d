import type {Connection} from '../../model/facts/wire/connection.ts';
import type {HttpAnswer} from '../../model/facts/wire/http.ts';
import type {Evidence, Json} from '../../model/outcome.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {plainText} from '../../model/text/plain-text.ts';

export interface WantedAnswer {
  readonly status: number;
  readonly contentType?: string | undefined;
  readonly bodyContains?: string | undefined;
  readonly json?: Readonly<Record<string, Json>> | undefined;
  readonly location?: string | undefined;
}

export function expectedAnswerText(
  {status, contentType, bodyContains, json, location}: WantedAnswer,
  withinMs: number,
): string {
  const parts = [
    `status ${status}`,
    ...(contentType === undefined ? [] : [`content type ${contentType}`]),
    ...(location === undefined ? [] : [`location ${location}`]),
    ...(bodyContains === undefined ? [] : [`a body with ${JSON.stringify(bodyContains)}`]),
    ...Object.entries(json ?? {}).map(([pointer, value]) => `${pointer || 'the document'} = ${JSON.stringify(value)}`),
  ];
  return `${parts.join(', ')} within ${formatDuration(withinMs)}`;
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
