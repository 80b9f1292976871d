import type {Item} from '../model/checklist.ts';
import type {ItemReport} from '../model/report.ts';

/** What keeps an item from being looked at. */
export interface Block {
  /** The item at the root, which is not blocked itself. */
  readonly root: string;
  readonly summary: string;
}

/** What is known of an item that was part of the run. */
type ReportOf = (id: string) => ItemReport | null;

/** Null when nothing that the item needs is in its way. What was left out of the run is in nobody's way. */
export function blockOf(item: Pick<Item, 'needs'>, reportOf: ReportOf): Block | null {
  let worst: {block: Block; rank: number} | null = null;
  for (const need of item.needs) {
    const report = reportOf(need);
    if (report === null || !blocks(report)) continue;
    const root = report.blockedBy ?? need;
    const rootReport = reportOf(root);
    const rank = rankOf(rootReport);
    if (worst === null || rank < worst.rank) worst = {block: {root, summary: describe(root, rootReport)}, rank};
  }
  return worst?.block ?? null;
}

/**
 * Not what could not be told: at night the AWS session expires first, and what hangs on it is looked at all the same. Nor
 * what passed, is skipped, waived or not due; nor a note, whatever it came to.
 */
function blocks({status, consequence, waiver}: ItemReport): boolean {
  if (consequence === 'note' || waiver !== null) return false;
  return status === 'fail' || status === 'pending' || status === 'blocked';
}

/** Worst first, a confirmed failure before a flaky one: an item is blocked by the need that says most about it. */
function rankOf(root: ItemReport | null): number {
  if (root?.status === 'fail') return root.confirmed ? 0 : 1;
  return 2;
}

function describe(root: string, report: ItemReport | null): string {
  return `blocked by ${root}, which ${report?.status === 'fail' ? 'failed' : 'is pending'}`;
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
