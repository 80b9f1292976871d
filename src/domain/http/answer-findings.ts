import type {HttpAnswer, HttpExchange} from '../../model/facts/wire/http.ts';
import type {LookFindings} from '../streams/each-look.ts';
import {answerEvidence} from './answer-text.ts';
import {refusalAdvice} from './refusal-advice.ts';
import {refusalDoubt} from './refusal-doubt.ts';

/** What one exchange shows: a refusal is a fault, unless it may be our own; else what is judged of the answer. */
export function answerFindings(
  exchange: HttpExchange,
  {place, expected}: {readonly place: string; readonly expected: string},
  judge: (answer: HttpAnswer) => Pick<LookFindings, 'faults' | 'doubt' | 'actual'> & Partial<LookFindings>,
): LookFindings {
  const {url, answer, refusal, connection, observer} = exchange;
  if (answer !== null) return {evidence: answerEvidence(url, answer, connection), ...judge(answer)};
  const doubt = refusalDoubt(place, refusal, observer);
  const what = `${refusal?.message ?? 'no answer'}, not ${expected}`;
  const faults = doubt === null ? [{what, fix: refusal === null ? '' : refusalAdvice(refusal)}] : [];
  return {faults, doubt, actual: what, evidence: []};
}
