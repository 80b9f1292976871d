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
  return globMatcher(pattern, options)(text);
}

/** For asking about many texts. */
export function globMatcher(pattern: string, options: GlobOptions = {}): (text: string) => boolean {
  return matcherOf(globTokens(pattern, options));
}

/**
 * Patterns come from outside, so the time must not explode with the number of runs. It need not: what can match after an
 * earlier run can match after a later one, so that only the last has ever to be tried again.
 */
export function matcherOf(tokens: readonly GlobToken[]): (text: string) => boolean {
  const wildcard = tokens.findIndex(({kind}) => kind !== 'literal');
  const literals = tokens.slice(0, wildcard < 0 ? tokens.length : wildcard);
  const head = literals.map((token) => (token.kind === 'literal' ? token.character : '')).join('');
  if (wildcard < 0) return (text) => text === head;
  return (text) => {
    if (!text.startsWith(head)) return false;
    let at = wildcard;
    let taken = head.length;
    let afterRun = -1;
    let runEndsAt = 0;
    while (taken < text.length) {
      const token = tokens[at];
      const takes = token === undefined ? 0 : unitsTaken(token, text, taken);
      if (token?.kind === 'run') {
        afterRun = ++at;
        runEndsAt = taken;
      } else if (takes > 0) {
        at++;
        taken += takes;
      } else if (afterRun >= 0) {
        at = afterRun;
        taken = ++runEndsAt;
      } else return false;
    }
    if (tokens[at]?.kind === 'run') at++;
    return at === tokens.length;
  };
}

/** How many units of UTF-16 a token takes of the text here; 0 when it takes nothing. */
function unitsTaken(token: GlobToken, text: string, at: number): number {
  if (token.kind === 'one') return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  if (token.kind === 'run') return 0;
  if (token.character.length === 1) return token.character === text[at] ? 1 : 0;
  return text.startsWith(token.character, at) ? token.character.length : 0;
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
