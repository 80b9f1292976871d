import type {Status} from '../outcome.ts';
import type {ItemReport} from '../report.ts';

/** Exit codes of every command that runs checks. `decide` has its own: 0 proceed, 10 hold, 20 rollback. */
export const EXIT = {
  ok: 0,
  fail: 1,
  usage: 2,
  error: 3,
  pending: 4,
  bug: 70,
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;

export const DECISION_EXIT = {proceed: 0, hold: 10, rollback: 20} as const;

type Counted = Pick<ItemReport, 'id' | 'status' | 'consequence' | 'waiver' | 'flaky' | 'blockedBy'>;

/**
 * The exit code of a run that was neither interrupted nor crashed: 1 before 3 before 4 before 0.
 * A `note` counts for nothing unless `strict`; nor does a waived failure. A blocked item counts as what blocks it.
 */
export function exitCodeOf(
  items: readonly Counted[],
  options: {readonly strict: boolean; readonly allowEmpty?: boolean},
): 0 | 1 | 3 | 4 {
  // Nothing looked at is not green.
  if (items.every(({status}) => status === 'not-due' || status === 'skip')) {
    return options.allowEmpty ? EXIT.ok : EXIT.error;
  }
  const codes = new Set(codesOf(items, options.strict).map(({code}) => code));
  return WORST_FIRST.find((code) => codes.has(code)) ?? EXIT.ok;
}

/** The ids of the items that the exit code rests on, where it is not 0; empty where nothing was looked at. */
export function decidingItems(items: readonly Counted[], {strict}: {readonly strict: boolean}): string[] {
  const worst = exitCodeOf(items, {strict});
  return codesOf(items, strict).flatMap(({id, code}) => (code === worst && code !== EXIT.ok ? [id] : []));
}

const WORST_FIRST = [EXIT.fail, EXIT.error, EXIT.pending] as const;

function codesOf(items: readonly Counted[], strict: boolean) {
  const byId = new Map(items.map((item) => [item.id, item]));
  return items.map((item) => ({id: item.id, code: codeOf(item, byId, strict)}));
}

function codeOf(item: Counted, byId: ReadonlyMap<string, Counted>, strict: boolean): 0 | 1 | 3 | 4 {
  if (item.consequence === 'note' && !strict) return EXIT.ok;
  if (strict && item.flaky) return EXIT.fail;
  const status = decisiveStatus(item, byId);
  if (status === 'fail') return EXIT.fail;
  if (status === 'error') return EXIT.error;
  return status === 'pending' ? EXIT.pending : EXIT.ok;
}

function decisiveStatus(item: Counted, byId: ReadonlyMap<string, Counted>): Status {
  if (item.status === 'fail' && item.waiver !== null) return 'pass';
  if (item.status !== 'blocked') return item.status;
  const root = byId.get(item.blockedBy ?? '');
  // What it needed was not run at all, or nobody knows what it was: that is not knowing, and never green.
  return root?.status === 'fail' || root?.status === 'pending' ? root.status : 'error';
}
