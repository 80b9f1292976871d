/**
 * The globs of listener rules: `*` is any run of characters (dots and slashes too, and none at all), `?` exactly one.
 * A pattern is matched against the whole text, case-sensitively.
 * Source: Elastic Load Balancing API reference, RuleCondition.
 */

export interface GlobOptions {
  /** `\*` and `\?` stand for the characters themselves: documented for query-string conditions only. */
  readonly escapes?: boolean;
}

type Token = {readonly kind: 'literal'; readonly character: string} | {readonly kind: 'one'} | {readonly kind: 'run'};

/**
 * Whether `pattern` matches all of `text`. Patterns come from outside, so the time must not explode with the number of
 * stars: this walks the text once with the set of positions in the pattern that are still possible.
 */
export function globMatches(pattern: string, text: string, options: GlobOptions = {}): boolean {
  const tokens = tokensOf(pattern, options.escapes ?? false);
  let reached = skipRuns(tokens, [0]);
  for (const character of text) {
    const next: number[] = [];
    for (const at of reached) {
      const token = tokens[at];
      if (token === undefined) continue;
      if (token.kind === 'run') next.push(at);
      else if (token.kind === 'one' || token.character === character) next.push(at + 1);
    }
    if (next.length === 0) return false;
    reached = skipRuns(tokens, next);
  }
  return reached.has(tokens.length);
}

/** A run may be empty: standing before one is standing behind it as well. */
function skipRuns(tokens: readonly Token[], positions: readonly number[]): Set<number> {
  const reached = new Set<number>();
  for (let at of positions) {
    reached.add(at);
    while (tokens[at]?.kind === 'run') reached.add(++at);
  }
  return reached;
}

function tokensOf(pattern: string, escapes: boolean): Token[] {
  const tokens: Token[] = [];
  const characters = [...pattern];
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i] ?? '';
    const next = characters[i + 1];
    if (escapes && character === '\\' && (next === '*' || next === '?')) {
      tokens.push({kind: 'literal', character: next});
      i++;
    } else if (character === '*') tokens.push({kind: 'run'});
    else if (character === '?') tokens.push({kind: 'one'});
    else tokens.push({kind: 'literal', character});
  }
  return tokens;
}
