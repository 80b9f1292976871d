import type {Report} from '../model/report.ts';
import {type Mark, readMarks, type StreamReport} from '../model/report-stream.ts';
import {formatDuration} from '../model/text/duration.ts';
import {plainText} from '../model/text/plain-text.ts';
import {lettersOf, outcomeWords, wayWords} from '../model/text/stream-words.ts';
import type {Layout} from './style.ts';
import {widthOf, wrap} from './text-width.ts';

/** Different for every request, whatever answers. */
const OF_THE_REQUEST = new Set(['date', 'age', 'x-request-id', 'x-amzn-requestid', 'x-amzn-trace-id', 'x-amz-cf-id']);

type Row = readonly [what: string, a: string, b: string];

/** What differs between the looks at two URLs that were made in the same way. Empty where there are not two. */
export function differencesText({streams = []}: Report, {paint, width}: Layout): string {
  const urls = [...lettersOf(streams).keys()];
  const [first, second] = urls;
  if (first === undefined || second === undefined) return '';
  const ways = Map.groupBy(streams, ({protocol, coding}) => wayWords(protocol, coding).join(' · '));
  const blocks = [...ways].map(([way, looks]) => {
    const [a, b] = [looks.find(({url}) => url === first), looks.find(({url}) => url === second)];
    if (a === undefined || b === undefined) {
      return `${paint('bold', way)}: only ${a === undefined ? 'B' : 'A'} was looked at so`;
    }
    if ([a, b].some(({end}) => end === 'unfinished')) return `${paint('bold', way)}: not known, as a look was not over`;
    const rows = rowsOf(a, b).filter(([, one, other]) => one !== other);
    if (rows.length === 0) return `${paint('bold', way)}: no difference`;
    return [paint('bold', `${way}: what differs`), ...tableOf(rows, width).map((line) => `  ${line}`)].join('\n');
  });
  return blocks.join('\n');
}

function rowsOf(a: StreamReport, b: StreamReport): Row[] {
  // Of what was never there, nothing differs one by one.
  if (a.status === null || b.status === null) return [['answer', statusOf(a), statusOf(b)]];
  const [rhythmA, rhythmB] = [rhythmOf(a), rhythmOf(b)];
  return [
    ['answer', statusOf(a), statusOf(b)],
    ['protocol', a.spoken ?? '', b.spoken ?? ''],
    ...headerRows(a.headers, b.headers),
    timeRow('headers', a.headersAtMs, b.headersAtMs),
    timeRow('first byte', a.firstByteAtMs, b.firstByteAtMs),
    timeRow('first event', a.firstEventAtMs, b.firstEventAtMs),
    ['rhythm', rhythmA, rhythmB],
    ['end', outcomeWords(a).words, outcomeWords(b).words],
  ];
}

function statusOf({status, endMessage}: StreamReport): string {
  return status === null ? plainText(endMessage) : String(status);
}

function headerRows(a: StreamReport['headers'], b: StreamReport['headers']): Row[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => !OF_THE_REQUEST.has(name)).sort();
  return names.map((name) => [plainText(name), plainText(a[name] ?? '(none)'), plainText(b[name] ?? '(none)')]);
}

/** Times of a connection vary; half as long again, and by 100 ms, is no chance. */
function timeRow(what: string, a: number | null, b: number | null): Row {
  const words = (ms: number | null) => (ms === null ? 'never' : formatDuration(ms));
  const isAlike = a !== null && b !== null && Math.abs(a - b) < Math.max(100, Math.min(a, b) / 2);
  return isAlike ? [what, '', ''] : [what, words(a), words(b)];
}

/** `an event each 300 ms`, `bursts of 10`, `silent`: as far as marks say. */
function rhythmOf({timeline, longestSilenceMs}: StreamReport): string {
  const marks = readMarks(timeline);
  const gaps = gapsOf(marks);
  if (marks.length === 0) return 'nothing came';
  if (gaps.length < 2) return `${marks.length === 1 ? 'once' : 'twice'}, then nothing`;
  const median = gaps.toSorted((x, y) => x - y)[Math.floor(gaps.length / 2)] ?? 0;
  const longest =
    longestSilenceMs !== null && longestSilenceMs > 2 * median + 100 ? `, once ${about(longestSilenceMs)}` : '';
  return `something each ${about(median)}${longest}`;
}

function gapsOf(marks: readonly Mark[]): number[] {
  return marks.slice(1).map(({fromMs}, index) => fromMs - (marks[index]?.toMs ?? 0));
}

/** Two digits, so that two streams of one rhythm say the same. */
function about(ms: number): string {
  if (ms < 10) return 'few ms';
  const size = 10 ** (Math.floor(Math.log10(ms)) - 1);
  return formatDuration(Math.round(ms / size) * size);
}

/** Two columns where they fit, else one below the other. */
function tableOf(rows: readonly Row[], width: number): string[] {
  const head: Row = ['', 'A', 'B'];
  const all = [head, ...rows];
  const first = Math.max(...all.map(([what]) => widthOf(what)));
  const second = Math.max(...all.map(([, a]) => widthOf(a)));
  const third = Math.max(...all.map(([, , b]) => widthOf(b)));
  const pad = (text: string, columns: number) => `${text}${' '.repeat(Math.max(0, columns - widthOf(text)))}`;
  if (2 + first + 2 + second + 2 + third <= width) {
    return all.map(([what, a, b]) => `${pad(what, first)}  ${pad(a, second)}  ${b}`.trimEnd());
  }
  return rows.flatMap(([what, a, b]) => [what, ...wrap(`A ${a}`, width - 4), ...wrap(`B ${b}`, width - 4)]);
}
