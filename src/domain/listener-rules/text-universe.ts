/**
 * Which texts a part of a request can be. Each part has two universes: the plain texts, about which it is documented how
 * rules see them and from which examples are made, and all texts, about which "none" has to be proved. How the unusual
 * ones between them (`//` in a path, `%41`, an empty label) are normalised before they are compared is not documented;
 * but whatever comes out of it is a text, so what holds for all texts holds for them.
 */
export interface Universe {
  readonly start: number;
  /** Null: no text goes on with this character here. Special characters apart, all ordinary ones lead the same way. */
  step(state: number, character: string): number | null;
  accepts(state: number): boolean;
  readonly special: readonly string[];
  /** The characters that mean nothing to the universe, the most readable first. */
  readonly ordinary: readonly string[];
  /** A text that is more readable than the shortest one. */
  readonly sample: string | null;
}

export interface UniversePair {
  readonly plain: Universe;
  readonly all: Universe;
}

const LOWER = [...'xabcdefghijklmnopqrstuvwyz'];
const UPPER = LOWER.map((letter) => letter.toUpperCase());
const DIGITS = [...'0123456789'];

/** Conditions see visible ASCII only. Those of fields without case are compared in lower case. */
const ALL_LOWER = [...LOWER, ...DIGITS, ...' !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'];
const ALL = [...ALL_LOWER, ...UPPER];

/** Marks the end of a query pair's key: a control character, so that no condition holds it. */
export const KEY_END = '\n';

/** Labels of letters, digits and inner hyphens between single dots. */
export const HOSTS: UniversePair = {
  plain: automaton({
    ordinary: [...LOWER, ...DIGITS],
    special: {
      '-': {label: 'hyphen', hyphen: 'hyphen'},
      '.': {label: 'start'},
    },
    ordinarily: {start: 'label', label: 'label', hyphen: 'label'},
    ends: ['label'],
    sample: 'any.example.com',
  }),
  all: automaton({ordinary: ALL_LOWER, special: {}, ordinarily: {start: 'start'}, ends: ['start']}),
};

/** No `//`, no segment `.` or `..`, and only characters that are allowed in a path unencoded. */
export const PATHS: UniversePair = {
  plain: automaton({
    ordinary: [...LOWER, ...DIGITS, ...UPPER, ..."-_~$&'()*+,;=:@!"],
    special: {
      '/': {start: 'slash', name: 'slash'},
      '.': {slash: 'dot', dot: 'dots', dots: 'name', name: 'name'},
    },
    ordinarily: {slash: 'name', dot: 'name', dots: 'name', name: 'name'},
    ends: ['slash', 'name'],
  }),
  all: automaton({
    ordinary: ALL.filter((character) => character !== '/'),
    special: {'/': {start: 'rest', rest: 'rest'}},
    ordinarily: {rest: 'rest'},
    ends: ['rest'],
  }),
};

/** Not empty, no blanks at either end: a recipient takes those off. */
export const HEADER_VALUES: UniversePair = {
  plain: automaton({
    ordinary: ALL_LOWER.filter((character) => character !== ' '),
    special: {' ': {text: 'blank', blank: 'blank'}},
    ordinarily: {start: 'text', text: 'text', blank: 'text'},
    ends: ['text'],
  }),
  all: automaton({ordinary: ALL_LOWER, special: {}, ordinarily: {start: 'start'}, ends: ['start']}),
};

/** One pair, with {@link KEY_END} between key and value; plain: nothing that would be encoded. */
export const QUERY_PAIRS: UniversePair = {
  plain: automaton({
    ordinary: [...LOWER, ...DIGITS, ..."-._~!$'()*,;:@/?"],
    special: {[KEY_END]: {key: 'value'}, '=': {value: 'value'}},
    ordinarily: {start: 'key', key: 'key', value: 'value'},
    ends: ['value'],
  }),
  all: automaton({
    ordinary: ALL_LOWER,
    special: {[KEY_END]: {start: 'value'}},
    ordinarily: {start: 'start', value: 'value'},
    ends: ['value'],
  }),
};

/** From which state to which; from any other there is no way. */
type Moves = Readonly<Record<string, string>>;

interface Shape {
  readonly ordinary: readonly string[];
  readonly special: Readonly<Record<string, Moves>>;
  /** Where an ordinary character leads. */
  readonly ordinarily: Moves;
  readonly ends: readonly string[];
  readonly sample?: string;
}

/** The first state is the one called `start`. */
function automaton({ordinary, special, ordinarily, ends, sample}: Shape): Universe {
  const names = [...new Set(['start', ...[ordinarily, ...Object.values(special)].flatMap(Object.entries).flat()])];
  const table = (moves: Moves) => names.map((name) => (moves[name] === undefined ? -1 : names.indexOf(moves[name])));
  const known = new Set(ordinary);
  const onOrdinary = table(ordinarily);
  const onSpecial = new Map(Object.entries(special).map(([character, moves]) => [character, table(moves)]));
  const accepting = names.map((name) => ends.includes(name));
  return {
    start: 0,
    step(state, character) {
      const next = (onSpecial.get(character) ?? (known.has(character) ? onOrdinary : []))[state] ?? -1;
      return next < 0 ? null : next;
    },
    accepts: (state) => accepting[state] ?? false,
    special: Object.keys(special),
    ordinary,
    sample: sample ?? null,
  };
}
