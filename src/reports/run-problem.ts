import {decidingItems, exitCodeOf} from '../model/decision/exit-code.ts';
import {incompleteText} from '../model/decision/incomplete-text.ts';
import type {Report} from '../model/report.ts';

/** What the exit code depends on beside the report. */
export interface Strictness {
  /** `note` and `flaky` count as failures. */
  readonly strict: boolean;
  /** Nothing looked at is no failure. */
  readonly allowEmpty: boolean;
}

/** As without any flag. */
export const USUAL: Strictness = {strict: false, allowEmpty: false};

/**
 * Why the run as a whole is not green although each of its items may be; null: the items say it all. Readers of test results
 * know of nothing but tests: without one more they would show such a run as passed, while its exit code is not 0.
 */
export function runProblem({incomplete, items}: Report, {strict, allowEmpty}: Strictness): string | null {
  if (incomplete !== null) return incompleteText(incomplete);
  if (items.every(({status}) => status === 'not-due' || status === 'skip')) {
    return allowEmpty ? null : 'nothing was looked at';
  }
  if (!strict || exitCodeOf(items, {strict}) === exitCodeOf(items, {strict: false})) return null;
  return `with --strict, notes and flaky items count: ${decidingItems(items, {strict}).join(', ')}`;
}
