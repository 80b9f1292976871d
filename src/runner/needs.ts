import type {Item} from '../model/checklist.ts';
import type {Status} from '../model/outcome.ts';
import type {ItemReport} from '../model/report.ts';

/** What keeps an item from being looked at. */
export interface Block {
  /** The item at the root, which is not blocked itself. */
  readonly root: string;
  readonly summary: string;
}

export interface NeedsOutcome {
  /** What is known of an item that was part of the run. */
  readonly reportOf: (id: string) => ItemReport | null;
  /** Whether an item that was left out of the run would have blocked: it is due and no mere note. */
  readonly countsUnrun: (id: string) => boolean;
}

/** Worst first: an item is blocked by the need that says most about it. Not run at all counts as `error`. */
const ROOT_ORDER: readonly Status[] = ['fail', 'error', 'pending'];

/** Null when nothing that the item needs is in its way. */
export function blockOf(item: Pick<Item, 'needs'>, {reportOf, countsUnrun}: NeedsOutcome): Block | null {
  let worst: {block: Block; rank: number} | null = null;
  for (const need of item.needs) {
    const report = reportOf(need);
    if (report === null ? !countsUnrun(need) : !blocks(report)) continue;
    const root = report?.blockedBy ?? need;
    const rootReport = reportOf(root);
    const rank = rankOf(rootReport);
    if (worst === null || rank < worst.rank) worst = {block: {root, summary: describe(root, rootReport)}, rank};
  }
  return worst?.block ?? null;
}

/** Passed, skipped, waived and not due do not block; nor does a note, whatever it came to. */
function blocks({status, consequence, waiver}: ItemReport): boolean {
  if (consequence === 'note' || waiver !== null) return false;
  return status === 'fail' || status === 'error' || status === 'pending' || status === 'blocked';
}

function rankOf(root: ItemReport | null): number {
  // A confirmed failure before a flaky one.
  if (root?.status === 'fail') return root.confirmed ? -1 : 0;
  return ROOT_ORDER.indexOf(root?.status ?? 'error');
}

function describe(root: string, report: ItemReport | null): string {
  if (report === null) return `blocked by ${root}, which was not run`;
  const what = report.status === 'fail' ? 'failed' : report.status === 'pending' ? 'is pending' : 'could not be told';
  return `blocked by ${root}, which ${what}`;
}

/**
 * The items whose failure would mean rollback now: those of that consequence, and all that such an item needs, near or
 * far, unless a note stands between them. `items` are those that will be looked at.
 */
export function meaningRollback(
  items: readonly Pick<Item, 'id' | 'needs'>[],
  consequenceOf: (id: string) => ItemReport['consequence'] | null,
): ReadonlySet<string> {
  const byId = new Map(items.map((item) => [item.id, item]));
  const found = new Set<string>();
  const queue = items.filter(({id}) => consequenceOf(id) === 'rollback').map(({id}) => id);
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const item = byId.get(id);
    if (item === undefined || found.has(id) || consequenceOf(id) === 'note') continue;
    found.add(id);
    queue.push(...item.needs);
  }
  return found;
}
