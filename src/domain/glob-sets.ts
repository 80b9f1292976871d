/**
 * Globs as sets of texts: do two of them share a text, and which text of one is in none of others?
 * Exact: a glob is an automaton, and sets are intersected and subtracted by walking several at once.
 */

import {type GlobOptions, type GlobToken, globTokens, matcherOf} from './glob.ts';
import type {Universe} from './text-universe.ts';

/** A glob made ready for being asked many times: its states are made when a text first leads there, and kept. */
export interface Glob {
  readonly pattern: string;
  readonly tokens: readonly GlobToken[];
  readonly start: GlobState;
  matches(text: string): boolean;
  /** A text that matches it and is easy to read. */
  readonly example: string;
  /** Filled by {@link intersects}. */
  readonly met: Map<Glob, boolean>;
}

/** What of a text has been seen so far, as far as this glob cares. There is none for "no longer possible". */
export interface GlobState {
  readonly name: string;
  readonly accepts: boolean;
  /** Whatever follows, the text matches. */
  readonly acceptsAll: boolean;
  /** The characters that make a difference here; all others lead to one and the same state. */
  readonly literals: ReadonlySet<string>;
  /** Some character that is no literal leads on. */
  readonly isOpen: boolean;
  step(character: string): GlobState | null;
}

export function makeGlob(pattern: string, options: GlobOptions = {}): Glob {
  const tokens = globTokens(pattern, options);
  const states = new Map<string, GlobState>();
  const stateAt = (positions: GlobPositions): GlobState => {
    const name = positions.join('.');
    const state = states.get(name) ?? makeState(name, tokens, positions, stateAt);
    states.set(name, state);
    return state;
  };
  const example = tokens.map((token) => (token.kind === 'literal' ? token.character : 'x')).join('');
  return {pattern, tokens, start: stateAt(globStart(tokens)), matches: matcherOf(tokens), example, met: new Map()};
}

function makeState(
  name: string,
  tokens: readonly GlobToken[],
  positions: GlobPositions,
  stateAt: (positions: GlobPositions) => GlobState,
): GlobState {
  const live = positions.flatMap((at) => tokens[at] ?? []);
  const literals = new Set(live.flatMap((token) => (token.kind === 'literal' ? token.character : [])));
  const accepts = positions.at(-1) === tokens.length;
  const next = new Map<string, GlobState | null>();
  return {
    name,
    accepts,
    acceptsAll: accepts && tokens[positions[0] ?? -1]?.kind === 'run' && positions[0] === tokens.length - 1,
    literals,
    isOpen: live.some(({kind}) => kind !== 'literal'),
    step(character) {
      const key = literals.has(character) ? character : '';
      let state = next.get(key);
      if (state === undefined) {
        const reached = globStep(tokens, positions, character);
        state = reached.length === 0 ? null : stateAt(reached);
        next.set(key, state);
      }
      return state;
    },
  };
}

/**
 * Where in the pattern one can stand, as positions between its tokens, ascending. Patterns come from outside, so the time
 * must not explode with the number of runs: all that is possible is followed at once.
 */
type GlobPositions = readonly number[];

/** Before the first character of a text. */
function globStart(tokens: readonly GlobToken[]): GlobPositions {
  return tokens[0]?.kind === 'run' ? [0, 1] : [0];
}

/** After one more character; empty when no text that goes on from here can match. */
function globStep(tokens: readonly GlobToken[], from: GlobPositions, character: string): GlobPositions {
  let reached: number[] = [];
  for (const at of from) {
    const token = tokens[at];
    if (token === undefined || (token.kind === 'literal' && token.character !== character)) continue;
    const next = token.kind === 'run' ? at : at + 1;
    // What can match from before a run can match from the run: the positions before the last one say nothing more.
    if (tokens[next]?.kind === 'run') reached = [next, next + 1];
    else if (reached.at(-1) !== next) reached.push(next);
  }
  return reached;
}

/** Whether some text matches both. */
export function intersects(a: Glob, b: Glob): boolean {
  const known = a.met.get(b);
  if (known !== undefined) return known;
  const meets = walkBoth(a.tokens, b.tokens);
  a.met.set(b, meets);
  b.met.set(a, meets);
  return meets;
}

