import {plainText} from '../model/text/plain-text.ts';
import {HOP_NAMES, type SeenHop, type SeenStatus, type TraceLive} from '../model/trace.ts';
import type {Paint} from './style.ts';
import {widthOf, wrap} from './text-width.ts';

const STATUS_STYLE = {
  'as-configured': {mark: '✔', format: 'green'},
  differs: {mark: '✖', format: 'red'},
  unknown: {mark: '?', format: 'yellow'},
} as const satisfies Record<SeenStatus, unknown>;

/** The mark and the name of a hop. */
const INDENT = 16;
const GAP = 2;
/** Side by side, columns are no wider than this: on a terminal without limits too. */
const WIDEST = 60;

/** What is configured and what the wire shows, side by side. */
export function liveLines(live: TraceLive, paint: Paint, width: number): string[] {
  const column = Math.min(WIDEST, Math.floor((width - INDENT - GAP) / 2));
  const {verdict, firstDiffering, hops, notVisible, conclusion} = live;
  const names = notVisible.map((kind) => HOP_NAMES[kind]).join(', ');
  return [
    paint('bold', `${'On the wire'.padEnd(INDENT)}${'configured'.padEnd(column + GAP)}seen`),
    ...hops.flatMap((hop) => hopLines(hop, hop.kind === firstDiffering, column, paint)),
    ...(names === '' ? [] : wrap(`  not shown by it: ${names}`, width)),
    '',
    ...wrap(plainText(conclusion, 1000), width).map((line) => paint(['bold', STATUS_STYLE[verdict].format], line)),
  ];
}

function hopLines(hop: SeenHop, isFirst: boolean, column: number, paint: Paint): string[] {
  const {mark, format} = STATUS_STYLE[hop.status];
  const left = wrap(plainText(hop.configured, 400), column);
  const right = wrap(plainText(hop.seen, 400), column);
  const name = HOP_NAMES[hop.kind].padEnd(INDENT - 2);
  const rows = Array.from({length: Math.max(left.length, right.length, 1)}, (_, index) => {
    const head =
      index === 0 ? `${paint(format, mark)} ${paint(isFirst ? ['bold', format] : 'bold', name)}` : ' '.repeat(INDENT);
    const configured = left[index] ?? '';
    const padding = ' '.repeat(Math.max(0, column + GAP - widthOf(configured)));
    return `${head}${configured}${padding}${right[index] ?? ''}`.trimEnd();
  });
  const room = 2 * column + GAP - 'to do    '.length;
  const fix = hop.fix === null ? [] : wrap(plainText(hop.fix, 1000), room);
  const advice = fix.map(
    (line, index) => `${' '.repeat(INDENT)}${paint('dim', (index === 0 ? 'to do' : '').padEnd(9))}${line}`,
  );
  return [...rows, ...advice];
}
