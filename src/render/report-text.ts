import type {Report} from '../model/report.ts';
import {eventsOf} from '../model/report-events.ts';
import {createPlainScreen} from './plain-screen.ts';
import {createPaint, type Layout} from './style.ts';

/** What a terminal shows of a run in the end, without colour. */
export function reportText(report: Report, layout: Omit<Layout, 'paint'>): string {
  let text = '';
  const out = {
    write(line: string) {
      text += line;
      return true;
    },
  };
  const screen = createPlainScreen(out as Pick<NodeJS.WriteStream, 'write'>, () => ({
    ...layout,
    paint: createPaint(false),
  }));
  for (const event of eventsOf(report)) screen.emit(event);
  return text;
}
