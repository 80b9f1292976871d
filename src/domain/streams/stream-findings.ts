import type {CannotTell} from '../../model/errors.ts';
import {ownSlowness} from '../../model/facts/observer.ts';
import type {StreamAnswer, StreamObservation} from '../../model/facts/wire/stream.ts';
import type {Fault} from '../../model/outcome.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {type Judged, streamFindings} from './answer-findings.ts';
import {beginningFindings} from './beginning.ts';
import {clientsThatDrop} from './client-limits.ts';
import type {LookFindings} from './each-look.ts';
import {endingFault} from './ending.ts';
import {framingFaults, framingRemarks, saysError} from './framing.ts';
import {describeLife, lifeFindings, openAsFar} from './life.ts';
import {stayedOpen} from './observer.ts';
import {burstsSeen} from './rhythm.ts';
import type {StreamClaim} from './stream-claim.ts';

/** One look at a stream, judged as one that opens, is well-formed, and stays open and alive. */
export function heldFindings(observation: StreamObservation, claim: StreamClaim): LookFindings {
  return findings(observation, (answer) => {
    const {holdForMs} = claim;
    const {url, connection, observer} = observation;
    const held = stayedOpen(answer, holdForMs, observer);
    const form = framingFaults(answer);
    // A body that cannot be decoded is not read to its end.
    if (!isReadable(answer)) return {faults: form, doubt: null, actual: ''};
    if (held === 'missed') {
      const {idleTimeoutMs} = claim;
      const early = endingFault({answer, connection, holdForMs, idleTimeoutMs});
      const error = answer.end === 'complete' ? saysError(answer) : null;
      // A server that says why it ends is asked nothing else.
      const faults = error === null ? [early, ...form] : [...form, {...early, fix: error.fix, candidates: []}];
      return {faults, doubt: null, actual: ''};
    }
    const begun = beginning(observation, answer, claim);
    const isHeld = held === 'kept' && (answer.end === 'held' || answer.end === 'silent');
    const life = isHeld && begun.faults.length === 0 ? lifeFindings(url, answer, claim, observer) : null;
    const slow = held === 'unknown' ? `whether it stays open for ${formatDuration(holdForMs)}` : null;
    return {
      faults: [...begun.faults, ...form, ...(life?.fault ? [life.fault] : [])],
      doubt: slow === null ? (begun.doubt ?? life?.doubt ?? null) : ownSlowness(url, observer, answer.endAtMs, slow),
      actual: `open for ${formatDuration(answer.endAtMs - answer.headersAtMs)}, ${describeLife(answer)}`,
    };
  });
}

/** One look at a stream, judged as bytes that its clients can read, for as long as it lasted. */
export function wellFormedFindings(observation: StreamObservation, claim: StreamClaim): LookFindings {
  return findings(observation, (answer) => {
    const begun = beginning(observation, answer, claim);
    const {events, comments, end, endAtMs, headersAtMs} = answer;
    const seen = `${events} ${events === 1 ? 'event' : 'events'} and ${comments} ${comments === 1 ? 'comment' : 'comments'}`;
    const isOurs = end === 'held' || end === 'silent';
    const ended = isOurs ? '' : ` before it ended (${end}), which sse/stream-holds judges`;
    return {
      faults: [...framingFaults(answer), ...begun.faults],
      doubt: begun.doubt,
      actual: `${seen} in ${formatDuration(endAtMs - headersAtMs)}, all well-formed${ended}`,
    };
  });
}

function findings(observation: StreamObservation, judge: (answer: StreamAnswer) => Judged): LookFindings {
  return streamFindings(observation, (answer) => {
    const judged = judge(answer);
    // What is unusual is worth saying of what is right.
    if (judged.faults.length > 0) return judged;
    const remarks = [...framingRemarks(answer), ...clientsThatDrop(answer), burstsOf(answer)];
    return {...judged, because: remarks.filter((text) => text !== null).join('; ') || null};
  });
}

function burstsOf({timeline}: StreamAnswer): string | null {
  const bursts = burstsSeen(timeline);
  return bursts === null ? null : `${bursts}: whether the server sends so or a hop collects them was not looked at`;
}

function isReadable({coding}: StreamAnswer): boolean {
  return coding.decoded !== 'lies' && coding.decoded !== 'unknown';
}

/** What cannot be read as events is judged by its form: that no event came of it is not the buffering of a hop. */
function beginning(
  {url, observer}: StreamObservation,
  answer: StreamAnswer,
  claim: StreamClaim,
): {readonly faults: readonly Fault[]; readonly doubt: CannotTell | null} {
  const isUnreadable = answer.bytes > 0 && answer.events === 0 && framingFaults(answer).length > 0;
  const expect = !isReadable(answer) ? 'headers' : isUnreadable && claim.expect === 'event' ? 'byte' : claim.expect;
  const {faults, doubts, untold} = beginningFindings(answer, {...claim, expect}, observer);
  const [slow] = doubts;
  if (slow !== undefined) return {faults, doubt: ownSlowness(url, observer, answer.endAtMs, slow)};
  return {faults, doubt: untold === null ? null : openAsFar(url, answer, untold)};
}
