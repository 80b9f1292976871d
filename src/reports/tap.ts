import {incompleteText} from '../model/decision/incomplete-text.ts';
import type {ItemReport, Report} from '../model/report.ts';
import {plainText} from '../model/text/plain-text.ts';
import {itemFacts, notLiveText, testResult} from './item-facts.ts';
import {runProblem, type Strictness, USUAL} from './run-problem.ts';

/**
 * The Test Anything Protocol, version 14: a test for each item in the file's order, with what is known of it as its YAML
 * block. A waived failure is a TODO, as TAP has it; a run that did not end bails out.
 */
export function tapReport(report: Report, strictness: Strictness = USUAL): string {
  const {items, incomplete, decision, mode} = report;
  const problem = runProblem(report, strictness);
  const count = items.length + (problem === null ? 0 : 1);
  const lines = [
    'TAP version 14',
    `1..${count}${count === 0 ? ' # SKIP there are no items' : ''}`,
    ...(mode === 'live' ? [] : [`# ${comment(notLiveText(report))}`]),
    ...items.flatMap(testLines),
    ...(problem === null ? [] : [`not ok ${count} - the run as a whole: ${description(problem)}`]),
    ...(decision === null ? [] : [`# decision: ${comment(decision.verdict)}`]),
    ...(incomplete === null ? [] : [`Bail out! ${comment(incompleteText(incomplete))}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function testLines(item: ItemReport, index: number): string[] {
  const {id, path, status, summary, waiver} = item;
  const result = testResult(item);
  const name = `${index + 1} - ${description(`${id}: ${path.at(-1) ?? ''}`)}`;
  const block = [
    '  ---',
    ...[['status', status], ['summary', summary], ...itemFacts(item)].map(
      ([label = '', text = '']) => `  - ${scalar(label)}: ${scalar(text)}`,
    ),
    '  ...',
  ];
  if (waiver !== null && status === 'fail' && result.kind === 'skipped') {
    return [`not ok ${name} # TODO ${description(result.message)}`, ...block];
  }
  if (result.kind === 'skipped') return [`ok ${name} # SKIP ${description(result.message)}`, ...block];
  return result.kind === 'passed' ? [`ok ${name}`, ...block] : [`not ok ${name}`, ...block];
}

/** What follows a `#` would be a directive. */
function description(text: string): string {
  return plainText(text, 400).replaceAll('\\', '\\\\').replaceAll('#', '\\#');
}

function comment(text: string): string {
  return plainText(text, 400);
}

/** JSON is YAML where no line separator of Unicode is in it, which are shown as escapes by then. */
function scalar(text: string): string {
  return JSON.stringify(plainText(text, 2000));
}
