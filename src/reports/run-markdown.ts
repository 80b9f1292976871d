import {type Cause, causesOf} from '../model/decision/causes.ts';
import {causeText, MOST_CAUSES, skippedTexts} from '../model/decision/decision-text.ts';
import {incompleteText} from '../model/decision/incomplete-text.ts';
import {countingLooks} from '../model/decision/looks.ts';
import {effectiveVerdict, pointsOf} from '../model/decision/points.ts';
import {waitingBy} from '../model/decision/waiting.ts';
import {nextStep, rollbackText, verdictWord, wouldBeText} from '../model/decision/words.ts';
import type {ItemReport, Report} from '../model/report.ts';
import {someOf} from '../model/text/some-of.ts';
import {notLiveText} from './item-facts.ts';
import {codeBlock, escaped} from './markdown-text.ts';

/** A comment on GitHub takes 65,536 characters. */
const MOST_COMMENT_BYTES = 65_536;

/**
 * A run for a pull request, a wiki or a chat that reads Markdown: what is decided and why, what to do, who is waited for and
 * the counts on one screen; the items below, folded, as many as there is room for.
 */
export function runMarkdown(report: Report, mostBytes = MOST_COMMENT_BYTES): string {
  const {checklist, incomplete, items} = report;
  const blocks = [
    `# ${escaped(checklist.title)}`,
    ...banner(report),
    ...(incomplete === null ? [] : [`> ${escaped(incompleteText(incomplete))}`]),
    ...verdictBlocks(report),
    ...waitingBlock(report),
    escaped(counts(report)),
  ];
  const head = within(`${blocks.join('\n\n')}\n`, mostBytes);
  return items.length === 0 ? head : `${head}${folded(report, mostBytes - bytesIn(head))}`;
}

/** Whole blocks, as many as there is room for. */
function within(text: string, mostBytes: number): string {
  if (bytesIn(text) <= mostBytes) return text;
  const cut = Buffer.from(text).subarray(0, Math.max(0, mostBytes)).toString('utf8');
  return cut.slice(0, cut.lastIndexOf('\n\n') + 1);
}

function bytesIn(text: string): number {
  return Buffer.byteLength(text);
}

function banner(report: Report): string[] {
  return report.mode === 'live' ? [] : [`> ${escaped(notLiveText(report))}`];
}

function verdictBlocks(report: Report): string[] {
  const {decision} = report;
  if (decision === null) return causeBlock(causesOf(countingLooks([report])));
  const points = pointsOf(decision, [report]);
  const rollback = effectiveVerdict(decision) === 'rollback' ? rollbackText(decision, report) : null;
  const instead = decision.wouldBe === undefined ? '' : ` ${escaped(`(${wouldBeText(decision, report)})`)}`;
  const others = [...points.rest.map(({text}) => text), ...skippedTexts(decision)];
  return [
    `**Decision: ${escaped(verdictWord(decision.verdict, report).toUpperCase())}**${instead}`,
    ...causeBlock(points.causes),
    ...(others.length === 0 ? [] : [others.map((text) => `- ${escaped(text)}`).join('\n')]),
    ...(rollback === null
      ? []
      : [
          escaped(rollback.heading),
          rollback.steps
            .map(({text, command}, index) =>
              [`${index + 1}. ${escaped(text)}`, ...command.map((line) => `\n   ${codeBlock(line)}`)].join('\n'),
            )
            .join('\n'),
        ]),
    escaped(nextStep(decision, report, points, rollback !== null)),
  ];
}

/** The causes that reach furthest, each with what to do. */
function causeBlock(causes: readonly Cause[]): string[] {
  if (causes.length === 0) return [];
  const lines = causes.slice(0, MOST_CAUSES).flatMap((cause) => {
    const fix = cause.items[0]?.fix ?? null;
    return [
      `- ${SIGNS[cause.status]} ${escaped(causeText(cause))}`,
      ...(fix === null ? [] : [`  - To do: ${escaped(fix)}`]),
    ];
  });
  const more = causes.length - MOST_CAUSES;
  return [[...lines, ...(more > 0 ? [`- and ${more} more, below`] : [])].join('\n')];
}

function waitingBlock({items}: Report): string[] {
  const groups = waitingBy(items);
  if (groups.length === 0) return [];
  const lines = groups.map(
    ({who, items: asked}) => `- ${escaped(`${who} (${asked.length}): ${someOf(asked.map(({id}) => id))}`)}`,
  );
  return [`Waiting for:\n\n${lines.join('\n')}`];
}

function counts({summary, stage, environment, vantage, finishedAt}: Report): string {
  const numbers: [number, string][] = [
    [summary.pass, 'passed'],
    [summary.fail, 'failed'],
    [summary.error, 'could not be determined'],
    [summary.blocked, 'blocked'],
    [summary.pending, 'pending'],
    [summary.notDue, 'not due'],
    [summary.skip, 'skipped'],
    [summary.waived, 'waived'],
  ];
  const said = numbers.flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`])).join(', ');
  const where = [
    stage === null ? [] : [`stage ${stage}`],
    environment === null ? [] : [environment],
    [`seen from ${vantage}`],
  ];
  return `${summary.total} item${summary.total === 1 ? '' : 's'}: ${said || 'none'} (${[...where.flat(), finishedAt].join(', ')}).`;
}

const SIGNS = {
  pass: '✔',
  fail: '✖',
  error: '?',
  blocked: '–',
  pending: '◌',
  'not-due': '·',
  skip: '·',
} as const satisfies Record<ItemReport['status'], string>;

/** GitHub and GitLab fold it; elsewhere it is a table. Empty where not a single row has room. */
function folded({items}: Report, mostBytes: number): string {
  const head = (shown: string) =>
    `\n<details><summary>${shown}</summary>\n\n| status | item | what was found |\n| --- | --- | --- |\n`;
  const end = '\n</details>\n';
  const some = (count: number) => head(`${count} of ${items.length} items: there is no room for more`);
  const room = mostBytes - bytesIn(some(items.length)) - bytesIn(end);
  const all = rowsWithin(items, room);
  if (all.length === items.length) {
    return `${head(items.length === 1 ? 'The item' : `All ${items.length} items`)}${all.join('')}${end}`;
  }
  const [passed, others] = [
    items.filter(({status}) => status === 'pass'),
    items.filter(({status}) => status !== 'pass'),
  ];
  const rows = rowsWithin([...others, ...passed], room);
  return rows.length === 0 ? '' : `${some(rows.length)}${rows.join('')}${end}`;
}

function rowsWithin(items: readonly ItemReport[], mostBytes: number): string[] {
  let left = mostBytes;
  const rows: string[] = [];
  for (const item of items) {
    const row = itemRow(item);
    left -= bytesIn(row);
    if (left < 0) break;
    rows.push(row);
  }
  return rows;
}

function itemRow({id, status, waiver, flaky, summary, vantage}: ItemReport): string {
  const marks = [
    ...(waiver === null ? [] : ['waived']),
    ...(flaky ? ['flaky'] : []),
    ...(vantage === undefined ? [] : [`seen from ${vantage}`]),
  ];
  const word = [status, ...marks].join(', ');
  return `| ${SIGNS[status]} ${escaped(word)} | ${escaped(id)} | ${escaped(summary)} |\n`;
}
