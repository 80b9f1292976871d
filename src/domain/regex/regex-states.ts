/** A regular expression as a set of texts: as an automaton that can be walked together with others. */

import {takes} from './character-set.ts';
import {asserted, type Before, beforeOf, type Program} from './program.ts';

/** What of a text has been seen so far, as far as the expression cares. */
export interface RegexState {
  readonly name: string;
  /** A text that ends here matches. */
  readonly accepts: boolean;
  /** Whatever follows, the text matches. */
  readonly acceptsAll: boolean;
  /** The characters that make a difference here; all others lead to one and the same state. */
  readonly literals: ReadonlySet<string>;
  /** Some character that is not a literal leads on. */
  readonly isOpen: boolean;
  /** Null: no longer possible. */
  step(character: string): RegexState | null;
}

/** @param isWhole whether the whole text has to match, or any part of it. */
export function regexStart(program: Program, isWhole: boolean): RegexState {
  const states = new Map<string, RegexState>();
  const all = everything();
  const stateAt = (places: readonly number[], before: Before): RegexState => {
    const name = `${before} ${places.join('.')}`;
    const state = states.get(name) ?? makeState(name, places, before);
    states.set(name, state);
    return state;
  };
  const makeState = (name: string, places: readonly number[], before: Before): RegexState => {
    const next = new Map<string, RegexState | null>();
    const mentioned = placesFrom(program, places).flatMap((at) => {
      const step = program.steps[at];
      return step?.kind === 'set' ? step.set : [];
    });
    // An assertion about words tells letters from all else.
    const hasBoundary = program.steps.some((step) => step.kind === 'assertion' && step.assertion.endsWith('boundary'));
    const literals = new Set(mentioned.flatMap(({characters}) => [...characters]));
    if (hasBoundary) for (const character of WORD) literals.add(character);
    const move = (character: string): RegexState | null => {
      const reached = placesFrom(program, places, {before, next: character});
      if (!isWhole && reached.some((at) => program.steps[at]?.kind === 'match')) return all;
      const after = reached.flatMap((at) => {
        const step = program.steps[at];
        return step?.kind === 'set' && takes(step.set, character) ? step.next : [];
      });
      const places2 = [...new Set(isWhole ? after : [...after, program.start])].toSorted((a, b) => a - b);
      return places2.length === 0 ? null : stateAt(places2, beforeOf(character));
    };
    const stepTo = (character: string, key: string) => {
      let state = next.get(key);
      if (state === undefined) {
        state = move(character);
        next.set(key, state);
      }
      return state;
    };
    const atEnd = placesFrom(program, places, {before, next: undefined});
    return {
      name,
      accepts: atEnd.some((at) => program.steps[at]?.kind === 'match'),
      acceptsAll: false,
      literals,
      get isOpen() {
        return stepTo(UNMENTIONED, '') !== null;
      },
      step: (character) => stepTo(character, literals.has(character) ? character : ''),
    };
  };
  return stateAt([program.start], 'nothing');
}

const WORD = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_'];
/** No pattern has it: conditions see visible ASCII only. */
const UNMENTIONED = '\u{10ffff}';

function everything(): RegexState {
  const state: RegexState = {
    name: 'all',
    accepts: true,
    acceptsAll: true,
    literals: new Set(),
    isOpen: true,
    step: () => state,
  };
  return state;
}

/**
 * The steps that wait for a character, or the match, which are reached without taking one. Without a place, all assertions
 * are taken to hold.
 */
function placesFrom(
  {steps}: Program,
  places: readonly number[],
  place?: {readonly before: Before; readonly next: string | undefined},
): number[] {
  const reached = new Set<number>();
  const open = [...places];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (reached.has(at)) continue;
    reached.add(at);
    const step = steps[at];
    if (step?.kind === 'split') open.push(...step.next);
    else if (step?.kind === 'save') open.push(step.next);
    else if (step?.kind === 'assertion' && (place === undefined || asserted(step.assertion, place.before, place.next)))
      open.push(step.next);
  }
  return [...reached].filter((at) => steps[at]?.kind === 'set' || steps[at]?.kind === 'match');
}
