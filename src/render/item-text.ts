import type {Candidate, Evidence, Json} from '../model/outcome.ts';
import type {ItemReport, Report} from '../model/report.ts';
import {formatDuration} from '../model/text/duration.ts';
import {plainText} from '../model/text/plain-text.ts';
import {type Paint, STATUS_STYLE} from './style.ts';
import {wrap} from './text-width.ts';

const LABEL_WIDTH = 10;

type Row = [label: string, text: string];

/** The marks beside a status: `waived`, `flaky`, a stale waiver, where it was seen from. */
export function marksOf(item: ItemReport): string[] {
  return [
    ...(item.waiver === null
      ? []
      : [`waived until ${item.waiver.expires} by ${item.waiver.approver}: ${item.waiver.reason}`]),
    ...(item.flaky ? ['flaky'] : []),
    ...(item.staleWaiver === null ? [] : [`stale waiver: ${item.staleWaiver}`]),
    ...(item.consequence === 'note' && item.status === 'fail' ? ['note only'] : []),
    ...(item.vantage === undefined ? [] : [`seen from ${item.vantage}`]),
  ];
}

/** One line: what was found, and any marks. */
export function evidenceLine(item: ItemReport): string {
  const marks = marksOf(item);
  return plainText(item.summary, 400) + (marks.length === 0 ? '' : ` (${plainText(marks.join('; '))})`);
}

/** One plain line for a log. */
export function plainLine(item: ItemReport, paint: Paint): string {
  const {word, format} = STATUS_STYLE[item.status];
  const took = item.attempts.length === 0 ? '' : paint('dim', ` [${formatDuration(item.durationMs)}]`);
  return `${paint(format, word.padEnd(7))} ${item.id}: ${evidenceLine(item)}${took}`;
}

/**
 * Everything a person needs to know about an item that is not green, as an indented block; `blocked` are ids. Where no file
 * holds the item (a command's own checklist, which decides nothing), no position is shown.
 */
export function itemBlock(
  item: ItemReport,
  {decision}: Pick<Report, 'decision'>,
  {paint, width}: {readonly paint: Paint; readonly width: number},
  blocked: readonly string[] = [],
): string {
  const {mark, word, format} = STATUS_STYLE[item.status];
  const head = `${paint(format, `${mark} ${word}`)}  ${paint('bold', item.id)}`;
  const indented = (text: string) => wrap(text, width - 2).map((line) => `  ${line}`);
  const path = indented(plainText(item.path.join(' › '))).map((line) => paint('dim', line));
  const rows: Row[] = [];
  if (item.expected !== null) rows.push(['expected', item.expected]);
  if (item.actual !== null) rows.push(['actual', item.actual]);
  rows.push(...item.evidence.map((evidence, index): Row => ['read', evidenceText(evidence, item.evidence[index + 1])]));
  for (const mark of marksOf(item)) rows.push(['mark', mark]);
  if (item.attempts.length > 1) {
    rows.push(['attempts', item.attempts.map((attempt) => attempt.status).join(', ')]);
  }
  if (blocked.length > 0) rows.push(['blocks', blocked.join(', ')]);
  if (item.fix !== null) rows.push(['to do', item.fix]);
  rows.push(...(item.candidates ?? []).map((candidate): Row => ['may be', candidateText(candidate)]));
  if (item.byHand !== null) rows.push(['by hand', item.byHand]);
  if (decision !== null) rows.push(['item', `${item.source.file}:${item.source.line}:${item.source.column}`]);
  return [
    head,
    ...path,
    ...indented(plainText(item.summary, 1000)),
    ...rows.flatMap(([label, text]) => rowLines(label, plainText(text, 2000), paint, width)),
  ].join('\n');
}

/** A row of a block: what it is, and its text beside that. */
export function rowLines(label: string, text: string, paint: Paint, width: number): string[] {
  // A command must survive copying, so it is never wrapped.
  const lines = label === 'by hand' ? [text] : wrap(text, Math.max(20, width - 2 - LABEL_WIDTH));
  return lines.map((line, index) => `  ${paint('dim', (index === 0 ? label : '').padEnd(LABEL_WIDTH))}${line}`);
}

function candidateText({cause, because, fix, decidedBy}: Candidate): string {
  return `${cause}, because ${because}; decided by ${decidedBy}. If so: ${fix}`;
}

/** Consecutive facts from one source name it once, after the last of them. */
function evidenceText({what, value, source}: Evidence, next: Evidence | undefined): string {
  const said = `${what}: ${valueText(value)}`;
  return next?.source === source ? said : `${said} (${source})`;
}

function valueText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
