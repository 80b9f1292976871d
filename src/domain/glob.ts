/**
 * The globs of listener rules: `*` is any run of characters (dots and slashes too, and none at all), `?` exactly one.
 * A pattern is matched against the whole text, case-sensitively.
 * Source: Elastic Load Balancing API reference, RuleCondition.
 */

export interface GlobOptions {
  /** `\*` and `\?` stand for the characters themselves: documented for query-string conditions only. */
  readonly escapes?: boolean;
}

export type GlobToken =
  | {readonly kind: 'literal'; readonly character: string}
  | {readonly kind: 'one'}
  | {readonly kind: 'run'};

/** Whether `pattern` matches all of `text`. */
export function globMatches(pattern: string, text: string, options: GlobOptions = {}): boolean {
  const tokens = globTokens(pattern, options);
  let reached = globStart(tokens);
  for (const character of text) {
    reached = globStep(tokens, reached, character);
    if (reached.length === 0) return false;
  }
  return reached.at(-1) === tokens.length;
}

/** The pattern's tokens; runs that follow each other are one. */
export function globTokens(pattern: string, {escapes = false}: GlobOptions = {}): GlobToken[] {
  const tokens: GlobToken[] = [];
  const characters = [...pattern];
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i] ?? '';
    const next = characters[i + 1];
    if (escapes && character === '\\' && (next === '*' || next === '?')) {
      tokens.push({kind: 'literal', character: next});
      i++;
    } else if (character === '*') {
      if (tokens.at(-1)?.kind !== 'run') tokens.push({kind: 'run'});
    } else if (character === '?') tokens.push({kind: 'one'});
    else tokens.push({kind: 'literal', character});
  }
  return tokens;
}

/**
 * Where in the pattern one can stand, as positions between its tokens, ascending. Patterns come from outside, so the time
 * must not explode with the number of stars: all that is possible is followed at once.
 */
export type GlobPositions = readonly number[];

/** Before the first character of a text. */
export function globStart(tokens: readonly GlobToken[]): GlobPositions {
  return tokens[0]?.kind === 'run' ? [0, 1] : [0];
}

/** After one more character; empty when no text that goes on from here can match. */
export function globStep(tokens: readonly GlobToken[], from: GlobPositions, character: string): GlobPositions {
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
