import type {Status} from '../model/outcome.ts';
import {formatDuration} from '../model/text/duration.ts';
import {evidenceLine} from './item-text.ts';
import {FULL_LANE, laneLines} from './lane-lines.ts';
import type {Progress, RunningItem} from './progress.ts';
import type {Size} from './screen.ts';
import {lineOf, type Span} from './spans.ts';
import {type Paint, STATUS_STYLE} from './style.ts';
import {widthOf} from './text-width.ts';

/** From this many lines on, there is room for the kind of run and for blank lines between the parts. */
const ROOM_FOR_BANNER = 6;
const ROOM_FOR_GAPS = 10;

/**
 * One screen of a run. It has fewer lines than the terminal, and each is narrower: the cursor rests below them, and
 * terminals disagree on where the next line begins after a full last column.
 */
export function frameOf(
  progress: Progress,
  size: Size,
  nowMs: number,
  paint: Paint,
  idleTimeoutMs: number | null = null,
): string[] {
  const [height, width] = [size.rows - 1, size.columns - 1];
  if (height < 1) return [];
  const head = headOf(progress, height);
  const {lanes} = progress;
  const [wantedFailures, wantedRunning] = [progress.failures.length, wantedBy(progress)];
  const parts = [head.length, wantedFailures, wantedRunning, 1].filter((wanted) => wanted > 0).length;
  const gaps = height >= ROOM_FOR_GAPS ? parts - 1 : 0;
  const [failures, running] = share(height - head.length - gaps - 1, wantedFailures, wantedRunning);
  return [
    head.map((spans) => lineOf(spans, width, paint)),
    failureLines(progress, failures, width, paint),
    lanes.size > 0
      ? laneLines(lanes, {lines: running, width}, {nowMs, idleTimeoutMs}, paint)
      : runningLines(progress, running, nowMs, width, paint),
    [countsLine(progress, nowMs, width, paint)],
  ]
    .filter((part) => part.length > 0)
    .flatMap((part, index) => (gaps > 0 && index > 0 ? ['', ...part] : part));
}

/** What is looked at says more of itself than that it is. */
function wantedBy({lanes, running}: Progress): number {
  return lanes.size > 0 ? lanes.size * FULL_LANE : running.size;
}

function headOf({title, banner}: Progress, height: number): Span[][] {
  if (height < 2) return [];
  return [[[title, 'bold']], ...(banner === null || height < ROOM_FOR_BANNER ? [] : [[[banner, 'yellow']] as Span[]])];
}

/** Lines for each part: all that it wants, or at least half of the room. */
function share(room: number, wantedFailures: number, wantedRunning: number): [failures: number, running: number] {
  const failures = Math.max(0, Math.min(wantedFailures, Math.max(Math.ceil(room / 2), room - wantedRunning)));
  return [failures, Math.max(0, Math.min(wantedRunning, room - failures))];
}

/** The newest failures, below the count of the earlier ones. */
function failureLines({failures}: Progress, lines: number, width: number, paint: Paint): string[] {
  const {shown, more} = shortened(failures.length, lines);
  const newest = failures.slice(failures.length - shown).map(({item, more: others}): Span[] => {
    const {mark, word, format} = STATUS_STYLE[item.status];
    const name = others === 0 ? item.id : `${item.id} and ${others} more`;
    return [[`${mark} ${word.padEnd(5)}`, format], [' '], [name, 'bold'], [`: ${evidenceLine(item)}`]];
  });
  if (more > 0 && lines > 1) newest.unshift([[`… and ${more} more`, 'dim']]);
  return newest.map((spans) => (lines === 1 ? lineWithMore(spans, more, width, paint) : lineOf(spans, width, paint)));
}

/** The items that were started first, as those are what holds up the run. */
function runningLines({running}: Progress, lines: number, nowMs: number, width: number, paint: Paint): string[] {
  const {shown, more} = shortened(running.size, lines);
  const first = [...running.values()].slice(0, shown).map((item) => ({item, left: timeLeft(item, nowMs)}));
  const column = Math.max(...first.map(({left}) => (left === '' ? 0 : left.length + 2)));
  const all = first.map(({item: {id, title, wait}, left}): Span[] => {
    const why: Span[] =
      left === '' || wait === null
        ? []
        : [
            [wait.why, 'cyan'],
            [' · ', 'dim'],
          ];
    return [['▸ ', 'cyan'], [left.padEnd(column), 'cyan'], [id, 'bold'], ['  '], ...why, [title, 'dim']];
  });
  if (more > 0 && lines > 1) all.push([[`… and ${more} more`, 'dim']]);
  return all.map((spans) => (lines === 1 ? lineWithMore(spans, more, width, paint) : lineOf(spans, width, paint)));
}

/** A part that is cut uses one of its lines for the count of what is left out. */
function shortened(wanted: number, lines: number): {shown: number; more: number} {
  const shown = wanted <= lines ? wanted : Math.min(lines, Math.max(1, lines - 1));
  return {shown, more: wanted - shown};
}

/** When a part has only one line, the count goes at its end. */
function lineWithMore(spans: readonly Span[], more: number, width: number, paint: Paint): string {
  if (more === 0) return lineOf(spans, width, paint);
  const rest = ` … and ${more} more`;
  return lineOf(spans, width - widthOf(rest), paint) + lineOf([[rest, 'dim']], width, paint);
}

/** In whole seconds, so that a countdown changes once a second; empty once the wait is over. */
function timeLeft({wait}: RunningItem, nowMs: number): string {
  const seconds = wait === null ? 0 : Math.ceil((wait.untilMs - nowMs) / 1000);
  return seconds <= 0 ? '' : `${wholeSeconds(seconds)} left`;
}

const COUNTED: readonly (readonly [status: Status, words: string])[] = [
  ['pass', 'passed'],
  ['fail', 'failed'],
  ['error', 'could not tell'],
  ['blocked', 'blocked'],
  ['pending', 'pending'],
  ['not-due', 'not due'],
  ['skip', 'skipped'],
];

/** In words, or in marks where those do not fit. */
function countsLine(
  {counts, finished, total, startedMs}: Progress,
  nowMs: number,
  width: number,
  paint: Paint,
): string {
  const said = COUNTED.flatMap(([status, words]) => {
    const count = counts.get(status) ?? 0;
    const {mark, format} = STATUS_STYLE[status];
    return count === 0 ? [] : [{count, words, mark, format}];
  });
  const done: Span = [`${finished}/${total}`, 'bold'];
  const took: Span = [`  ${wholeSeconds(Math.floor((nowMs - startedMs) / 1000))}`, 'dim'];
  const inWords = said.map(({count, words, format}, index): Span[] => [
    [index === 0 ? '  ' : ', '],
    [`${count} ${words}`, format],
  ]);
  const inMarks = said.map(({count, mark, format}): Span => [` ${mark}${count}`, format]);
  const long = [done, ...inWords.flat(), took];
  const fits = widthOf(long.map(([text]) => text).join('')) <= width;
  return lineOf(fits ? long : [done, ...inMarks, took], width, paint);
}

function wholeSeconds(seconds: number): string {
  return seconds <= 0 ? '0 s' : formatDuration(seconds * 1000);
}
