import type {Report} from '../model/report.ts';
import {readMarks, type StreamReport} from '../model/report-stream.ts';
import {formatDuration} from '../model/text/duration.ts';
import {plainText} from '../model/text/plain-text.ts';
import {countWords, lettersOf, lookName, outcomeWords, phaseWords} from '../model/text/stream-words.ts';
import {AXIS_LEGEND, axisSpans} from './axis.ts';
import {TONE_STYLE} from './lane-lines.ts';
import {lineOf, type Span} from './spans.ts';
import type {Layout} from './style.ts';
import {wrap} from './text-width.ts';

/** Columns of an axis where there is no terminal. */
const WIDTH_OF_A_LOG = 80;

/** What was seen of each stream: a picture of three lines each. Empty where none was looked at. */
export function streamsText({streams = []}: Report, {paint, width}: Layout): string {
  if (streams.length === 0) return '';
  const columns = Number.isFinite(width) ? width - 1 : WIDTH_OF_A_LOG;
  const letters = lettersOf(streams);
  const untilMs = Math.max(...streams.map(axisEndMs));
  const urls = [...letters].map(([url, letter]): Span[] => [[`${letter} `, 'bold'], [plainText(url)]]);
  const lanes = streams.flatMap((stream) => laneOf(stream, letters, untilMs, columns));
  const lines = [...urls, ...lanes, [[AXIS_LEGEND, 'dim'] as Span]];
  return lines.map((spans) => lineOf(spans, Number.isFinite(width) ? columns : width, paint)).join('\n');
}

function laneOf(
  stream: StreamReport,
  letters: ReadonlyMap<string, string>,
  untilMs: number,
  columns: number,
): Span[][] {
  const {tone, words} = outcomeWords(stream);
  const {mark, format} = TONE_STYLE[tone];
  const head: Span[] = [
    [`${mark} `, format],
    [plainText(lookName(stream, letters)), 'bold'],
    ['  '],
    [plainText(words), format],
  ];
  if (stream.headersAtMs === null) return [head];
  const axis = {
    marks: readMarks(stream.timeline),
    headersAtMs: stream.headersAtMs,
    nowMs: stream.endAtMs ?? untilMs,
    untilMs,
    isCut: tone === 'bad',
  };
  const below = belowOf(stream).flatMap((text) =>
    wrap(text, columns - 2).map((line): Span[] => [['  '], [line, 'dim']]),
  );
  return [head, [['  '], ...axisSpans(axis, columns - 2)], ...below];
}

function belowOf(stream: StreamReport): string[] {
  const {status, longestSilenceMs} = stream;
  const silence = longestSilenceMs === null ? '' : `, longest silence ${formatDuration(longestSilenceMs)}`;
  return [phaseWords(stream), ...(status === 200 ? [`${countWords(stream)}${silence}`] : [])];
}

/** Until when it was to be held, or was. */
function axisEndMs({headersAtMs, holdForMs, endAtMs}: StreamReport): number {
  return Math.max((headersAtMs ?? 0) + holdForMs, endAtMs ?? 0);
}
