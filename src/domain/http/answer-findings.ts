import type {HttpAnswer, HttpExchange} from '../../model/facts/wire/http.ts';
import type {LookFindings} from '../streams/each-look.ts';
import {answerEvidence} from './answer-text.ts';
import {refusalFault} from './refusal-advice.ts';
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
  const fault = refusal === null ? {what: 'no answer', fix: ''} : refusalFault(refusal);
  const what = `${fault.what}, not ${expected}`;
  return {faults: doubt === null ? [{...fault, what}] : [], doubt, actual: what, evidence: []};
}
