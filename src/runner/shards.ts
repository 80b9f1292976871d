import {createHash} from 'node:crypto';
import type {Item} from '../model/checklist.ts';
import type {Shard} from '../model/report.ts';
import {leavesOfGroups} from './needs.ts';

type Linked = Pick<Item, 'id' | 'groups' | 'needs'>;

/**
 * Takes from `chosen` what other shards run. Items that are linked by needs, near or far, go together, so that none is
 * blocked, or not, by one that it does not see. Which shard they go to follows from the smallest of their ids alone: what
 * is added elsewhere moves nothing (docs/decisions/0043-shards.md).
 */
export function leaveToOtherShards(items: readonly Linked[], chosen: Set<string>, {index, of}: Shard): void {
  for (const [name, ids] of linkedByNeeds(items)) {
    if (shardOf(name, of) === index) continue;
    for (const id of ids) chosen.delete(id);
  }
}

/** From 1. A hash, as ids that are sorted or counted would put like with like. */
function shardOf(name: string, of: number): number {
  return (createHash('sha256').update(name).digest().readUIntBE(0, 6) % of) + 1;
}

/** The ids of items that are linked by needs, by the smallest of them. */
function linkedByNeeds(items: readonly Linked[]): ReadonlyMap<string, readonly string[]> {
  const leaves = leavesOfGroups(items);
  const neighbours = new Map<string, string[]>(items.map(({id}) => [id, []]));
  for (const {id, needs} of items) {
    for (const need of new Set(needs.flatMap((needed) => leaves.get(needed) ?? [needed]))) {
      neighbours.get(id)?.push(need);
      neighbours.get(need)?.push(id);
    }
  }
  const found = new Map<string, readonly string[]>();
  const seen = new Set<string>();
  // In the order of ids, the first that is met of those that are linked is the smallest.
  for (const start of [...neighbours.keys()].toSorted(byCodeUnits)) {
    if (seen.has(start)) continue;
    const ids: string[] = [];
    const queue = [start];
    seen.add(start);
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      ids.push(id);
      for (const next of neighbours.get(id) ?? []) {
        if (seen.has(next)) continue;
        seen.add(next);
        queue.push(next);
      }
    }
    found.set(start, ids);
  }
  return found;
}

/** The same on every machine, whatever its locale. */
function byCodeUnits(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
