import {skippedTexts} from '../model/decision/decision-text.ts';
import type {RunEvent} from '../model/event.ts';
import type {Decision, ItemReport, Report} from '../model/report.ts';
import {formatDuration} from '../model/text/duration.ts';
import {plainText} from '../model/text/plain-text.ts';
import {itemBlock} from './item-text.ts';
import {questionLines} from './question-text.ts';
import {counted, type Layout, type Paint} from './style.ts';
import {wrap} from './text-width.ts';

type RunStarted = RunEvent & {readonly type: 'run-started'};

/** The banner of a run that is not live, above and below its results. */
export function modeBanner(mode: Report['mode'], overrides: readonly string[]): string | null {
  if (mode === 'lab') return 'LAB: the built-in world. Nothing here says anything about a real account.';
  if (mode === 'replay') return 'REPLAY: judged from a recording, at the time it was made.';
  if (mode === 'overridden') return `OVERRIDDEN: ${overrides.join('; ')}.`;
  return null;
}

/** What is printed above the results of a run: its title, and what kind of run it is. */
export function headText({title, items, mode, overrides}: RunStarted, {paint}: Layout): string {
  const banner = modeBanner(mode, overrides);
  return `${plainText(title)} (${counted(items.length)})${banner === null ? '' : `\n${paint('yellow', banner)}`}`;
}

const IN_FULL: readonly ItemReport['status'][] = ['fail', 'error'];

/** What is printed below the results of a run: failures and errors in full, who is asked, the counts, the decision. */
export function runText(report: Report, layout: Layout): string {
  const {paint, width, verbose} = layout;
  const inFull = report.items.filter((item) => IN_FULL.includes(item.status) || (verbose && item.evidence.length > 0));
  return [
    ...inFull.map((item) => itemBlock(item, paint, width)),
    pendingText(report, layout),
    closingText(report, layout),
  ]
    .filter((block) => block !== '')
    .join('\n\n');
}

function pendingText(report: Report, {paint, width}: Layout): string {
  const pending = report.items.filter((item) => item.status === 'pending');
  if (pending.length === 0) return '';
  const lines = pending.flatMap((item) => [
    ...wrap(`${item.id}: ${plainText(item.summary)}`, width - 4).map((line, index) =>
      index === 0 ? `  ◌ ${line}` : `    ${line}`,
    ),
    ...questionLines(item, paint, width),
  ]);
  return [paint('cyan', `Waiting for people (${pending.length})`), ...lines].join('\n');
}

function closingText(report: Report, {paint, width, verbose}: Layout): string {
  const lines = [summaryLine(report)];
  if (verbose) lines.push(paint('dim', callsLine(report)));
  const banner = modeBanner(report.mode, report.overrides);
  if (banner !== null) lines.push(paint('yellow', banner));
  if (report.incomplete !== null) lines.push(paint('red', INCOMPLETE_TEXT[report.incomplete]));
  if (report.decision !== null) lines.push('', ...decisionLines(report.decision, paint, width));
  return lines.join('\n');
}

/** The verdict, the reasons for it, and what it leaves out. */
function decisionLines(decision: Decision, paint: Paint, width: number): string[] {
  const points = [...decision.reasons.map(({text}) => text), ...skippedTexts(decision)];
  const wrapped = points.flatMap((point) =>
    wrap(plainText(point), width - 4).map((line, index) => (index === 0 ? `  - ${line}` : `    ${line}`)),
  );
  return [decisionHead(decision, paint), ...wrapped];
}

const INCOMPLETE_TEXT = {
  interrupted: 'INCOMPLETE: the run was interrupted.',
  bail: 'INCOMPLETE: the run stopped at the first failure (--bail).',
  bug: 'INCOMPLETE: migrate-check itself failed; see the stack below.',
} as const;

function summaryLine(report: Report): string {
  const {summary} = report;
  const counts: [number, string][] = [
    [summary.pass, 'passed'],
    [summary.fail, 'failed'],
    [summary.error, 'could not tell'],
    [summary.blocked, 'blocked'],
    [summary.pending, 'pending'],
    [summary.notDue, 'not due'],
    [summary.skip, 'skipped'],
    [summary.waived, 'waived'],
    [summary.flaky, 'flaky'],
    [summary.staleWaiver, 'with a stale waiver'],
  ];
  const said = counts.filter(([count], index) => count > 0 || index < 2).map(([count, word]) => `${count} ${word}`);
  const stage = report.stage === null ? '' : ` at stage ${report.stage}`;
  return `${said.join(', ')} of ${counted(summary.total)}${stage} in ${formatDuration(report.durationMs)}`;
}

function callsLine({calls}: Report): string {
  const said = Object.entries(calls).map(([service, count]) => `${service} ${count}`);
  return said.length === 0 ? 'No requests to AWS.' : `Requests to AWS: ${said.join(', ')}.`;
}

const DECISION_FORMAT = {proceed: 'green', hold: 'yellow', rollback: 'red'} as const;

function decisionHead({verdict, wouldBe}: Decision, paint: Paint): string {
  const instead =
    wouldBe === undefined ? '' : ` (on a live run it would be ${paint(DECISION_FORMAT[wouldBe], wouldBe)})`;
  return `Decision: ${paint(['bold', DECISION_FORMAT[verdict]], verdict.toUpperCase())}${instead}`;
}
