import {incompleteText} from '../model/decision/incomplete-text.ts';
import type {ItemReport, Report} from '../model/report.ts';
import {plainText} from '../model/text/plain-text.ts';
import {itemFacts, testResult} from './item-facts.ts';

/**
 * The Test Anything Protocol, version 14: a test for each item in the file's order, with what is known of it as its YAML
 * block. A waived failure is a TODO, as TAP has it; a run that did not end bails out.
 */
export function tapReport(report: Report): string {
  const {items, incomplete, decision} = report;
  const lines = [
    'TAP version 14',
    ...planLine(report),
    ...items.flatMap(testLines),
    ...(decision === null ? [] : [`# decision: ${comment(decision.verdict)}`]),
    ...(incomplete === null ? [] : [`Bail out! ${comment(incompleteText(incomplete))}`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** Parsers stop at a plan of nothing, and would not come to see that the run did not end. */
function planLine({items, incomplete}: Report): string[] {
  if (items.length > 0) return [`1..${items.length}`];
  return incomplete === null ? ['1..0 # SKIP there are no items'] : [];
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
  if (result.kind === 'skipped') return [`ok ${name} # SKIP ${description(result.message)}`];
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
