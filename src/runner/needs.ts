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

/**
 * What keeps items from being looked at. A group is judged once, for all that need it, when all its leaves are known. What
 * was left out of the run is in nobody's way.
 */
export class Blocks {
  readonly #leaves: ReadonlyMap<string, readonly string[]>;
  readonly #reportOf: ReportOf;
  readonly #ofGroups = new Map<string, Ranked | null>();

  constructor(leaves: ReadonlyMap<string, readonly string[]>, reportOf: ReportOf) {
    this.#leaves = leaves;
    this.#reportOf = reportOf;
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
    const report = this.#reportOf(id);
    if (report === null || !blocks(report)) return null;
    const root = report.blockedBy ?? id;
    const rootReport = this.#reportOf(root);
    return {block: {root, summary: describe(root, rootReport)}, rank: rankOf(rootReport)};
  }
}

/**
 * Not what could not be determined: at night the AWS session expires first, and what hangs on it is looked at all the same. Nor
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
