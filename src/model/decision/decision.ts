import type {Decision, DecisionVerdict} from '../report.ts';
import {refuseContradictions} from './contradictions.ts';
import {
  ageReasons,
  beforeCutover,
  itemReasons,
  proceedReason,
  rollbackReasons,
  runReasons,
  skippedItems,
  unfinishedReasons,
} from './decision-reasons.ts';
import {Judgement} from './judgement.ts';
import {countingLooks, countingReports, type Decidable, partsOf} from './looks.ts';
import {type Expectations, mismatchReasons, modeReasons} from './report-reasons.ts';
import {canRollBack} from './stage.ts';

export type {Decidable, Expectations};

export interface DecideOptions {
  /** Ages and waivers are judged at this time. */
  readonly now: Date;
  /** Default: 15 minutes at the stages `cutover`, `soak` and `rollback`, 24 hours otherwise. Infinite: of no matter. */
  readonly maxAgeMs?: number;
  readonly expect?: Expectations;
}

/**
 * Proceed, hold or rollback, computed from the items alone, in the order in which it is promised: reports that contradict
 * themselves or each other throw `UsageError`; what is not what was expected, or was not live, holds (it has not seen the
 * thing that would be rolled back); then rollback, hold, proceed. A joined report is judged as its parts are.
 */
export function decide(given: readonly Decidable[], options: DecideOptions): Decision {
  const all = partsOf(given);
  const about = refuseContradictions(all);
  const reports = all.filter(({incomplete}) => incomplete !== 'unfinished');
  const unfinished = unfinishedReasons(all);
  if (reports.length === 0) return {verdict: 'hold', reasons: unfinished, skipped: []};
  const looks = countingLooks(reports);
  const counting = countingReports(reports, looks);
  const judgement = new Judgement(options.now, options.maxAgeMs ?? null, about.stage);
  const mismatches = mismatchReasons(counting, about, options.expect ?? {});
  const mode = modeReasons(reports);
  const rollback = canRollBack(about.stage, about.checklist.stages) ? rollbackReasons(looks, judgement) : [];
  const holds = [
    ...unfinished,
    ...itemReasons(looks, judgement, new Set(rollback.flatMap(({items}) => items))),
    ...runReasons(reports, looks, about),
    ...ageReasons(looks, judgement),
  ];

  const found: DecisionVerdict = rollback.length > 0 ? 'rollback' : holds.length > 0 ? 'hold' : 'proceed';
  const verdict = mismatches.length > 0 ? 'hold' : found;
  const early = verdict === 'hold' && rollback.length === 0 ? beforeCutover(looks, about) : [];
  const reasons = [...mismatches, ...mode, ...rollback, ...holds, ...early];
  const skipped = skippedItems(looks);
  if (mode.length > 0) return {verdict: 'hold', wouldBe: verdict, reasons, skipped};
  return {verdict, reasons: verdict === 'proceed' ? [proceedReason(looks, judgement, about)] : reasons, skipped};
}
