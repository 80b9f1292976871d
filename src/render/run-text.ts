import {causesOf} from '../model/decision/causes.ts';
import {MOST_CAUSES} from '../model/decision/decision-text.ts';
import {incompleteText} from '../model/decision/incomplete-text.ts';
import {countingLooks} from '../model/decision/looks.ts';
import {pointsOf} from '../model/decision/points.ts';
import {waitingBy} from '../model/decision/waiting.ts';
import type {RunEvent} from '../model/event.ts';
import type {Report} from '../model/report.ts';
import {formatDuration} from '../model/text/duration.ts';
import {plainText} from '../model/text/plain-text.ts';
import {someOf} from '../model/text/some-of.ts';
import {causeBlocks} from './cause-text.ts';
import {decisionLines} from './decision-lines.ts';
import {differencesText} from './differences-text.ts';
import {itemBlock} from './item-text.ts';
import {namesText} from './names-text.ts';
import {questionLines} from './question-text.ts';
import {everyStreamCause} from './stream-causes.ts';
import {streamsText} from './streams-text.ts';
import {counted, type Format, type Layout} from './style.ts';
import {wrap} from './text-width.ts';

type RunStarted = RunEvent & {readonly type: 'run-started'};

/** The banner of a run that is not live, above and below its results. */
export function modeBanner(mode: Report['mode'], overrides: readonly string[]): string | null {
  if (mode === 'lab') return 'LAB: the built-in world. Nothing here says anything about a real account.';
  if (mode === 'replay') return 'REPLAY: judged from a recording, at the time it was made.';
  if (mode === 'overridden') return `OVERRIDDEN: ${plainText(overrides.join('; '), 2000)}.`;
  return null;
}

/** What is printed above the results of a run: its title, and what kind of run it is. */
export function headText({title, items, mode, overrides}: RunStarted, {paint, width}: Layout): string {
  const banner = modeBanner(mode, overrides);
  const kind = banner === null ? [] : wrap(banner, width).map((line) => paint('yellow', line));
  return [...wrap(`${plainText(title)} (${counted(items.length)})`, width), ...kind].join('\n');
}

/** With more causes than this, the evidence and the commands of each would hide the decision. */
const MOST_IN_FULL = 4;
/** So many questions are shown one by one. */
const MOST_QUESTIONS = 3;

/** What is printed below the results of a run: each cause of what is not well, who is asked, the counts, the decision. */
export function runText(report: Report, layout: Layout): string {
  const isPictured = layout.streams != null && !layout.verbose;
  const blocks = layout.verbose
    ? everyItem(report, layout)
    : isPictured
      ? everyStreamCause(report, layout)
      : everyCause(report, layout);
  return [
    ...namesBlocks(report, layout),
    ...streamBlocks(report, layout),
    ...blocks,
    pendingText(report, layout),
    closingText(report, layout),
  ]
    .filter((block) => block !== '')
    .join('\n\n');
}

/** Of a run about a name: who answers what. */
function namesBlocks(report: Report, layout: Layout): string[] {
  return layout.names == null ? [] : [namesText(report, layout.names.host, layout)];
}

/** Of a run about streams: what was seen of each, and what differs. */
function streamBlocks(report: Report, layout: Layout): string[] {
  const {streams = null} = layout;
  if (streams === null) return [];
  return [streamsText(report, layout), streams.compares ? differencesText(report, layout) : ''];
}

function everyItem(report: Report, layout: Layout): string[] {
  const shown = report.items.filter(
    ({status, evidence}) => status === 'fail' || status === 'error' || evidence.length > 0,
  );
  return shown.map((item) => itemBlock(item, report, layout));
}

/** One cause, once: in full where they are few, else those in short that the last lines do not name. */
function everyCause(report: Report, {paint, width}: Layout): string[] {
  const {decision} = report;
  const causes = causesOf(countingLooks([report]));
  if (decision === null || causes.length <= MOST_IN_FULL) {
    const inShort = causeBlocks(causes, paint, width);
    return causes.map(({items: [item, ...more], blocked}, index) =>
      item === undefined || more.length > 0 ? (inShort[index] ?? '') : itemBlock(item, report, {paint, width}, blocked),
    );
  }
  const named = pointsOf(decision, [report]).causes.slice(0, MOST_CAUSES);
  const ids = new Set(named.flatMap(({items}) => items.map(({id}) => id)));
  const others = causes.filter(({items}) => !items.some(({id}) => ids.has(id)));
  const hint = wrap('(--verbose: what was read of each, and the commands that show it by hand)', width);
  return [[...causeBlocks(others, paint, width), ...hint.map((line) => paint('dim', line))].join('\n')];
}

function pendingText(report: Report, {paint, width, verbose}: Layout): string {
  const waiting = waitingBy(report.items);
  const pending = waiting.flatMap(({items}) => items);
  if (pending.length === 0) return '';
  const head = paint('cyan', `Waiting for people (${pending.length})`);
  const asked = (text: string) =>
    wrap(text, width - 4).map((line, index) => (index === 0 ? `  ◌ ${line}` : `    ${line}`));
  if (verbose || pending.length <= MOST_QUESTIONS) {
    const lines = pending.flatMap((item) => [
      ...asked(`${item.id}: ${plainText(item.summary)}`),
      ...questionLines(item, paint, width),
    ]);
    return [head, ...lines].join('\n');
  }
  const groups = waiting.map(({who, items}) => `${who} (${items.length}): ${someOf(items.map(({id}) => id))}`);
  return [
    head,
    ...groups.flatMap((text) => asked(plainText(text))),
    '  `migrate-check signoff list` shows the questions.',
  ].join('\n');
}

function closingText(report: Report, {paint, width, verbose}: Layout): string {
  const painted = (format: Format, text: string) => wrap(text, width).map((line) => paint(format, line));
  const lines = wrap(summaryLine(report), width);
  if (verbose) lines.push(...painted('dim', callsLine(report)));
  const banner = modeBanner(report.mode, report.overrides);
  if (banner !== null) lines.push(...painted('yellow', banner));
  if (report.incomplete !== null) lines.push(...painted('red', `${incompleteText(report.incomplete)}.`));
  if (report.decision !== null) lines.push('', ...decisionLines(report, report.decision, paint, width));
  return lines.join('\n');
}

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
