import {incompleteText} from '../model/decision/incomplete-text.ts';
import type {Status} from '../model/outcome.ts';
import type {ItemReport, Report} from '../model/report.ts';
import {type Mark, readMarks, type StreamReport} from '../model/report-stream.ts';
import {formatDuration} from '../model/text/duration.ts';
import {countWords, lettersOf, lookName, outcomeWords, phaseWords} from '../model/text/stream-words.ts';
import {FONT_SIZE, STYLE} from './svg-style.ts';
import {columnsOf, cut, linesOf, xmlText} from './svg-text.ts';

/** The looks of a run at event streams as a picture: when what came, what was silent, who ended it, and the verdicts. */

const WIDTH = 800;
const MARGIN = 20;
const LINE_HEIGHT = 18;
/** More would be a picture that nobody looks at. */
const MOST_STREAMS = 40;
const MOST_ITEMS = 40;
/** Room for a number and its neighbours. */
const TICK_WIDTH = 120;
/** Narrower pictures have what came of a stream on a line of its own. */
const NARROW = 500;

/** A picture of the whole run, 800 pixels wide, for light and dark pages. */
export function streamsSvg(report: Report): string {
  const page = new Page(WIDTH);
  page.lines(linesOf(report.checklist.title, page.columns, 3), 'text bold');
  page.lines(linesOf(circumstancesOf(report), page.columns, 2), report.mode === 'live' ? 'dim' : 'open');
  page.space(6);
  const {streams = []} = report;
  if (streams.length === 0) page.lines(['No event stream was looked at.'], 'dim');
  else drawStreams(page, streams);
  const judged = itemsOf(report, streams.slice(0, MOST_STREAMS));
  if (judged.length > 0) page.space(8);
  for (const item of judged.slice(0, MOST_ITEMS)) drawItem(page, item);
  if (judged.length > MOST_ITEMS) page.lines([`… and ${judged.length - MOST_ITEMS} more`], 'dim');
  return page.svg(`${report.checklist.title}: ${outcomesOf(streams)}`, `<style>${STYLE}</style>`);
}

/** The streams alone, so wide, without a style of its own: see `svg-style.ts`. */
export function streamsPicture(streams: readonly StreamReport[], width: number): string {
  const page = new Page(width);
  drawStreams(page, streams);
  return page.svg(outcomesOf(streams));
}

function outcomesOf(streams: readonly StreamReport[]): string {
  return streams.map((stream) => outcomeWords(stream).words).join('; ');
}

function circumstancesOf({mode, overrides, startedAt, incomplete}: Report): string {
  const how = {
    live: [],
    lab: ['LAB: the built-in world'],
    replay: ['REPLAY'],
    overridden: ['OVERRIDDEN', ...overrides],
  };
  const rest = incomplete === null ? [] : [incompleteText(incomplete)];
  return [...how[mode], ...rest, startedAt].join(' · ');
}

/** Those that judged a stream that is drawn. */
function itemsOf({items}: Report, streams: readonly StreamReport[]): readonly ItemReport[] {
  const ids = new Set(streams.flatMap((stream) => stream.items));
  return items.filter(({id}) => ids.has(id));
}

function drawStreams(page: Page, all: readonly StreamReport[]): void {
  const streams = all.slice(0, MOST_STREAMS);
  const letters = lettersOf(streams);
  for (const [url, letter] of letters)
    page.lines(linesOf(`${letter}  ${url}`, page.columns, page.width < NARROW ? 6 : 2), 'dim');
  const untilMs = Math.max(1, ...streams.map(axisEndMs));
  for (const stream of streams) drawStream(page, stream, letters, untilMs);
  drawScale(page, untilMs);
  drawLegend(page);
  if (all.length > streams.length) page.lines([`… and ${all.length - streams.length} more`], 'dim');
}

/** Until when it was to be held, or was. */
function axisEndMs({headersAtMs, holdForMs, endAtMs}: StreamReport): number {
  return Math.max((headersAtMs ?? 0) + holdForMs, endAtMs ?? 0);
}

const TONE_MARK = {good: '✔', bad: '✖', open: '?'} as const;