/** Stands in both patterns at once; a run goes on, or takes whatever the other pattern wants next. */
function walkBoth(a: readonly GlobToken[], b: readonly GlobToken[]): boolean {
  const width = b.length + 1;
  const seen = new Uint8Array((a.length + 1) * width);
  const open = [0];
  for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
    if (seen[cell] === 1) continue;
    seen[cell] = 1;
    const left = a[Math.floor(cell / width)];
    const right = b[cell % width];
    if (left === undefined && right === undefined) return true;
    if (left?.kind === 'run') open.push(cell + width);
    if (right?.kind === 'run') open.push(cell + 1);
    if (left?.kind === 'run' && right !== undefined) open.push(cell + 1);
    if (right?.kind === 'run' && left !== undefined) open.push(cell + width);
    if (left !== undefined && right !== undefined && takeTheSame(left, right)) open.push(cell + width + 1);
  }
  return false;
}

function takeTheSame(a: GlobToken, b: GlobToken): boolean {
  if (a.kind === 'run' || b.kind === 'run') return false;
  return a.kind === 'one' || b.kind === 'one' || a.character === b.character;
}

/** How many steps may still be taken; shared by the searches that make up one question. */
export interface Budget {
  left: number;
}

/** The question would take too long: it is left open rather than guessed at. */
export class OutOfBudget extends Error {
  override readonly name = 'OutOfBudget';
}

export function spend(budget: Budget): void {
  if (budget.left-- <= 0) throw new OutOfBudget('the search was given up');
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
 * A text that reads well where there is one, else a shortest; null when there is none. Throws {@link OutOfBudget}.
 */
export function findText({within, outside, universe, budget}: TextQuestion): string | null {
  const groups = onlyWhatMeets(within);
  if (groups.some((group) => group.length === 0)) return null;
  const isRight = (text: string) =>
    groups.every((group) => group.some((glob) => glob.matches(text))) &&
    !outside.some((glob) => glob.matches(text)) &&
    isIn(universe, text);
  const samples = [universe.sample ?? [], ...groups.map((group) => group.map(({example}) => example))].flat();
  const sample = samples.find(isRight);
  if (sample !== undefined) return sample;
  const against = outside.filter((glob) => groups.every((group) => group.some((one) => intersects(one, glob))));
  return walkAll({within: groups, outside: against, universe, budget});
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

interface Standing {
  readonly text: string;
  readonly within: readonly (readonly (GlobState | null)[])[];
  readonly outside: readonly (GlobState | null)[];
  readonly universe: number;
}

/** Breadth-first, so that the first text that is found is a shortest one. */
function walkAll({within, outside, universe, budget}: TextQuestion): string | null {
  const start: Standing = {
    text: '',
    within: within.map((group) => group.map((glob) => glob.start)),
    outside: outside.map((glob) => glob.start),
    universe: universe.start,
  };
  if (isLost(start)) return null;
  const seen = new Set([nameOf(start)]);
  const queue = [start];
  for (const here of queue) {
    spend(budget);
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

function isFound({within, outside, universe: at}: Standing, universe: Universe): boolean {
  return (
    universe.accepts(at) &&
    within.every((group) => group.some((state) => state?.accepts)) &&
    !outside.some((state) => state?.accepts)
  );
}

function isLost({within, outside}: Standing): boolean {
  return (
    within.some((group) => group.every((state) => state === null)) ||
    outside.some((state) => state?.acceptsAll ?? false)
  );
}

function stepAll(here: Standing, character: string, universe: Universe): Standing | null {
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

function nameOf({within, outside, universe}: Standing): string {
  const name = (states: readonly (GlobState | null)[]) => states.map((state) => state?.name ?? '').join(',');
  return `${universe};${within.map(name).join(';')};${name(outside)}`;
}

/**
 * One of the characters that no glob cares about here stands for all of them. Where a group wants certain characters, no
 * other has to be tried.
 */
function charactersWorthTrying({within, outside}: Standing, universe: Universe): Iterable<string> {
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
