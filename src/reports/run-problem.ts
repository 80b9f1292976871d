import {decisionPoints} from '../model/decision/decision-text.ts';
import {decidingItems, EXIT, exitCodeOf} from '../model/decision/exit-code.ts';
import {incompleteText} from '../model/decision/incomplete-text.ts';
import type {Report} from '../model/report.ts';
import {testResult} from './item-facts.ts';

/** What the exit code depends on beside the report. */
export interface Strictness {
  /** `note` and `flaky` count as failures. */
  readonly strict: boolean;
  /** Nothing looked at is no failure. */
  readonly allowEmpty: boolean;
  /** The exit code is the decision's, which knows none of the others; left out: it is not. */
  readonly decide?: boolean;
}

/** As without any flag. */
export const USUAL: Strictness = {strict: false, allowEmpty: false};

/**
 * Why the run as a whole is not green although each of its items may be; null: the items say it all. Readers of test results
 * know of nothing but tests: without one more they would show such a run as passed, while its exit code is not 0.
 */
export function runProblem(report: Report, {strict, allowEmpty, decide = false}: Strictness): string | null {
  const {incomplete, items, decision} = report;
  if (incomplete !== null) return incompleteText(incomplete);
  if (decide && decision !== null) {
    const {verdict} = decision;
    return verdict === 'proceed'
      ? null
      : `the decision is ${verdict}: ${decisionPoints(decision, [report]).join('; ')}`;
  }
  if (items.every(({status}) => status === 'not-due' || status === 'skip')) {
    return allowEmpty ? null : 'nothing was looked at';
  }
  const code = exitCodeOf(items, {strict});
  // What waits for a person is neither red nor green, also where it is a note.
  if (code === EXIT.ok || code === EXIT.pending) return null;
  if (strict && code !== exitCodeOf(items, {strict: false})) {
    return `with --strict, notes and flaky items count: ${decidingItems(items, {strict}).join(', ')}`;
  }
  const isRed = items.some((item) => ['failed', 'error'].includes(testResult(item).kind));
  // What an item needed may show as a note, as waived, or, in a joined report, as passed.
  return isRed
    ? null
    : `could not be looked at, because of what they need: ${decidingItems(items, {strict}).join(', ')}`;
}