function drawStream(page: Page, stream: StreamReport, letters: ReadonlyMap<string, string>, untilMs: number): void {
  const {tone, words} = outcomeWords(stream);
  const name = `${TONE_MARK[tone]} ${lookName(stream, letters)}`;
  page.space(8);
  if (page.width < NARROW) {
    page.lines(linesOf(name, page.columns, 2), `${tone} bold`);
    page.lines(linesOf(words, page.columns, 4), tone);
  } else {
    page.row([
      [name, `${tone} bold`],
      [`  ${cut(words, Math.max(10, page.columns - columnsOf(name) - 2))}`, tone],
    ]);
  }
  if (stream.headersAtMs !== null) drawAxis(page, stream, untilMs, tone === 'bad');
  const counts = stream.status === 200 ? `${countWords(stream)}${silenceOf(stream)}` : '';
  for (const below of [phaseWords(stream), counts]) page.lines(linesOf(below, page.columns, 2), 'dim');
}

function silenceOf({longestSilenceMs}: StreamReport): string {
  return longestSilenceMs === null ? '' : `, longest silence ${formatDuration(longestSilenceMs)}`;
}

function drawAxis(page: Page, stream: StreamReport, untilMs: number, isCut: boolean): void {
  const y = page.take(42) + 28;
  const x = (ms: number) => MARGIN + (Math.min(ms, untilMs) / untilMs) * page.room;
  const [from, to] = [x(stream.headersAtMs ?? 0), x(stream.endAtMs ?? untilMs)];
  const line = (className: string, x1: number, x2: number, dashes = '') =>
    page.add(`<line class="${className}" x1="${px(x1)}" y1="${y}" x2="${px(x2)}" y2="${y}"${dashes}/>`);
  line('ahead', x(0), from, ' stroke-width="2" stroke-dasharray="1 3"');
  line('line', from, to, ' stroke-width="2"');
  line('ahead', to, x(untilMs), ' stroke-width="2" stroke-dasharray="4 4"');
  const marks = readMarks(stream.timeline);
  drawGap(page, marks, stream, {x, y});
  for (const mark of marks) page.add(markShape(mark, x, y));
  if (!isCut) return;
  page.add(
    `<path class="cut" stroke-width="2.5" d="M${px(to - 5)} ${y - 5}l10 10m0 -10l-10 10"/>`,
    `<line class="cut" stroke-width="1" x1="${px(to)}" y1="${y - 14}" x2="${px(to)}" y2="${y + 12}"/>`,
  );
}

type Place = {readonly x: (ms: number) => number; readonly y: number};

/** Names the longest silence, where it stands out and is wide enough to be seen. */
function drawGap(page: Page, marks: readonly Mark[], {headersAtMs, endAtMs}: StreamReport, {x, y}: Place): void {
  const times = [headersAtMs ?? 0, ...marks.flatMap(({fromMs, toMs}) => [fromMs, toMs]), endAtMs ?? 0];
  const gaps = times.slice(1).map((toMs, index) => ({fromMs: times[index] ?? 0, toMs}));
  const [longest, second] = gaps.toSorted((a, b) => lengthOf(b) - lengthOf(a));
  if (longest === undefined || lengthOf(longest) < STANDS_OUT * (second === undefined ? 0 : lengthOf(second))) return;
  const {fromMs, toMs} = longest;
  const [left, right] = [x(fromMs) + 7, x(toMs) - 7];
  const words = `${formatDuration(toMs - fromMs)} of silence`;
  if (right - left < words.length * FONT_SIZE * 0.6 + 10) return;
  page.add(
    `<path class="gap" fill="none" d="M${px(left)} ${y - 4}v-5H${px(right)}v5"/>`,
    `<text class="open" text-anchor="middle" x="${px((left + right) / 2)}" y="${y - 13}">${xmlText(words)}</text>`,
  );
}

/** So many times as long as the next. */
const STANDS_OUT = 1.4;

function lengthOf({fromMs, toMs}: {readonly fromMs: number; readonly toMs: number}): number {
  return toMs - fromMs;
}

function markShape({fromMs, toMs, events, comments}: Mark, x: (ms: number) => number, y: number): string {
  const [className, radius] = events > 0 ? ['event', 4.5] : comments > 0 ? ['heartbeat', 4] : ['bytes', 2];
  const [left, right] = [x(fromMs) - radius, x(toMs) + radius];
  const border = className === 'heartbeat' ? ' stroke-width="1.5"' : '';
  return `<rect class="${className}"${border} x="${px(left)}" y="${y - radius}" width="${px(right - left)}" height="${2 * radius}" rx="${radius}"/>`;
}

