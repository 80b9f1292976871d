import {CannotTell} from '../../model/errors.ts';
import {ownSlowness} from '../../model/facts/observer.ts';
import type {ResumedConnection, ResumeRequest, Resumption} from '../../model/facts/wire/resumption.ts';
import type {StreamAnswer} from '../../model/facts/wire/stream.ts';
import type {Fault} from '../../model/outcome.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {streamFindings} from './answer-findings.ts';
import type {LookFindings} from './each-look.ts';
import {continues, seriesOf} from './id-series.ts';
import {neverCame} from './observer.ts';
import {streamEvidence} from './stream-evidence.ts';

interface Grounds {
  readonly place: string;
  readonly request: Pick<ResumeRequest, 'eventsWithinMs' | 'retryAtMostMs'>;
}

type Judged = Pick<LookFindings, 'faults' | 'doubt' | 'actual'> & Partial<LookFindings>;

/** Whether a client that was cut goes on where it was: nothing missed, nothing twice. */
export function resumptionFindings({connections, gaveUp}: Resumption, grounds: Grounds): LookFindings {
  const [cut, resumed] = connections;
  if (cut === undefined) throw new Error('a resumption without a connection');
  return streamFindings(cut.observation, (answer) => {
    const unresumable = whyNot(cut, answer, grounds);
    if (unresumable !== null) return unresumable;
    if (resumed === undefined) return notBack(answer, gaveUp, grounds);
    const back = streamFindings(resumed.observation, (again) => goesOn([cut, answer], [resumed, again], grounds));
    return isStream(resumed) ? back : {...back, faults: back.faults.map(ofComingBack)};
  });
}

function ofComingBack({what, ...fault}: Fault): Fault {
  return {...fault, what: `to the client that comes back: ${what}`};
}

function isStream({observation: {answer}}: ResumedConnection): boolean {
  return answer !== null && answer.status === 200 && answer.sniff === null;
}

/** Of the connection that was cut. */
function whyNot(cut: ResumedConnection, answer: StreamAnswer, {place, request}: Grounds): Judged | null {
  if (answer.events === 0) {
    const within = formatDuration(request.eventsWithinMs);
    const what = `${place}: no event came within ${within}, so there is nothing to resume after`;
    const isOurs =
      neverCame(answer.endAtMs - answer.headersAtMs, request.eventsWithinMs, cut.observation.observer) === 'unknown';
    return isOurs
      ? doubtful(ownSlowness(place, cut.observation.observer, answer.endAtMs, `whether events come within ${within}`))
      : doubtful(new CannotTell(what, 'ask when the stream has something to say, or give it longer (eventsWithin)'));
  }
  if (cut.lastId !== '') return null;
  return faulty({
    what: `cannot be resumed: its ${count(answer.events, 'event')} had no id, so a client that comes back cannot say where it was and loses what is sent meanwhile`,
    fix: 'Let the server send an id with each event, and on Last-Event-ID what came after it; where every event is complete in itself, leave this item out.',
  });
}

function notBack(answer: StreamAnswer, gaveUp: string | null, {place, request}: Grounds): Judged {
  const retryMs = answer.framing.retryMs ?? 0;
  if (retryMs > request.retryAtMostMs) {
    const what = `${place}: the server lets its clients come back after ${formatDuration(retryMs)} (retry), which was not waited for`;
    return doubtful(new CannotTell(what, 'let the server ask for a shorter time, or say a longer retryAtMost'));
  }
  if (gaveUp === null) {
    return doubtful(new CannotTell(`${place}: our own client did not come back`, 'run again', {transient: true}));
  }
  return faulty({
    what: `does not answer the client that comes back: ${plainText(gaveUp, 200)}`,
    fix: 'See where requests with Last-Event-ID go, and what keeps the server or the hop from answering them.',
  });
}

