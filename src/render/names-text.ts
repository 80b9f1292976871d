import type {Report} from '../model/report.ts';
import type {NameReport} from '../model/report-name.ts';
import {plainText} from '../model/text/plain-text.ts';
import {TONE_STYLE} from './lane-lines.ts';
import type {Layout, Paint} from './style.ts';
import {widthOf, wrap} from './text-width.ts';

/** Columns where there is no terminal. */
const WIDTH_OF_A_LOG = 80;
const GAP = '  ';
const MARK = 2;
/** The most columns of who answers, and what is left at least for what they say. */
const MOST_WHO = 32;
const LEAST_SAYS = 20;
const LEAST = 8;

const HEAD = {who: 'WHO', says: 'SAYS', until: 'UNTIL (UTC)'} as const;

/** Who answers what for a host, and until when: a table. Empty where nobody was asked. */
export function namesText({names = []}: Report, host: string, {paint, width}: Layout): string {
  const rows = [
    ...Map.groupBy(
      names.filter(({name}) => name === host),
      serverOf,
    ).values(),
  ].map(rowOf);
  if (rows.length === 0) return '';
  const columns = Number.isFinite(width) ? width - 1 : WIDTH_OF_A_LOG;
  const widest = (cell: keyof typeof HEAD) =>
    Math.max(...[HEAD, ...rows].flatMap((row) => row[cell].split('\n').map((line) => widthOf(plainText(line)))));
  const until = widest('until');
  const room = columns - MARK - until - 2 * GAP.length;
  const who = Math.max(LEAST, Math.min(widest('who'), MOST_WHO, room - LEAST_SAYS));
  const says = Math.max(LEAST, Math.min(widest('says'), room - who));
  const widths = {who, says, until};
  const head = lineOf('  ', [HEAD.who, HEAD.says, HEAD.until], widths).trimEnd();
  return [paint('dim', head), ...rows.flatMap((row) => linesOf(row, widths, paint))].join('\n');
}

interface Row {
  readonly verdict: NameReport['verdict'];
  readonly who: string;
  readonly says: string;
  readonly until: string;
  /** What is not well; empty: nothing. */
  readonly problem: string;
}

type Widths = Readonly<Record<'who' | 'says' | 'until', number>>;

function serverOf({server: {name, address, port}}: NameReport): string {
  return `${name ?? ''} ${address}#${port}`;
}

/** The looks at one server: for IPv4 and for IPv6 addresses. */
function rowOf(looks: readonly NameReport[]): Row {
  const [{server}] = looks as [NameReport];
  const verdict = (['bad', 'open'] as const).find((one) => looks.some((look) => look.verdict === one)) ?? 'good';
  const address = server.port === 53 ? server.address : `${server.address}#${server.port}`;
  return {
    verdict,
    who: server.name === null ? `${address}${server.isSystem ? ' (system)' : ''}` : `${server.name}\n${address}`,
    says: looks.map(saidBy).join('\n'),
    until: [...new Set(looks.map(untilWhen))].filter((text) => text !== '').join('\n'),
    problem: [...new Set(looks.map(({says}) => says))].filter((text) => text !== '').join('; '),
  };
}

function saidBy({type, rcode, isAuthoritative, answers}: NameReport): string {
  if (rcode === null) return `${type} no answer`;
  const values = answers.map((record) => (record.type === type ? record.value : `${record.type} ${record.value}`));
  const none = rcode === 'NOERROR' ? 'none' : rcode;
  return `${type} ${values.join(' ') || none}${isAuthoritative ? ' (AA)' : ''}`;
}

function untilWhen({until, answers, server}: NameReport): string {
  if (until !== null) return until.slice(11, 19);
  const ttls = answers.map(({ttlSeconds}) => ttlSeconds);
  return server.role === 'authority' && ttls.length > 0 ? `TTL ${Math.min(...ttls)} s` : '';
}

function linesOf({verdict, who, says, until, problem}: Row, widths: Widths, paint: Paint): string[] {
  const {mark, format} = TONE_STYLE[verdict];
  const cells = [wrapped(who, widths.who), wrapped(says, widths.says), until.split('\n')] as const;
  const height = Math.max(...cells.map((lines) => lines.length));
  const lines = Array.from({length: height}, (_, index) => {
    const line = lineOf(
      '  ',
      cells.map((cell) => cell[index] ?? ''),
      widths,
    ).trimEnd();
    return index === 0 ? `${paint(format, mark)} ${line.slice(MARK)}` : line;
  });
  const room = widths.who + widths.says + widths.until + 2 * GAP.length;
  const below = problem === '' ? [] : wrap(plainText(problem), room).map((text) => `  ${paint(format, text)}`);
  return [...lines, ...below];
}

function lineOf(mark: string, [who = '', says = '', until = '']: readonly string[], widths: Widths): string {
  return `${mark}${pad(who, widths.who)}${GAP}${pad(says, widths.says)}${GAP}${until}`;
}

function wrapped(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrap(plainText(line), width).flatMap((part) => pieces(part, width)));
}

/** A word that is longer than the column goes on in the next line. */
function pieces(text: string, width: number): string[] {
  return text.length <= width ? [text] : (text.match(new RegExp(`.{1,${width}}`, 'gu')) ?? []);
}

function pad(text: string, width: number): string {
  return `${text}${' '.repeat(Math.max(0, width - widthOf(text)))}`;
}
