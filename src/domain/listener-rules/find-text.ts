/**
 * A text that some globs match and others do not. Exact: globs are automata, and sets of texts are intersected and
 * subtracted by walking several at once.
 */

import {type Glob, type GlobState, intersects, sharedText} from './glob-sets.ts';
import type {Universe} from './text-universe.ts';

/** How many steps may still be taken; shared by the searches that make up one question. */
export interface Budget {
  left: number;
}

/** The question would take too long: it is left open, not guessed. */
export class OutOfBudget extends Error {
  override readonly name = 'OutOfBudget';
}

export function spend(budget: Budget, steps: number): void {
  budget.left -= steps;
  if (budget.left < 0) throw new OutOfBudget('the search was given up');
}

export interface TextQuestion {
  /** The text matches one glob of each of these. */
  readonly within: readonly (readonly Glob[])[];
  /** And none of these. */
  readonly outside: readonly Glob[];
  readonly universe: Universe;
  readonly budget: Budget;
}

/**
 * A readable text where there is one, else a shortest one; null when there is none. Throws {@link OutOfBudget}.
 */
export function findText({within, outside, universe, budget}: TextQuestion): string | null {
  const groups = onlyWhatMeets(within);
  if (groups.some((group) => group.length === 0)) return null;
  const isRight = (text: string) =>
    groups.every((group) => group.some((glob) => glob.matches(text))) &&
    !outside.some((glob) => glob.matches(text)) &&
    isIn(universe, text);
  const sample = samplesOf(groups, universe).find(isRight) ?? findShared(groups, isRight);
  if (sample !== null) return sample;
  const against = outside.filter((glob) => groups.every((group) => group.some((one) => intersects(one, glob))));
  return walkAll({within: groups, outside: against, universe, budget});
}

/** Texts that are likely to match: walking many globs at once costs a thousand times as much as trying one of these. */
function samplesOf(groups: readonly (readonly Glob[])[], {sample}: Universe): string[] {
  const examples = groups.flat().map(({example}) => example);
  return sample === null ? examples : [sample, ...examples];
}

/** These too, but they cost something to make. */
function findShared(
  [first = [], second = []]: readonly (readonly Glob[])[],
  isRight: (text: string) => boolean,
): string | null {
  for (const a of first) {
    for (const b of second) {
      const text = sharedText(a, b);
      if (text !== null && isRight(text)) return text;
    }
  }
  return null;
}

function isIn(universe: Universe, text: string): boolean {
  let state: number | null = universe.start;
  for (const character of text) {
    state = universe.step(state, character);
    if (state === null) return false;
  }
  return universe.accepts(state);
}

/** A glob that shares no text with any glob of another group adds nothing to what is looked for. */
function onlyWhatMeets(groups: readonly (readonly Glob[])[]): readonly (readonly Glob[])[] {
  return groups.map((group) =>
    group.filter((glob) => groups.every((other) => other === group || other.some((one) => intersects(one, glob)))),
  );
}

interface SearchState {
  readonly text: string;
  readonly within: readonly (readonly (GlobState | null)[])[];
  readonly outside: readonly (GlobState | null)[];
  readonly universe: number;
}

/** Breadth-first, so that the first text that is found is a shortest one. */
function walkAll({within, outside, universe, budget}: TextQuestion): string | null {
  const start: SearchState = {
    text: '',
    within: within.map((group) => group.map((glob) => glob.start)),
    outside: outside.map((glob) => glob.start),
    universe: universe.start,
  };
  if (isLost(start)) return null;
  const seen = new Set([nameOf(start)]);
  const queue = [start];
  for (const here of queue) {
    spend(budget, 1);
    if (isFound(here, universe)) return here.text;
    for (const character of charactersWorthTrying(here, universe)) {
      const next = stepAll(here, character, universe);
      if (next === null || isLost(next)) continue;
      const name = nameOf(next);
      if (seen.has(name)) continue;
      seen.add(name);
      queue.push(next);
    }
  }
  return null;
}

function isFound({within, outside, universe: at}: SearchState, universe: Universe): boolean {
  return (
    universe.accepts(at) &&
    within.every((group) => group.some((state) => state?.accepts)) &&
    !outside.some((state) => state?.accepts)
  );
}

function isLost({within, outside}: SearchState): boolean {
  return (
    within.some((group) => group.every((state) => state === null)) ||
    outside.some((state) => state?.acceptsAll ?? false)
  );
}

function stepAll(here: SearchState, character: string, universe: Universe): SearchState | null {
  const at = universe.step(here.universe, character);
  if (at === null) return null;
  const step = (state: GlobState | null) => state?.step(character) ?? null;
  return {
    text: here.text + character,
    within: here.within.map((group) => group.map(step)),
    outside: here.outside.map(step),
    universe: at,
  };
}

function nameOf({within, outside, universe}: SearchState): string {
  const name = (states: readonly (GlobState | null)[]) => states.map((state) => state?.name ?? '').join(',');
  return `${universe};${within.map(name).join(';')};${name(outside)}`;
}

/**
 * One of the characters that no glob cares about here stands for all of them. Where a group requires certain
 * characters, no other has to be tried.
 */
function charactersWorthTrying({within, outside}: SearchState, universe: Universe): Iterable<string> {
  for (const group of within) {
    if (group.every((state) => state === null || !state.isOpen)) return literalsOf(group);
  }
  const literals = literalsOf([...within.flat(), ...outside]);
  const indifferent = universe.ordinary.find((character) => !literals.has(character));
  return new Set([...(indifferent === undefined ? [] : [indifferent]), ...universe.special, ...literals]);
}

function literalsOf(states: readonly (GlobState | null)[]): Set<string> {
  return new Set(states.flatMap((state) => [...(state?.literals ?? [])]));
}
