import {Judgement} from '../decision/judgement.ts';
import {canRollBack} from '../decision/stage.ts';
import type {ItemReport, Report} from '../report.ts';

/**
 * How bad a look is, in the order of the exit codes (docs/outcomes.md): passed, waived or only noted, a question without an
 * answer, not knowing, a failure, a failure that means rollback. Null: it was not looked at.
 */
export function levelOf(item: ItemReport, report: Report): number | null {
  const {status, consequence} = item;
  if (status === 'skip' || status === 'not-due') return null;
  const look = {item, report, atMs: Date.parse(report.finishedAt), roots: []};
  const judgement = new Judgement(new Date(report.finishedAt), Number.POSITIVE_INFINITY, report.stage);
  if (status === 'pass' || !judgement.counts(look)) return CLEAR;
  if (status === 'pending') return PENDING;
  if (status === 'error' || status === 'blocked') return UNKNOWN;
  const meansRollback = consequence === 'rollback' && canRollBack(report.stage, report.checklist.stages);
  return meansRollback && judgement.isCertainFailure(look) ? ROLLBACK : FAILED;
}

const [CLEAR, PENDING, UNKNOWN, FAILED, ROLLBACK] = [0, 1, 2, 3, 4] as const;

/** Whether an item that is in both reports, or in one of them, is worse off now. */
export function isWorse(old: number | null | undefined, now: number | null | undefined, sameStage: boolean): boolean {
  // What was looked at is not any more; another stage has other items that are due.
  if (now === undefined || now === null) return typeof old === 'number' && (now === undefined || sameStage);
  return now > (old ?? CLEAR);
}