/** What the client got when it had come back, beside what it had. */
function goesOn(
  [cut, answer]: readonly [ResumedConnection, StreamAnswer],
  [resumed, again]: readonly [ResumedConnection, StreamAnswer],
  grounds: Grounds,
): Judged {
  const {place, request} = grounds;
  if (again.events === 0) {
    const {observer} = resumed.observation;
    const within = formatDuration(request.eventsWithinMs);
    const doubt =
      neverCame(again.endAtMs - again.headersAtMs, request.eventsWithinMs, observer) === 'unknown'
        ? ownSlowness(place, observer, again.endAtMs, `whether events come within ${within} of coming back`)
        : new CannotTell(
            `${place}: the client came back with Last-Event-ID ${shown(resumed.lastEventId)}, and no event came within ${within}`,
            'ask when the stream has something to say, or give it longer (eventsWithin)',
          );
    return doubtful(doubt);
  }
  const before = cut.ids.filter((id) => id !== null);
  const after = resumed.ids.filter((id) => id !== null);
  const after0 = after[0];
  if (after0 === undefined) {
    return faulty({
      what: `goes on without ids after Last-Event-ID ${shown(resumed.lastEventId)}: what was missed or is sent twice cannot be seen, nor resumed again`,
      fix: 'Let the server send an id with each event, also on a stream that is resumed.',
    });
  }
  const fault = repeated(before, after, resumed) ?? missed(before, after, resumed);
  if (fault !== null) return faulty(fault);
  const value = `after ${formatDuration(resumed.askedAtMs + again.headersAtMs - cutAtMs(cut))} with Last-Event-ID ${shown(resumed.lastEventId)}, and went on with ${shown(after0)}`;
  const evidence = [{what: 'came back', value, source: place}];
  if (!isDense([...before, ...after])) {
    const what = `${place}: the client came back ${value}; its ids do not count by equal steps, so whether an event was missed is not known (none came twice)`;
    return doubtful(new CannotTell(what, 'compare what the server sent meanwhile with what came after, by hand'));
  }
  const actual = `${ended(cut)}, its client came back and went on after Last-Event-ID: nothing missed, nothing twice`;
  return {faults: [], doubt: null, actual, evidence: [...streamEvidence(cut.observation, answer), ...evidence]};
}

/** Numbers that are left out where nothing was cut are not of this stream, or lost otherwise. */
function isDense(ids: readonly string[]): boolean {
  return seriesOf(ids) !== null;
}

function repeated(before: readonly string[], after: readonly string[], {lastEventId}: ResumedConnection): Fault | null {
  const again = after.filter((id, index) => before.includes(id) || after.indexOf(id) < index);
  const [first] = again;
  if (first === undefined) return null;
  const last = before.at(-1);
  const asked = `after Last-Event-ID ${shown(lastEventId)}`;
  if (again.length === 1 && first === last) {
    return {
      what: `sends ${shown(first)} again ${asked}: the client has it already`,
      fix: 'Let the server go on with the event after Last-Event-ID, not with that one.',
    };
  }
  return {what: `sends ${count(again.length, 'event')} again ${asked}, ${shown(first)} first`, fix: IGNORED};
}

const IGNORED =
  'See that Last-Event-ID reaches the server (a hop may take it out: the echo of a server shows it) and that the server goes on after it, on whichever instance the client comes back to.';

function missed(before: readonly string[], after: readonly string[], {lastEventId}: ResumedConnection): Fault | null {
  const series = seriesOf(before);
  const [first] = after;
  if (series === null || first === undefined) return null;
  const asked = `after Last-Event-ID ${shown(lastEventId)}`;
  const next = continues(series, first);
  if (next === 'other series') {
    return {what: `begins anew ${asked}, with ${shown(first)}: it does not go on where the client was`, fix: IGNORED};
  }
  if (next === 'earlier') return {what: `goes back to ${shown(first)} ${asked}`, fix: IGNORED};
  // Ids that also leave numbers out elsewhere may count more than this stream.
  const countsOn = after.length === 1 || seriesOf(after)?.step === series.step;
  if (next === 0 || !countsOn) return null;
  return {
    what: `leaves ${count(next, 'event')} out ${asked}: it goes on with ${shown(first)}`,
    fix: 'Let the server keep what it sent for as long as clients take to come back (retry, and the time of a deployment), where every instance finds it. Where its ids count the events of other streams, too, nothing may be missing: compare.',
  };
}

function cutAtMs({askedAtMs, observation: {answer}}: ResumedConnection): number {
  return askedAtMs + (answer?.endAtMs ?? 0);
}

/** `held`: by us. */
function ended({observation: {answer}}: ResumedConnection): string {
  return answer?.end === 'held' ? 'cut by us' : `ended by the other side (${answer?.end ?? 'refused'})`;
}

function shown(id: string | null): string {
  return id === null ? '(none)' : plainText(id, 80);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function faulty(fault: Fault): Judged {
  return {faults: [fault], doubt: null, actual: fault.what};
}

function doubtful(doubt: CannotTell): Judged {
  return {faults: [], doubt, actual: doubt.message};
}
