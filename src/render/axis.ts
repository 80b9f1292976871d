import type {Mark} from '../model/report-stream.ts';
import {formatDuration} from '../model/text/duration.ts';
import type {Span} from './spans.ts';
import type {Format} from './style.ts';
import {widthOf} from './text-width.ts';

/** What a time axis shows of one look. Times are milliseconds since it began. */
export interface Axis {
  readonly marks: readonly Mark[];
  /** When the response headers came; null: not yet. */
  readonly headersAtMs: number | null;
  /** The end, or now. */
  readonly nowMs: number;
  /** Where the axis ends. */
  readonly untilMs: number;
  /** It ended before its time, and not by us. */
  readonly isCut: boolean;
}

type Cell = readonly [character: string, format: Format];

/** Before the response headers; open and silent; what came; the end; what is still to come. */
const WAITING: Cell = ['·', 'dim'];
const SILENT: Cell = ['─', 'dim'];
const BYTES: Cell = ['∙', 'dim'];
const HEARTBEAT: Cell = ['○', 'cyan'];
const EVENT: Cell = ['●', 'green'];
const CUT: Cell = ['✖', 'red'];
const AHEAD: Cell = ['┄', 'dim'];

/** What the characters of an axis mean, in one line. */
export const AXIS_LEGEND = '● event  ○ heartbeat  ─ silence  ✖ ended too early';

/** One line of `width` columns: the axis, and at its end how long it is. */
export function axisSpans(axis: Axis, width: number): Span[] {
  const label = ` ${formatDuration(axis.untilMs)}`;
  const cells = cellsOf(axis, width - widthOf(label));
  const spans: [string, Format][] = [];
  for (const [character, format] of cells) {
    const last = spans.at(-1);
    if (last !== undefined && last[1] === format) last[0] += character;
    else spans.push([character, format]);
  }
  return [...spans, [label, 'dim']];
}

function cellsOf({marks, headersAtMs, nowMs, untilMs, isCut}: Axis, columns: number): Cell[] {
  if (columns < 1) return [];
  const columnMs = Math.max(untilMs, 1) / columns;
  const columnAt = (ms: number) => Math.max(0, Math.min(columns - 1, Math.floor(ms / columnMs)));
  const openFrom = headersAtMs === null ? columns : columnAt(headersAtMs);
  const now = columnAt(nowMs);
  const cells = Array.from({length: columns}, (_, column) =>
    column > now ? AHEAD : column < openFrom ? WAITING : SILENT,
  );
  for (const {fromMs, toMs, events, comments} of marks) {
    const cell = events > 0 ? EVENT : comments > 0 ? HEARTBEAT : BYTES;
    for (let column = columnAt(fromMs); column <= columnAt(toMs); column++) {
      if (cells[column] !== EVENT) cells[column] = cell;
    }
  }
  if (isCut) cells[now] = CUT;
  return cells;
}
