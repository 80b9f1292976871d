import type {RunEvent} from './event.ts';
import type {Report} from './report.ts';

/** The events that a finished run comes down to, for what is made from events and has a report alone. */
export function* eventsOf(report: Report): Generator<RunEvent> {
  const {checklist, mode, overrides, items} = report;
  const planned = items.map(({id, path}) => ({id, path}));
  yield {type: 'run-started', title: checklist.title, mode, overrides, items: planned};
  for (const item of items) yield {type: 'item-finished', item};
  yield {type: 'run-finished', report};
}
