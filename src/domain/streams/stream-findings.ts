import {CannotTell} from '../../model/errors.ts';
import {ownSlowness} from '../../model/facts/observer.ts';
import type {StreamAnswer, StreamObservation} from '../../model/facts/wire/stream.ts';
import type {Fault} from '../../model/outcome.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {type Judged, streamFindings} from './answer-findings.ts';
import {beginningFindings} from './beginning.ts';
import {clientsThatDrop} from './client-limits.ts';
import {heldByCodingFault} from './coding.ts';
import type {LookFindings} from './each-look.ts';
import {endingFault} from './ending.ts';
import {endlessFault, framingFaults, framingRemarks, saysError} from './framing.ts';
import {describeLife, lifeFindings, openAsFar} from './life.ts';
import {stayedOpen} from './observer.ts';
import {burstsSeen} from './rhythm.ts';
import type {Beside, StreamClaim, StreamLook} from './stream-claim.ts';

/** One look at a stream, judged as one that opens, is well-formed, and stays open and alive. */
export function heldFindings(look: StreamLook, claim: StreamClaim, beside: Beside): LookFindings {
  const {observation} = look;
  return findings(look, beside, (answer) => {
    const {holdForMs} = claim;
    const {url, connection, observer} = observation;
    const held = stayedOpen(answer, holdForMs, observer);
    const form = framingFaults(answer, observer);
    // A body that cannot be decoded is not read to its end.
    if (!isReadable(answer)) return {faults: form, doubt: null, actual: ''};
    if (held === 'missed') {
      const {idleTimeoutMs} = claim;
      const isCutElsewhere = beside.isCut;
      const early = endingFault({answer, connection, holdForMs, idleTimeoutMs, isCutElsewhere});
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
      faults: [...begun.faults, ...form, endlessFault(answer), life?.fault ?? null].filter((fault) => fault !== null),
      doubt: slow === null ? (begun.doubt ?? life?.doubt ?? null) : ownSlowness(url, observer, answer.endAtMs, slow),
      actual: `open for ${formatDuration(answer.endAtMs - answer.headersAtMs)}, ${describeLife(answer)}`,
    };
  });
}

/** One look at a stream, judged as bytes that its clients can read, for as long as it lasted. */
export function wellFormedFindings(look: StreamLook, claim: StreamClaim, beside: Beside): LookFindings {
  const {observation} = look;
  return findings(look, beside, (answer) => {
    const begun = beginning(observation, answer, claim);
    const {events, comments, end, endAtMs, headersAtMs} = answer;
    const seen = `${events} ${events === 1 ? 'event' : 'events'} and ${comments} ${comments === 1 ? 'comment' : 'comments'}`;
    const isOurs = end === 'held' || end === 'silent';
    const ended = isOurs ? '' : ` before it ended (${end}), which sse/stream-holds judges`;
    const endless = endlessFault(answer);
    return {
      faults: [...framingFaults(answer, observation.observer), ...(endless === null ? [] : [endless]), ...begun.faults],
      doubt: begun.doubt,
      actual: `${seen} in ${formatDuration(endAtMs - headersAtMs)}, all well-formed${ended}`,
    };
  });
}

function findings(
  {coding, observation}: StreamLook,
  beside: Beside,
  judge: (answer: StreamAnswer) => Judged,
): LookFindings {
  const judged = (answer: StreamAnswer): Judged => {
    const found = judge(answer);
    // What is unusual is worth saying of what is right.
    if (found.faults.length > 0) return found;
    const remarks = [...framingRemarks(answer), ...clientsThatDrop(answer), burstsOf(answer)];
    return {...found, because: remarks.filter((text) => text !== null).join('; ') || null};
  };
  const {refusal} = observation;
  if (refusal?.kind === 'held' && coding === 'browser' && beside.isPlainServed) {
    return {faults: [heldByCodingFault(refusal.message)], doubt: null, actual: 'no answer', evidence: []};
  }
  return streamFindings(observation, judged, (answer) => inOurWay(observation, answer, beside));
}

/** A server that allows one stream for a session refuses the second look because of the first. */
function inOurWay({url}: StreamObservation, {status, sniff}: StreamAnswer, {looks}: Beside): Judged | null {
  if (status !== 409 || looks === 1 || !/only one (?:sse )?stream/i.test(sniff ?? '')) return null;
  const doubt = new CannotTell(
    `${url}: the server allows one stream for a session, and this item looks at ${looks} at once`,
    'Look at one: `protocols: [http/1.1]` and `codings: [identity]`.',
  );
  return {faults: [], doubt, actual: ''};
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
  const form = [...framingFaults(answer, observer), endlessFault(answer)].filter((fault) => fault !== null);
  const isUnreadable = answer.bytes > 0 && answer.events === 0 && form.length > 0;
  const expect = !isReadable(answer) ? 'headers' : isUnreadable && claim.expect === 'event' ? 'byte' : claim.expect;
  const {faults, doubts, untold} = beginningFindings(answer, {...claim, expect}, observer);
  const [slow] = doubts;
  if (slow !== undefined) return {faults, doubt: ownSlowness(url, observer, answer.endAtMs, slow)};
  return {faults, doubt: untold === null ? null : openAsFar(url, answer, untold)};
}
