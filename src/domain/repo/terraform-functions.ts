import type {Json} from '../../model/outcome.ts';
import {
  booleanOf,
  compareTexts,
  isKnown,
  isList,
  isObject,
  isSame,
  membersOf,
  needsOf,
  numberOf,
  ofOneType,
  PartialJson,
  Refused,
  setOf,
  textOf,
  Unknown,
  type Value,
  type ValueObject,
} from './terraform-value.ts';

type TerraformFunction = (...values: readonly Value[]) => Value;

function list(value: Value | undefined): readonly Value[] {
  if (value !== undefined && isList(value)) return value;
  throw new Refused('is not a list');
}

function object(value: Value | undefined): ValueObject {
  if (value !== undefined && isObject(value)) return value;
  throw new Refused('is not a map');
}

function text(value: Value | undefined): string {
  return textOf(value ?? null);
}

function number(value: Value | undefined): number {
  return numberOf(value ?? null);
}

function texts(value: Value | undefined): readonly string[] {
  return list(value).map(textOf);
}

/** As Go writes it: keys sorted, and what HTML would take for markup escaped. */
function json(value: Json): string {
  return JSON.stringify(sorted(value)).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function sorted(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(sorted);
  const members = Object.entries(value).sort(([a], [b]) => compareTexts(a, b));
  return Object.fromEntries(members.map(([key, member]) => [key, sorted(member)]));
}

/** Go leaves a letter as it is of which there would be several. */
function byLetter(value: Value | undefined, change: (letter: string) => string): string {
  const letters = [...text(value)].map((letter) => [letter, change(letter)] as const);
  return letters.map(([before, after]) => (before.length === after.length ? after : before)).join('');
}

function flat(values: readonly Value[]): readonly Value[] {
  return values.flatMap((value) => (isList(value) ? flat(value) : [value]));
}

function parsed(source: string): Value {
  try {
    return JSON.parse(source);
  } catch {
    throw new Refused('is not JSON');
  }
}

/** Only the verbs that leave a value as it is written. */
function formatted(pattern: Value | undefined, values: readonly Value[]): string {
  let next = 0;
  const result = text(pattern).replace(/%(%|[sdv])?/g, (_, verb: string | undefined) => {
    if (verb === '%') return '%';
    if (verb === undefined || next >= values.length) throw new Refused('is a format that is not known here');
    const value = values[next] ?? null;
    next += 1;
    return verb === 'd' ? String(Math.trunc(number(value))) : text(value);
  });
  if (next !== values.length) throw new Refused('has too many values for its format');
  return result;
}

/** Those that code decides by, of https://developer.hashicorp.com/terraform/language/functions; all are given what is known. */
export const FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  abs: (value) => Math.abs(number(value)),
  alltrue: (values) => list(values).every((value) => booleanOf(value)),
  anytrue: (values) => list(values).some((value) => booleanOf(value)),
  ceil: (value) => Math.ceil(number(value)),
  coalesce: (...values) => {
    const found = values.find((value) => value !== null && value !== '');
    if (found === undefined) throw new Refused('has no value');
    return found;
  },
  coalescelist: (...values) => {
    const found = values.find((value) => isList(value) && value.length > 0);
    if (found === undefined) throw new Refused('has no value');
    return found;
  },
  compact: (values) => list(values).filter((value) => value !== null && value !== ''),
  concat: (...values) => values.flatMap(list),
  contains: (values, wanted) => list(values).some((value) => isSame(value, wanted ?? null)),
  distinct: (values) =>
    list(values).filter((value, i) => list(values).findIndex((other) => isSame(value, other)) === i),
  element: (values, index) => {
    const all = list(values);
    if (all.length === 0 || number(index) < 0) throw new Refused('has no such element');
    return all[number(index) % all.length] ?? null;
  },
  endswith: (value, end) => text(value).endsWith(text(end)),
  flatten: (values) => flat(list(values)),
  floor: (value) => Math.floor(number(value)),
  format: (pattern, ...values) => formatted(pattern, values),
  index: (values, wanted) => {
    const found = list(values).findIndex((value) => isSame(value, wanted ?? null));
    if (found < 0) throw new Refused('is not in the list');
    return found;
  },
  join: (separator, ...values) => values.flatMap(texts).join(text(separator)),
  jsondecode: (value) => parsed(text(value)),
  jsonencode: (value = null) => (isKnown(value) ? json(value) : new PartialJson(value)),
  keys: (value) => membersOf(object(value)).map(([key]) => key),
  length: (value = null) => {
    if (typeof value === 'string') return [...value].length;
    return membersOf(isList(value) ? value : object(value)).length;
  },
  lookup: (value, key, fallback) => {
    const name = text(key);
    if (Object.hasOwn(object(value), name)) return object(value)[name] ?? null;
    if (fallback === undefined) throw new Refused('has no such key');
    return fallback;
  },
  lower: (value) => byLetter(value, (letter) => letter.toLowerCase()),
  max: (...values) => Math.max(...values.map(numberOf)),
  merge: (...values) => Object.assign({}, ...values.filter((value) => value !== null).map(object)),
  min: (...values) => Math.min(...values.map(numberOf)),
  nonsensitive: (value = null) => value,
  one: (values) => {
    const all = list(values);
    if (all.length > 1) throw new Refused('has more than one element');
    return all[0] ?? null;
  },
  range: (...values) => {
    const [start = 0, limit = 0] = values.length === 1 ? [0, number(values[0])] : values.map(numberOf);
    const length = limit - start;
    if (values.length > 2 || length < 0 || length > 1024) throw new Refused('is a range that is not known here');
    return Array.from({length}, (_, index) => start + index);
  },
  replace: (value, wanted, by) => {
    if (/^\/.*\/$/s.test(text(wanted))) throw new Refused('replaces by a regular expression');
    return text(value).replaceAll(text(wanted), () => text(by));
  },
  reverse: (values) => list(values).toReversed(),
  setunion: (...values) => setOf(values.flatMap(list)),
  slice: (values, start, end) => {
    if (number(start) < 0 || number(end) > list(values).length || number(start) > number(end)) {
      throw new Refused('is out of bounds');
    }
    return list(values).slice(number(start), number(end));
  },
  sort: (values) => [...texts(values)].sort(compareTexts),
  split: (separator, value) => text(value).split(text(separator)),
  startswith: (value, start) => text(value).startsWith(text(start)),
  strcontains: (value, part) => text(value).includes(text(part)),
  sum: (values) => list(values).reduce<number>((sum, value) => sum + numberOf(value), 0),
  tobool: (value = null) => (value === null ? null : booleanOf(value)),
  tolist: (value) => ofOneType(list(value)),
  tomap: (value) => {
    ofOneType(Object.values(object(value)));
    return object(value);
  },
  tonumber: (value = null) => (value === null ? null : numberOf(value)),
  toset: (value) => setOf(list(value)),
  tostring: (value = null) => (value === null ? null : textOf(value)),
  trimprefix: (value, prefix) =>
    text(value).startsWith(text(prefix)) ? text(value).slice(text(prefix).length) : text(value),
  trimspace: (value) => text(value).trim(),
  trimsuffix: (value, suffix) =>
    text(suffix) !== '' && text(value).endsWith(text(suffix))
      ? text(value).slice(0, -text(suffix).length)
      : text(value),
  upper: (value) => byLetter(value, (letter) => letter.toUpperCase()),
  values: (value) => membersOf(object(value)).map(([, member]) => member),
  zipmap: (names, values) => Object.fromEntries(texts(names).map((name, index) => [name, list(values)[index] ?? null])),
};

/** Whose result may hold what is not known, as it does not look into its values. */
const LOOK_NOT_INSIDE: ReadonlySet<string> = new Set([
  'concat',
  'jsonencode',
  'keys',
  'length',
  'lookup',
  'merge',
  'tolist',
  'tomap',
]);

/** The value of a call, not known where one of its arguments is not, or the function. */
export function callFunction(name: string, values: readonly Value[], source: string): Value {
  const called = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  const looksInside = !LOOK_NOT_INSIDE.has(name);
  const needs = values.flatMap((value) => (looksInside || value instanceof Unknown ? needsOf(value) : []));
  if (called === undefined && values.every(isKnown)) return new Unknown([{what: source}]);
  if (needs.length > 0 || called === undefined) return new Unknown(values.flatMap(needsOf));
  return called(...values);
}
