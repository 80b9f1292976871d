import {findRegex} from '../regex/find-regex.ts';
import {compileRegex, type Program} from '../regex/program.ts';
import {type RegexState, regexStart} from '../regex/regex-states.ts';
import type {Glob} from './glob-sets.ts';

/**
 * The regexes of listener rules. Whether one has to match the whole text or a part of it, and whether case counts, is not
 * documented: each reading is computed, and what all agree on is known.
 * Source: the ALB user guide (rule condition types, regex matching), which gives neither.
 */
export function regexMatcher(pattern: string): (text: string) => boolean | 'unknown' {
  const programs = [false, true].map((ignoresCase) => compileRegex(pattern, {ignoresCase}));
  const known = programs.flatMap((program) => program ?? []);
  if (known.length < programs.length) return () => 'unknown';
  return (text) => {
    if (known.every((program) => findRegex(program, text) === null)) return false;
    const isSure = known.every((program) => matchesWhole(program, text));
    return isSure || 'unknown';
  };
}

function matchesWhole(program: Program, text: string): boolean {
  let state: ReturnType<typeof regexStart> | null = regexStart(program, true);
  for (const character of text) state = state?.step(character) ?? null;
  return state?.accepts ?? false;
}

export interface RegexGlobs {
  /** A text of these matches, however the regex is read; `isForAll`: and so do all that differ from it in case. */
  readonly sure: readonly Glob[];
  readonly isForAll: boolean;
  /** Any other text does not match; null: any may. */
  readonly possible: readonly Glob[] | null;
}

/** @param hasCase whether two texts that differ in case alone are two; else texts are given in lower case. */
export function regexGlobs(pattern: string, hasCase: boolean): RegexGlobs {
  const [exact, folded] = [false, true].map((ignoresCase) => compileRegex(pattern, {ignoresCase}));
  if (!exact || !folded) return {sure: [], isForAll: false, possible: null};
  // `[^a-z]` takes an A only where case counts: there one reading does not hold the other.
  const isOrdered = exact.hasPlainSets || exact.isWithoutCase;
  const readings = isOrdered ? [exact] : [exact, folded];
  const wholly = readings.map((program) => regexStart(program, true)).reduce(both);
  const isWhole = (text: string) => readings.every((program) => matchesWhole(program, text));
  const isPart = (program: Program) => (text: string) => findRegex(program, text) !== null;
  return {
    sure: [globOf(pattern, wholly, isWhole)],
    isForAll: hasCase || exact.isWithoutCase,
    possible:
      isOrdered || hasCase
        ? (isOrdered ? [folded] : [exact, folded]).map((program) =>
            globOf(pattern, regexStart(program, false), isPart(program)),
          )
        : null,
  };
}

/** Texts that both take. */
function both(a: RegexState, b: RegexState): RegexState {
  return {
    name: `${a.name}&${b.name}`,
    accepts: a.accepts && b.accepts,
    acceptsAll: a.acceptsAll && b.acceptsAll,
    literals: new Set([...a.literals, ...b.literals]),
    get isOpen() {
      return a.isOpen && b.isOpen;
    },
    step(character) {
      const [left, right] = [a.step(character), b.step(character)];
      return left === null || right === null ? null : both(left, right);
    },
  };
}

function globOf(pattern: string, start: RegexState, matches: (text: string) => boolean): Glob {
  return {
    pattern,
    isRegex: true,
    tokens: [],
    head: '',
    tail: '',
    start,
    matches,
    example: '',
    ends: null,
    met: new Map(),
  };
}
