import {takes} from './character-set.ts';
import {asserted, beforeOf, type Program} from './program.ts';

/** Where a match begins and ends, then each group: two places for each, or undefined for a group that took no part. */
export type Places = readonly (number | undefined)[];

interface Thread {
  readonly at: number;
  readonly places: Places;
}

/**
 * The first match from this place on, the leftmost; of those that begin there, the one that a search by trial would find first.
 * Null where there is none.
 */
export function findRegex({steps, start, groups}: Program, text: string, from = 0): Places | null {
  const characters = [...text];
  const beginning: Places = new Array(2 * groups + 2).fill(undefined);
  let threads: Thread[] = [];
  let found: Places | null = null;
  for (let i = from; i <= characters.length; i++) {
    const next = characters[i];
    const before = beforeOf(characters[i - 1]);
    const reached = new Set<number>();
    const here: Thread[] = [];
    const follow = (at: number, places: Places): void => {
      if (reached.has(at)) return;
      reached.add(at);
      const step = steps[at];
      if (step?.kind === 'split') for (const one of step.next) follow(one, places);
      else if (step?.kind === 'save') follow(step.next, places.with(step.slot, i));
      else if (step?.kind === 'assertion') {
        if (asserted(step.assertion, before, next)) follow(step.next, places);
      } else here.push({at, places});
    };
    for (const {at, places} of threads) follow(at, places);
    if (found === null) follow(start, beginning.with(0, i));
    threads = [];
    for (const {at, places} of here) {
      const step = steps[at];
      // Those behind it are of less worth.
      if (step?.kind === 'match') {
        found = places.with(1, i);
        break;
      }
      if (step?.kind === 'set' && next !== undefined && takes(step.set, next)) threads.push({at: step.next, places});
    }
    if (found !== null && threads.length === 0) break;
  }
  return found;
}
