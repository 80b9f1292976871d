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

interface Ranked {
  readonly block: Block;
  /** The lower, the more it says. */
  readonly rank: number;
}

/** The ids of the leaves of each group, those of groups within it too. */
export function leavesOfGroups(items: readonly Pick<Item, 'id' | 'groups'>[]): ReadonlyMap<string, readonly string[]> {
  const leaves = new Map<string, string[]>();
  for (const {id, groups} of items) {
    for (const group of groups) {
      const known = leaves.get(group);
      if (known === undefined) leaves.set(group, [id]);
      else known.push(id);
    }
  }
  return leaves;
}

/** What keeps items from being looked at. A group is judged once, for all that need it, when all its leaves are known. */
export class Blocks {
  readonly #leaves: ReadonlyMap<string, readonly string[]>;
  readonly #outcome: NeedsOutcome;
  readonly #ofGroups = new Map<string, Ranked | null>();

  constructor(leaves: ReadonlyMap<string, readonly string[]>, outcome: NeedsOutcome) {
    this.#leaves = leaves;
    this.#outcome = outcome;
  }

  /** Null when nothing that the item needs is in its way. */
  blockOf({needs}: Pick<Item, 'needs'>): Block | null {
    return this.#worst(needs)?.block ?? null;
  }

  /** The first of those that say most. */
  #worst(ids: readonly string[]): Ranked | null {
    let worst: Ranked | null = null;
    for (const id of ids) {
      const found = this.#ofId(id);
      if (found !== null && (worst === null || found.rank < worst.rank)) worst = found;
    }
    return worst;
  }

  #ofId(id: string): Ranked | null {
    const leaves = this.#leaves.get(id);
    if (leaves === undefined) return this.#ofItem(id);
    const known = this.#ofGroups.get(id);
    if (known !== undefined) return known;
    const worst = this.#worst(leaves);
    this.#ofGroups.set(id, worst);
    return worst;
  }

  #ofItem(id: string): Ranked | null {
    const {reportOf, countsUnrun} = this.#outcome;
    const report = reportOf(id);
    if (report === null ? !countsUnrun(id) : !blocks(report)) return null;
    const root = report?.blockedBy ?? id;
    const rootReport = reportOf(root);
    return {block: {root, summary: describe(root, rootReport)}, rank: rankOf(rootReport)};
  }
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
  leaves: ReadonlyMap<string, readonly string[]>,
  consequenceOf: (id: string) => ItemReport['consequence'] | null,
): ReadonlySet<string> {
  const byId = new Map(items.map((item) => [item.id, item]));
  const found = new Set<string>();
  const queue = items.filter(({id}) => consequenceOf(id) === 'rollback').map(({id}) => id);
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (found.has(id)) continue;
    const needs = leaves.get(id) ?? (consequenceOf(id) === 'note' ? undefined : byId.get(id)?.needs);
    if (needs === undefined) continue;
    found.add(id);
    for (const need of needs) queue.push(need);
  }
  return found;
}
