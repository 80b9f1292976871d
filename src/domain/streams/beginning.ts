import type {Observer} from '../../model/facts/observer.ts';
import type {StreamAnswer} from '../../model/facts/wire/stream.ts';
import type {Fault} from '../../model/outcome.ts';
import type {Expectation} from '../../model/stream-params.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {COMPRESSED_FIX, compressionCandidates, isHeldByCoding} from './coding.ts';
import {firstByteCandidates, firstEventCandidates, lateHeadersCandidates} from './held-back.ts';
import {cameWithin, type Kept, neverCame} from './observer.ts';

/** When a stream has to have said what; from the request on, in milliseconds. */
export interface BeginningLimits {
  readonly expect: Expectation;
  readonly headersWithinMs: number;
  readonly firstByteWithinMs: number;
  readonly firstEventWithinMs: number;
}

/** What came too late; what may have, but for our own slowness or because we did not look that long, as clauses. */
export interface BeginningFindings {
  readonly faults: readonly Fault[];
  readonly doubts: readonly string[];
  /** It was not looked at for as long as it may take. */
  readonly untold: string | null;
}

const LOOK_STRAIGHT =
  'Look at the same stream straight at the server (`--connect-to`): late there too, it is the server; else a hop holds it back.';

export function beginningFindings(
  answer: StreamAnswer,
  limits: BeginningLimits,
  observer?: Observer,
): BeginningFindings {
  const faults: Fault[] = [];
  const doubts: string[] = [];
  let untold: string | null = null;
  const judge = (
    name: string,
    param: string,
    atMs: number | null,
    withinMs: number,
    candidates: (waitedMs: number) => Fault['candidates'],
  ) => {
    const kept = keptOf(answer, atMs, withinMs, observer);
    if (kept === 'unknown') doubts.push(`whether the ${name} ${verb(name)} within ${formatDuration(withinMs)}`);
    if (kept === 'not looked at') untold ??= `the ${name} may take ${formatDuration(withinMs)} (${param})`;
    if (kept !== 'missed') return true;
    const when = atMs === null ? `no ${name} came` : `the ${name} came after ${formatDuration(atMs)}`;
    const held = isHeldByCoding(answer) ? `: nothing of the ${answer.coding.said} stream arrives` : '';
    faults.push({
      what: `${when}, not within ${formatDuration(withinMs)} (${param})${held}`,
      fix: held === '' ? LOOK_STRAIGHT : COMPRESSED_FIX,
      candidates: held === '' ? (candidates(atMs ?? answer.endAtMs) ?? []) : compressionCandidates(answer),
    });
    return false;
  };
  const {expect, headersWithinMs, firstByteWithinMs, firstEventWithinMs} = limits;
  const {headersAtMs, firstByteAtMs, firstEventAtMs} = answer;
  const inTime = judge('response headers', 'headersWithin', headersAtMs, headersWithinMs, () =>
    lateHeadersCandidates(answer),
  );
  // What can only come after headers that were late is late for the same reason.
  if (expect === 'headers' || (!inTime && firstByteAtMs !== null)) return {faults, doubts, untold};
  const spoke = judge('first byte', 'firstByteWithin', firstByteAtMs, firstByteWithinMs, firstByteCandidates);
  if (expect === 'event' && (spoke || firstByteAtMs !== null)) {
    const dataless = withoutData(answer);
    if (dataless !== null) return {faults: [...faults, dataless], doubts, untold};
    judge('first event', 'firstEventWithin', firstEventAtMs, firstEventWithinMs, (waitedMs) =>
      firstEventCandidates(waitedMs, answer.comments),
    );
  }
  return {faults, doubts, untold};
}

/** Blocks of fields that end as events do and have no `data`: no client gets an event of them, however long it waits. */
function withoutData({events, framing, timeline}: StreamAnswer): Fault | null {
  const {unknownFields, dangling} = framing;
  const isRepeated = timeline.arrivals.fromMs.length >= 3;
  if (events > 0 || unknownFields.count === 0 || dangling !== null || !isRepeated) return null;
  const names = unknownFields.names.map((name) => plainText(name, 40)).join(', ');
  return {
    what: `what came has no field data, but ${names}: clients know no such field and get no event`,
    fix: 'Write the text of each event into the field `data`, in lower case and at the beginning of the line: `data: …` and an empty line.',
  };
}

function verb(name: string): string {
  return name.endsWith('s') ? 'come' : 'comes';
}

function keptOf(
  {end, endAtMs}: StreamAnswer,
  atMs: number | null,
  withinMs: number,
  observer: Observer | undefined,
): Kept | 'not looked at' {
  if (atMs !== null) return cameWithin(atMs, withinMs, observer);
  if ((end === 'held' || end === 'silent') && endAtMs < withinMs) return 'not looked at';
  return neverCame(endAtMs, withinMs, observer);
}
