import type {Timeline} from '../model/facts/wire/timeline.ts';
import type {StreamReport} from '../model/report-stream.ts';

/** A look as a report keeps it, and the whole of its timeline. */
export interface SavedLook {
  readonly stream: StreamReport;
  /** Null: there was no answer. */
  readonly timeline: Timeline | null;
}

/**
 * What came when, as JSON lines: for each look a row `look`, then a row `arrival` for each read (or several that were
 * merged), then a row `event` for each event (or several). Times are milliseconds since the look began.
 */
export function timelineLines(looks: readonly SavedLook[]): string {
  const rows = looks.flatMap(({stream, timeline}, index) => {
    const look = index + 1;
    const {timeline: _, ...facts} = stream;
    return [{row: 'look', look, ...facts}, ...(timeline === null ? [] : rowsOf(timeline, look))];
  });
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

function rowsOf({arrivals, events}: Timeline, look: number): object[] {
  return [
    ...arrivals.fromMs.map((fromMs, row) => ({
      row: 'arrival',
      look,
      fromMs: tenths(fromMs),
      toMs: tenths(arrivals.toMs[row]),
      bytes: arrivals.bytes[row],
      events: arrivals.events[row],
      comments: arrivals.comments[row],
    })),
    ...events.fromMs.map((fromMs, row) => ({
      row: 'event',
      look,
      fromMs: tenths(fromMs),
      toMs: tenths(events.toMs[row]),
      count: events.count[row],
      bytes: events.bytes[row],
      serverMs: events.serverMs[row],
      sequence: events.sequence[row],
    })),
  ];
}

/** A tenth of a millisecond is finer than any of it was measured. */
function tenths(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms * 10) / 10;
}
