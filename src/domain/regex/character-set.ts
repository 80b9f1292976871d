/** The characters that one place of a regular expression takes: these, or all but these. */
export interface CharacterSet {
  readonly characters: ReadonlySet<string>;
  readonly isNegated: boolean;
}

export function takes({characters, isNegated}: CharacterSet, character: string): boolean {
  return characters.has(character) !== isNegated;
}

export function setOf(text: Iterable<string>, isNegated = false): CharacterSet {
  return {characters: new Set(text), isNegated};
}

const ASCII = Array.from({length: 128}, (_, code) => String.fromCharCode(code));
const DIGITS = ASCII.filter((character) => /\d/.test(character));
const SPACES = [...'\t\n\f\r '];
const WORD = ASCII.filter(isWordCharacter);

export function isWordCharacter(character: string): boolean {
  return /^\w$/.test(character);
}

/** `\d`, `\S` and the like by their letter; undefined where there is none of that letter. */
export const PERL_CLASSES: ReadonlyMap<string, CharacterSet> = new Map(
  Object.entries({d: DIGITS, s: SPACES, w: WORD}).flatMap(([letter, characters]) => [
    [letter, setOf(characters)],
    [letter.toUpperCase(), setOf(characters, true)],
  ]),
);

/** `[[:alpha:]]` and the like by their name. */
export const POSIX_CLASSES: ReadonlyMap<string, CharacterSet> = new Map(
  Object.entries({
    alnum: /[a-z\d]/i,
    alpha: /[a-z]/i,
    ascii: /./s,
    blank: /[\t ]/,
    digit: /\d/,
    lower: /[a-z]/,
    space: /[\t-\r ]/,
    upper: /[A-Z]/,
    word: /\w/,
    xdigit: /[\da-f]/i,
    punct: /[!-/:-@[-`{-~]/,
  }).map(([name, pattern]) => [name, setOf(ASCII.filter((character) => pattern.test(character)))]),
);

/** Any character but the end of a line. */
export const ANY_IN_LINE = setOf('\n', true);
export const ANY = setOf('', true);

export function union(some: CharacterSet, others: CharacterSet): CharacterSet {
  if (!some.isNegated && !others.isNegated) return setOf([...some.characters, ...others.characters]);
  // All but what neither takes.
  const left = [...some.characters, ...others.characters];
  return setOf(
    left.filter((character) => !takes(some, character) && !takes(others, character)),
    true,
  );
}

export function complement({characters, isNegated}: CharacterSet): CharacterSet {
  return {characters, isNegated: !isNegated};
}

/** With the other case of each letter that it takes. */
export function withoutCase(set: CharacterSet): CharacterSet {
  const letters = ASCII.filter((character) => /[a-z]/i.test(character) && takes(set, character));
  return union(set, setOf(letters.flatMap((letter) => [letter.toLowerCase(), letter.toUpperCase()])));
}

/** Whether case makes no difference to it. */
export function isWithoutCase(set: CharacterSet): boolean {
  return ASCII.every((character) => takes(set, character.toLowerCase()) === takes(set, character.toUpperCase()));
}
