/** Globs as sets of texts: as automata that can be walked together, and whether two of them share a text. */

import {type GlobOptions, type GlobToken, globTokens, matcherOf} from './glob.ts';

/** A glob prepared for many questions: its states are made when a text first leads there, and kept. */
export interface Glob {
  readonly pattern: string;
  /** Not a glob but a regular expression: it has states, and neither tokens nor an example. */
  readonly isRegex: boolean;
  readonly tokens: readonly GlobToken[];
  /** What every text begins and ends with. */
  readonly head: string;
  readonly tail: string;
  readonly start: GlobState;
  matches(text: string): boolean;
  /** A text that matches it and is easy to read. */
  readonly example: string;
  /** The tokens before the first run and after the last, and what stands between, from run to run; null without a run. */
  readonly ends: GlobEnds | null;
  /** Whether it shares a text with each other glob: filled by {@link intersects}. */
  readonly met: Map<Glob, boolean>;
}

interface GlobEnds {
  readonly before: readonly GlobToken[];
  readonly between: readonly GlobToken[];
  readonly after: readonly GlobToken[];
}

/** What of a text has been seen so far, as far as this glob cares. There is none for "no longer possible". */
export interface GlobState {
  readonly name: string;
  readonly accepts: boolean;
  /** Whatever follows, the text matches. */
  readonly acceptsAll: boolean;
  /** The characters that make a difference here; all others lead to one and the same state. */
  readonly literals: ReadonlySet<string>;
  /** Some character that is not a literal leads on. */
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
  let start: GlobState | undefined;
  const first = tokens.findIndex(isWildcard);
  return {
    pattern,
    isRegex: false,
    tokens,
    head: textsOf(tokens.slice(0, first < 0 ? tokens.length : first)),
    tail: textsOf(tokens.slice(tokens.findLastIndex(isWildcard) + 1)),
    // Most questions are answered by an example: states are needed only for the rest.
    get start() {
      start ??= stateAt(globStart(tokens));
      return start;
    },
    matches: matcherOf(tokens),
    example: textsOf(tokens),
    ends: endsOf(tokens),
    met: new Map(),
  };
}

function endsOf(tokens: readonly GlobToken[]): GlobEnds | null {
  const first = tokens.findIndex(({kind}) => kind === 'run');
  if (first < 0) return null;
  const last = tokens.findLastIndex(({kind}) => kind === 'run');
  return {
    before: tokens.slice(0, first),
    between: tokens.slice(first, last + 1),
    after: tokens.slice(last + 1),
  };
}

function isWildcard({kind}: GlobToken): boolean {
  return kind !== 'literal';
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
 * Where in the pattern a match can be, as positions between its tokens, ascending. Patterns come from outside, so the
 * time must not explode with the number of runs: all that is possible is followed at once.
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

/** Whether some text matches both; of a regular expression, whether one may. */
export function intersects(a: Glob, b: Glob): boolean {
  // Found out when they are walked.
  if (a.isRegex || b.isRegex) return true;
  if (!a.head.startsWith(b.head) && !b.head.startsWith(a.head)) return false;
  if (!a.tail.endsWith(b.tail) && !b.tail.endsWith(a.tail)) return false;
  let met = a.met.get(b);
  if (met === undefined) {
    met = a.ends !== null && b.ends !== null ? endsAgree(a.ends, b.ends) : walkBoth(a.tokens, b.tokens) !== null;
    a.met.set(b, met);
    b.met.set(a, met);
  }
  return met;
}

/** A text that matches both; null when there is none. */
export function sharedText(a: Glob, b: Glob): string | null {
  if (a.isRegex || b.isRegex) return null;
  if (a.ends === null || b.ends === null) return walkBoth(a.tokens, b.tokens);
  return intersects(a, b) ? joined(a.ends, b.ends) : null;
}

/**
 * Two patterns with runs share a text unless they want different characters at its start or at its end: whatever one
 * wants in between, a run of the other takes.
 */
function endsAgree(a: GlobEnds, b: GlobEnds): boolean {
  return agree(a.before, b.before, 0) && agree(a.after, b.after, b.after.length - a.after.length);
}

/** Each token of `some` with the one of `others` that is so many places further on, where there is one. */
function agree(some: readonly GlobToken[], others: readonly GlobToken[], further: number): boolean {
  return some.every((token, i) => takeTheSame(token, others[i + further] ?? token));
}

function joined(a: GlobEnds, b: GlobEnds): string {
  const before = a.before.length > b.before.length ? overlaid(a.before, b.before, 0) : overlaid(b.before, a.before, 0);
  const longer = a.after.length - b.after.length;
  const after = longer > 0 ? overlaid(a.after, b.after, -longer) : overlaid(b.after, a.after, longer);
  // One run does for two that have nothing else between them.
  const between =
    a.between.length === 1 ? b.between : b.between.length === 1 ? a.between : [...a.between, ...b.between];
  return before + textsOf(between) + after;
}

/** What the tokens take, with the characters that the others want where any will do. */
function overlaid(tokens: readonly GlobToken[], others: readonly GlobToken[], further: number): string {
  return textsOf(tokens.map((token, i) => (token.kind === 'literal' ? token : (others[i + further] ?? token))));
}

/** For all others: walks both patterns at once; a run ends, or takes whatever the other pattern wants next. */
function walkBoth(a: readonly GlobToken[], b: readonly GlobToken[]): string | null {
  const width = b.length + 1;
  const seen = new Uint8Array((a.length + 1) * width);
  const open: {readonly cell: number; readonly text: string}[] = [{cell: 0, text: ''}];
  for (let here = open.pop(); here !== undefined; here = open.pop()) {
    const {cell, text} = here;
    if (seen[cell] === 1) continue;
    seen[cell] = 1;
    const left = a[Math.floor(cell / width)];
    const right = b[cell % width];
    if (left === undefined && right === undefined) return text;
    if (left?.kind === 'run') open.push({cell: cell + width, text});
    if (right?.kind === 'run') open.push({cell: cell + 1, text});
    if (left?.kind === 'run' && right !== undefined) open.push({cell: cell + 1, text: text + textOf(right)});
    if (right?.kind === 'run' && left !== undefined) open.push({cell: cell + width, text: text + textOf(left)});
    if (left !== undefined && right !== undefined && takeTheSame(left, right)) {
      open.push({cell: cell + width + 1, text: text + textOf(left.kind === 'literal' ? left : right)});
    }
  }
  return null;
}

function textsOf(tokens: readonly GlobToken[]): string {
  return tokens.map(textOf).join('');
}

/** What a token takes, as an example: a run takes something too, because `//` is not a plain path. */
function textOf(token: GlobToken): string {
  return token.kind === 'literal' ? token.character : 'x';
}

function takeTheSame(a: GlobToken, b: GlobToken): boolean {
  if (a.kind === 'run' || b.kind === 'run') return false;
  return a.kind === 'one' || b.kind === 'one' || a.character === b.character;
}
