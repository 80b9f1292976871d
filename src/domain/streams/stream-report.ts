import type {SeenStream} from '../../model/facts/seen-streams.ts';
import type {StreamAnswer} from '../../model/facts/wire/stream.ts';
import {MAX_MARKS, type Mark, marksText, type StreamReport} from '../../model/report-stream.ts';

const MAX_HEADERS = 40;
const MAX_HEADER_LENGTH = 200;

/** One look at a stream as a report keeps it. `show`: what came from outside, as it may be shown. */
export function streamReport(
  {items, request, observation, problem}: SeenStream,
  show: (outside: string) => string,
): StreamReport {
  const {connection = null, refusal = null, answer = null} = observation ?? {};
  const phases = connection?.phases;
  return {
    items: [...items],
    url: show(observation?.url ?? request.url),
    address: request.address ?? null,
    remoteAddress: connection?.connectedTo ?? connection?.remoteAddress ?? null,
    protocol: request.protocol ?? 'agreed',
    spoken: connection?.protocol ?? null,
    coding: request.coding ?? 'identity',
    holdForMs: whole(request.holdForMs),
    lookupAtMs: wholeOrNull(phases?.lookupAtMs),
    connectAtMs: wholeOrNull(phases?.connectAtMs),
    tlsAtMs: wholeOrNull(phases?.tlsAtMs),
    headersAtMs: wholeOrNull(answer?.headersAtMs),
    firstByteAtMs: wholeOrNull(answer?.firstByteAtMs),
    firstEventAtMs: wholeOrNull(answer?.firstEventAtMs),
    lastByteAtMs: wholeOrNull(answer?.lastByteAtMs),
    status: answer?.status ?? null,
    headers: headersOf(answer, show),
    bytes: answer?.bytes ?? 0,
    events: answer?.events ?? 0,
    comments: answer?.comments ?? 0,
    longestSilenceMs: wholeOrNull(answer?.longestSilenceMs),
    end: answer?.end ?? (refusal !== null ? 'refused' : problem !== null ? 'no-answer' : 'unfinished'),
    endAtMs: wholeOrNull(answer?.endAtMs),
    endMessage: show(answer?.endMessage ?? refusal?.message ?? problem ?? 'the look was not over'),
    timeline: answer === null ? '' : marksText(marksOf(answer)),
  };
}

function headersOf(answer: StreamAnswer | null, show: (outside: string) => string): Record<string, string> {
  const entries = Object.entries(answer?.headers ?? {}).slice(0, MAX_HEADERS);
  return Object.fromEntries(entries.map(([name, value]) => [show(name), show(value).slice(0, MAX_HEADER_LENGTH)]));
}

/** What came when, in at most {@link MAX_MARKS} stretches of equal length. */
function marksOf({timeline: {arrivals}, endAtMs}: StreamAnswer): readonly Mark[] {
  const marks = arrivals.fromMs.map((fromMs, row) => ({
    fromMs: whole(fromMs),
    toMs: whole(arrivals.toMs[row] ?? fromMs),
    events: arrivals.events[row] ?? 0,
    comments: arrivals.comments[row] ?? 0,
  }));
  if (marks.length <= MAX_MARKS) return marks;
  const stretchMs = Math.max(1, (endAtMs + 1) / MAX_MARKS);
  const stretches = Map.groupBy(marks, ({fromMs}) => Math.min(MAX_MARKS - 1, Math.floor(fromMs / stretchMs)));
  return [...stretches.values()].map((together) => ({
    fromMs: together[0]?.fromMs ?? 0,
    toMs: Math.max(...together.map(({toMs}) => toMs)),
    events: together.reduce((sum, {events}) => sum + events, 0),
    comments: together.reduce((sum, {comments}) => sum + comments, 0),
  }));
}

function whole(ms: number): number {
  return Math.max(0, Math.round(ms));
}

function wholeOrNull(ms: number | null | undefined): number | null {
  return ms === null || ms === undefined ? null : whole(ms);
}
