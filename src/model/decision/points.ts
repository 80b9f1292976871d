import type {Decision, DecisionReason, DecisionVerdict} from '../report.ts';
import {someOf} from '../text/some-of.ts';
import {type Cause, causesOf} from './causes.ts';
import {countingLooks, type Decidable} from './looks.ts';

/** What a decision rests on, for a person: the causes, not what they led to, and what else is to be said. */
export interface Points {
  /** Those that decide, the one that reaches furthest first. */
  readonly causes: readonly Cause[];
  /** Reasons that none of the causes is behind. */
  readonly rest: readonly DecisionReason[];
}

/** What is decided, or would be, were the run live. */
export function effectiveVerdict({verdict, wouldBe}: Decision): DecisionVerdict {
  return wouldBe ?? verdict;
}

/** `reports` are those that were decided. */
export function pointsOf(decision: Decision, reports: readonly Decidable[]): Points {
  const {reasons} = decision;
  const isRollback = effectiveVerdict(decision) === 'rollback';
  const idsOf = (codes: readonly string[]) =>
    new Set(reasons.filter(({code}) => codes.includes(code)).flatMap(({items}) => items));
  const own = idsOf(isRollback ? ['failed-rollback'] : ['failed-rollback', 'failed', 'flaky', 'error']);
  const blocked = idsOf(isRollback ? ['blocked-rollback'] : ['blocked-rollback', 'blocked']);
  const causes = causesOf(countingLooks(reports))
    .filter((cause) => cause.items.some(({id}) => own.has(id)) || cause.blocked.some((id) => blocked.has(id)))
    .toSorted((one, other) => reach(other) - reach(one));
  const covered = new Set(causes.flatMap(({items, blocked: victims}) => [...items.map(({id}) => id), ...victims]));
  const rest = reasons.filter(
    ({code, items}) => !(BY_ITEMS.has(code) && items.length > 0 && items.every((id) => covered.has(id))),
  );
  return {
    causes,
    rest: rest.filter(({code}) => code !== 'mode').map((reason) => (isRollback ? inShort(reason) : reason)),
  };
}

/** Where it is to be rolled back, what else there is can wait: how much it is, but not which items. */
function inShort({code, text, items}: DecisionReason): DecisionReason {
  return {code, text: BESIDES.has(code) ? text.replace(`: ${someOf(items)}`, '') : text, items};
}

const BESIDES: ReadonlySet<string> = new Set(['failed', 'error', 'blocked', 'unblocked', 'flaky', 'pending']);
const BY_ITEMS: ReadonlySet<string> = new Set([
  'failed-rollback',
  'blocked-rollback',
  'failed',
  'error',
  'blocked',
  'flaky',
]);

/** A failure before what could not be determined, where both reach as far. */
function reach({status, items, blocked}: Cause): number {
  return items.length + blocked.length + (status === 'fail' ? 0.5 : 0);
}
