import type {Decision, DecisionVerdict} from '../report.ts';
import {
  ageReasons,
  beforeCutover,
  type Expectations,
  itemReasons,
  mismatchReasons,
  modeReasons,
  proceedReason,
  rollbackReasons,
  runReasons,
} from './decision-reasons.ts';
import {type Decidable, isNewest, newestPerVantage, sameSubject} from './joined-reports.ts';
import {canRollBack} from './stage.ts';

export type {Decidable, Expectations};

export interface DecideOptions {
  readonly now: Date;
  /** Default: 15 minutes at the stage `cutover`, 24 hours otherwise. */
  readonly maxAgeMs?: number;
  readonly expect?: Expectations;
}

/**
 * Proceed, hold or rollback, computed from the items alone. Of several reports the newest of each vantage counts per
 * item, then the worst over vantages. Throws `UsageError` for reports that are not about the same thing.
 *
 * Rollback comes before every reason to hold but two: a run that was not live, and reports that are not what they were
 * expected to be. Neither has seen the thing that would be rolled back.
 */
export function decide(reports: readonly Decidable[], options: DecideOptions): Decision {
  const about = sameSubject(reports);
  const looked = newestPerVantage(reports);
  const counting = reports.filter((report) => looked.some((one) => one.report === report) || isNewest(report, reports));
  const rollback = canRollBack(about.stage, about.checklist.stages) ? rollbackReasons(looked) : [];
  const holds = [
    ...itemReasons(looked, new Set(rollback.flatMap(({items}) => items))),
    ...runReasons(counting, looked, about),
  ];
  const age = ageReasons(counting, about, options.now, options.maxAgeMs);
  const mismatches = mismatchReasons(counting, about, options.expect ?? {});
  const mode = modeReasons(counting);

  const found = rollback.length > 0 ? 'rollback' : holds.length + age.length > 0 ? 'hold' : 'proceed';
  const verdict: DecisionVerdict = mismatches.length > 0 ? 'hold' : found;
  const early = verdict === 'hold' && rollback.length === 0 ? beforeCutover(looked, about) : [];
  const reasons = [...rollback, ...holds, ...mode, ...age, ...mismatches, ...early];
  if (mode.length > 0) return {verdict: 'hold', wouldBe: verdict, reasons};
  return {verdict, reasons: verdict === 'proceed' ? [proceedReason(looked, about)] : reasons};
}