/** What the picture is drawn to, in steps that people count in. */
function drawScale(page: Page, untilMs: number): void {
  const stepMs = stepOf(untilMs / Math.max(2, Math.round(page.room / TICK_WIDTH)));
  const top = page.take(LINE_HEIGHT + 10);
  for (let ms = 0; ms <= untilMs; ms += stepMs) {
    const x = MARGIN + (ms / untilMs) * page.room;
    const anchor = ms === 0 ? 'start' : x > page.room ? 'end' : 'middle';
    page.add(
      `<line class="grid" x1="${px(x)}" y1="${top + 2}" x2="${px(x)}" y2="${top + 7}"/>`,
      `<text class="dim" text-anchor="${anchor}" x="${px(x)}" y="${top + 20}">${ms === 0 ? '0' : xmlText(formatDuration(ms))}</text>`,
    );
  }
}

function stepOf(atLeastMs: number): number {
  const steps = [
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000,
  ];
  const longer = [600_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000, 86_400_000];
  return [...steps, ...longer].find((step) => step >= atLeastMs) ?? atLeastMs;
}

function drawLegend(page: Page): void {
  const entries = ['event', 'heartbeat', 'bytes', 'ended too early'];
  let y = page.take(LINE_HEIGHT + 4) + 14;
  let x = MARGIN;
  for (const entry of entries) {
    if (x + 16 + entry.length * FONT_SIZE * 0.6 > page.width - MARGIN) {
      y = page.take(LINE_HEIGHT) + 14;
      x = MARGIN;
    }
    const shape =
      entry === 'ended too early'
        ? `<path class="cut" stroke-width="2.5" d="M${px(x)} ${y - 9}l9 9m0 -9l-9 9"/>`
        : markShape(
            {fromMs: 0, toMs: 0, events: entry === 'event' ? 1 : 0, comments: entry === 'heartbeat' ? 1 : 0},
            () => x + 5,
            y - 4.5,
          );
    page.add(shape, `<text class="dim" x="${px(x + 16)}" y="${y}">${entry}</text>`);
    x += 16 + (entry.length + 3) * FONT_SIZE * 0.6;
  }
}

const STATUS_CLASS: Readonly<Partial<Record<Status, string>>> = {pass: 'good', fail: 'bad', error: 'open'};

function drawItem(page: Page, {id, status, summary, fix}: ItemReport): void {
  const className = STATUS_CLASS[status] ?? 'dim';
  page.row([[`${status.padEnd(7)} ${id}`, `${className} bold`]]);
  page.lines(linesOf(summary, page.columns - 2, 4), 'text', 2);
  if (fix !== null) page.lines(linesOf(`to do: ${fix}`, page.columns - 2, 4), 'dim', 2);
  page.space(4);
}

/** Grows downwards. */
class Page {
  readonly width: number;
  /** Between its margins, in pixels and in characters. */
  readonly room: number;
  readonly columns: number;
  readonly #parts: string[] = [];
  #y = MARGIN - 6;

  constructor(width: number) {
    this.width = width;
    this.room = width - 2 * MARGIN;
    this.columns = Math.floor(this.room / (FONT_SIZE * 0.6));
  }

  /** Room of this height; returns where it begins. */
  take(height: number): number {
    const top = this.#y;
    this.#y += height;
    return top;
  }

  space(height: number): void {
    this.take(height);
  }

  add(...parts: string[]): void {
    this.#parts.push(...parts);
  }

  lines(lines: readonly string[], className: string, indent = 0): void {
    for (const line of lines) this.row([[line, className]], indent);
  }

  row(spans: readonly (readonly [text: string, className: string])[], indent = 0): void {
    const y = this.take(LINE_HEIGHT) + 13;
    const x = MARGIN + indent * FONT_SIZE * 0.6;
    const content = spans.map(([text, className]) => `<tspan class="${className}">${xmlText(text)}</tspan>`).join('');
    this.add(`<text x="${px(x)}" y="${y}">${content}</text>`);
  }

  svg(title: string, style = ''): string {
    const height = this.#y + MARGIN - 6;
    const label = xmlText(cut(title, 300));
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${this.width} ${height}" width="${this.width}" height="${height}" role="img" aria-label="${label}">`,
      `<title>${label}</title>`,
      ...(style === '' ? [] : [style]),
      `<rect class="back" width="100%" height="100%" rx="6"/>`,
      ...this.#parts,
      '</svg>\n',
    ].join('\n');
  }
}

function px(length: number): string {
  return String(Math.round(length * 10) / 10);
}
