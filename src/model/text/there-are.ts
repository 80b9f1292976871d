import {someOf} from './some-of.ts';

/** So many names are read in a sentence. */
export const MOST_NAMED = 10;

/** `There are: a, b.`, ten at most. */
export function thereAre(names: readonly string[]): string {
  return names.length === 0 ? 'There are none.' : `There are: ${someOf(names, MOST_NAMED)}.`;
}
