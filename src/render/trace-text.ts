import {plainText} from '../model/text/plain-text.ts';
import type {HopStatus, TraceDocument, TraceHop, TraceLine, TraceTimer} from '../model/trace.ts';
import {HOP_NAMES} from '../model/trace.ts';
import {liveLines} from './live-text.ts';
import {modeBanner} from './run-text.ts';
import type {Paint} from './style.ts';
import {cut, widthOf, wrap} from './text-width.ts';

const STATUS_STYLE = {
  ok: {mark: '✔', format: 'green'},
  broken: {mark: '✖', format: 'red'},
  unknown: {mark: '?', format: 'yellow'},
} as const satisfies Record<HopStatus, unknown>;

const LINE_STYLE = {
  chosen: {mark: '▸', format: 'green'},
  broken: {mark: '✖', format: 'red'},
  unknown: {mark: '?', format: 'yellow'},
} as const;

/** The indentation of what is said about a hop. */
const INDENT = 16;
/** How many lines of one hop are shown on a terminal. */
const MOST_LINES = 12;

/** One screen from the name to the task; with an infinite width, which is no terminal's, everything. */
export function traceText(trace: TraceDocument, paint: Paint, width: number): string {
  const {method, url, sourceIp} = trace.request;
  const banner = modeBanner(trace.mode, trace.overrides);
  const head = plainText(`${method} ${url}${sourceIp === null ? '' : ` from ${sourceIp}`}`);
  return [
    paint('bold', head),
    ...(banner === null ? [] : [paint('yellow', plainText(banner))]),
    '',
    ...trace.hops.flatMap((hop) => hopLines(hop, hop.kind === trace.firstBroken, paint, width)),
    ...timerLines(trace.timers, paint, width),
    ...exposureLines(trace, paint, width),
    '',
    ...wrap(plainText(trace.conclusion, 1000), width).map((line) =>
      paint(['bold', STATUS_STYLE[trace.verdict].format], line),
    ),
    ...(trace.live === undefined ? [] : ['', ...liveLines(trace.live, paint, width)]),
  ].join('\n');
}

function hopLines(hop: TraceHop, isFirstBroken: boolean, paint: Paint, width: number): string[] {
  const {mark, format} = STATUS_STYLE[hop.status];
  const [first = '', ...more] = wrap(plainText(hop.summary), width - INDENT);
  const title = HOP_NAMES[hop.kind].padEnd(INDENT - 2);
  return [
    `${paint(format, mark)} ${paint(isFirstBroken ? ['bold', format] : 'bold', title)}${first}`,
    ...more.map(indented),
    ...shown(hop.lines, width).flatMap((line) => detail(line, paint, width)),
    ...labelled('why', hop.because, paint, width),
    ...labelled('to do', hop.fix, paint, width),
    ...(hop.status === 'ok' ? [] : labelled('by hand', hop.byHand, paint, Number.POSITIVE_INFINITY)),
  ];
}

/** Always the chosen one and those that need attention; of the others, the first few. */
function shown(lines: readonly TraceLine[], width: number): readonly TraceLine[] {
  if (lines.length <= MOST_LINES || width === Number.POSITIVE_INFINITY) return lines;
  const marked = lines.filter(({mark}) => mark !== null).slice(0, MOST_LINES - 1);
  const room = MOST_LINES - 1 - marked.length;
  const plain = lines.filter(({mark}) => mark === null).slice(0, room);
  const left = lines.length - marked.length - plain.length;
  const kept = lines.filter((line) => marked.includes(line) || plain.includes(line));
  return [...kept, {mark: null, text: `… and ${left} more (--json has them all)`}];
}

/** Marked lines are shown in full. The others get one line each: the JSON has the full text. */
function detail({mark, text}: TraceLine, paint: Paint, width: number): string[] {
  const room = width - INDENT;
  if (mark === null) return [indented(cut(plainText(text, 1000), room))];
  const {mark: sign, format} = LINE_STYLE[mark];
  const [first = '', ...more] = wrap(plainText(text), room);
  return [`${' '.repeat(INDENT - 2)}${paint(format, sign)} ${first}`, ...more.map(indented)];
}

function labelled(label: string, text: string | null, paint: Paint, width: number): string[] {
  if (text === null) return [];
  const indent = INDENT + 9;
  return wrap(plainText(text, 1000), width - indent).map(
    (line, index) => `${' '.repeat(INDENT)}${paint('dim', (index === 0 ? label : '').padEnd(9))}${line}`,
  );
}

function timerLines(timers: readonly TraceTimer[], paint: Paint, width: number): string[] {
  if (timers.length === 0) return [];
  const known = timers.filter(({seconds}) => seconds !== null);
  const unknown = timers.filter(({seconds}) => seconds === null).map(({name}) => name);
  const names = Math.max(0, ...known.map(({name}) => name.length));
  const rows = known.map(({name, seconds, state, resetsOnData}) => {
    const value = `${seconds} s${state === 'default' ? ' (default)' : ''}`;
    const begins = resetsOnData ? 'every byte restarts it' : 'no heartbeat helps';
    return `  ${cut(`${name.padEnd(names)}  ${value.padEnd(16)}  ${begins}`, width - 2)}`;
  });
  if (unknown.length > 0) rows.push(...wrap(`unknown: ${unknown.join(', ')}`, width - 2).map((line) => `  ${line}`));
  return [paint('bold', 'Timers on the way'), ...rows];
}

function exposureLines({alsoExposed}: TraceDocument, paint: Paint, width: number): string[] {
  if (alsoExposed.length === 0) return [];
  const rows = alsoExposed.map(({rule, targetGroup, witness}) => {
    const where = `  ${plainText(`${rule} → ${targetGroup}`, 1000)},`;
    if (witness === null) return `${where} or not: that cannot be determined`;
    const line = `${where} such as ${plainText(witness, 2000)}`;
    // The request is what is copied from here, so it is neither cut nor wrapped.
    return widthOf(line) <= width ? line : `${where} such as\n    ${plainText(witness, 2000)}`;
  });
  const head = paint('bold', 'The same opening also exposes');
  const most = width === Number.POSITIVE_INFINITY ? rows.length : MOST_LINES;
  if (rows.length <= most) return [head, ...rows];
  const left = rows.length - (most - 1);
  return [head, ...rows.slice(0, most - 1), `  … and ${left} more (--json has them all)`];
}

function indented(line: string): string {
  return `${' '.repeat(INDENT)}${line}`;
}
