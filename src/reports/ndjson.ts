import type {RunEvent} from '../model/event.ts';
import type {EventLine} from '../model/event-line.ts';
import type {Report} from '../model/report.ts';
import {eventsOf} from '../model/report-events.ts';
import type {LineFormat} from './destinations.ts';

/** As `EVENTS_VERSION` of `model/event-line.ts`, whose schema is slow to load. */
const VERSION: (EventLine & {readonly type: 'begun'})['schemaVersion'] = 1;

/** What happens, as it happens: a JSON object on each line, as `schema/events.schema.json` has them. */
export const ndjsonLines: LineFormat<Report> = {line: lineOf, last: lastLine};

/** The same of a run that is over, without when its items began. */
export function ndjsonReport(report: Report): string {
  const {incomplete, tool, startedAt, finishedAt} = report;
  const begun = textOf({type: 'begun', schemaVersion: VERSION, tool, at: startedAt, incomplete: 'unfinished'});
  // Of a run that has not ended there is no last line: that is what says so.
  if (incomplete === 'unfinished') return begun;
  const lines = [...eventsOf(report)].map((event) => lineOf(event, finishedAt) ?? '');
  return [begun, ...lines, lastLine(report)].join('');
}

/** Null for what has no line, or has its line at the very end. */
function lineOf(event: RunEvent, at: string): string | null {
  switch (event.type) {
    case 'run-started': {
      const {type, title, mode, overrides, items} = event;
      const planned = items.map(({id, path}) => ({id, path: [...path]}));
      return textOf({type, at, title, mode, overrides: [...overrides], items: planned});
    }
    case 'item-started':
      return textOf({type: event.type, at, id: event.id});
    case 'item-waiting':
      return textOf({type: event.type, at, id: event.id, why: event.why, forMs: event.forMs});
    case 'item-finished':
      return textOf({type: event.type, at, item: event.item});
    case 'look-progressed':
    case 'run-finished':
      return null;
  }
}

function lastLine(report: Report): string {
  const {mode, overrides, checklist, environment, stage, vantage, selection} = report;
  const {startedAt, finishedAt, durationMs, incomplete, staleWaivers, summary, decision} = report;
  return textOf({
    ...{
      type: 'run-finished',
      schemaVersion: VERSION,
      mode,
      overrides,
      checklist,
      environment,
      stage,
      vantage,
      selection,
    },
    ...{startedAt, finishedAt, durationMs, incomplete, staleWaivers, summary, decision},
  });
}

function textOf(line: EventLine): string {
  return `${JSON.stringify(line)}\n`;
}
