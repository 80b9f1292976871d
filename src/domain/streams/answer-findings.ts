import type {StreamAnswer, StreamObservation} from '../../model/facts/wire/stream.ts';
import {refusalFault} from '../http/refusal-advice.ts';
import {refusalDoubt} from '../http/refusal-doubt.ts';
import type {LookFindings} from './each-look.ts';
import {notAStream} from './not-a-stream.ts';
import {streamEvidence} from './stream-evidence.ts';

export type Judged = Pick<LookFindings, 'faults' | 'doubt' | 'actual'> & Partial<LookFindings>;

/**
 * What one look at a stream shows: a refusal is a fault, unless it may be our own; an answer that is no event stream is one;
 * else what is judged of it. `first` is asked before that, for what is said of any answer; null: nothing.
 */
export function streamFindings(
  observation: StreamObservation,
  judge: (answer: StreamAnswer) => Judged,
  first: (answer: StreamAnswer) => Judged | null = () => null,
): LookFindings {
  const {url, answer, refusal, observer} = observation;
  if (answer === null) {
    const doubt = refusalDoubt(url, refusal, observer);
    const faults = refusal === null || doubt !== null ? [] : [refusalFault(refusal)];
    return {faults, doubt, actual: 'no answer', evidence: []};
  }
  const evidence = streamEvidence(observation, answer);
  const other = notAStream(observation, answer);
  const judged = first(answer) ?? (other === null ? judge(answer) : {faults: [other], doubt: null, actual: other.what});
  return {evidence, ...judged};
}
