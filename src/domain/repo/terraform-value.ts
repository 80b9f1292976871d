import type {Json} from '../../model/outcome.ts';

/** What an expression comes to, as far as its code says. Sets are lists here, sorted and without repetitions. */
export type Value = null | boolean | number | string | readonly Value[] | ValueObject | Unknown | PartialJson;
export interface ValueObject {
  readonly [key: string]: Value;
}

/** What only Terraform can resolve: `var.on`, `aws_lb.main.arn`. */
export interface Need {
  readonly what: string;
  /** The variable of a root module that it is, by the folder of the module. */
  readonly variable?: {readonly folder: string; readonly name: string};
  /** What is known about it all the same, in a clause. */
  readonly note?: string;
}

export class Unknown {
  readonly needs: readonly Need[];
  /** A template with all that is known put in. */
  readonly text: string | null;

  constructor(needs: readonly Need[], text: string | null = null) {
    this.needs = needs;
    this.text = text;
  }
}

/** A text that `jsonencode` makes of something of which a part is not known. */
export class PartialJson {
  readonly value: Value;

  constructor(value: Value) {
    this.value = value;
  }
}

/** The expression has no value, or none that can be worked out here. */
export class Refused extends Error {}

/** Terraform would say so, and `try` goes on to the next. */
export class Missing extends Refused {}

/** All that is needed for what is not known in a value. */
export function needsOf(value: Value): readonly Need[] {
  if (value instanceof Unknown) return value.needs;
  if (value instanceof PartialJson) return needsOf(value.value);
  if (value === null || typeof value !== 'object') return [];
  return membersOf(value).flatMap(([, member]) => needsOf(member));
}

export function isKnown(value: Value): value is Json {
  return needsOf(value).length === 0;
}

/** As HCL's JSON form has it: text is escaped, and what is not known is an expression. */
export function toJson(value: Value): Json {
  if (value instanceof Unknown) return value.text ?? asExpression(value.needs);
  if (value instanceof PartialJson) return JSON.stringify(toJson(value.value));
  if (typeof value === 'string') return escaped(value);
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map(toJson);
  return Object.fromEntries(membersOf(value).map(([key, member]) => [key, toJson(member)]));
}

export function asExpression(needs: readonly Need[]): string {
  return `\${${[...new Set(needs.map(({what}) => what))].join(', ')}}`;
}

/** How HCL writes a literal `${` and `%{`. */
export function escaped(text: string): string {
  return text.replace(/[$%](?=\{)/g, (mark) => mark + mark);
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isObject(value: Value): value is ValueObject {
  return value !== null && typeof value === 'object' && !isList(value) && !isOpaque(value);
}

export function isOpaque(value: Value): value is Unknown | PartialJson {
  return value instanceof Unknown || value instanceof PartialJson;
}

/** Of a list or an object, in Terraform's order: keys are sorted. */
export function membersOf(value: readonly Value[] | ValueObject): readonly (readonly [string, Value])[] {
  if (isList(value)) return value.map((member, index) => [String(index), member]);
  return Object.entries(value).sort(([a], [b]) => compareTexts(a, b));
}

/** By code points, as Terraform sorts. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function textOf(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Refused('is not a text');
}

export function numberOf(value: Value): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw new Refused('is not a number');
  if (Number.isSafeInteger(number)) return number;
  // Terraform counts decimally and with more digits, and this machine does not: 0.1 + 0.2, 1 / 3.
  const decimal = Number(number.toPrecision(12));
  if (Math.abs(decimal - number) > Math.abs(number) * 1e-14) throw new Refused('has too many digits');
  return decimal;
}

export function booleanOf(value: Value): boolean {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new Refused('is not true or false');
}

export function isSame(a: Value, b: Value): boolean {
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b;
  if (isOpaque(a) || isOpaque(b) || isList(a) !== isList(b)) return false;
  const [left, right] = [membersOf(a), membersOf(b)];
  return (
    left.length === right.length &&
    left.every(([key, value], i) => {
      const [otherKey, other] = right[i] as readonly [string, Value];
      return key === otherKey && isSame(value, other);
    })
  );
}

/** A set of texts or of numbers, in Terraform's order; of others the order is not known. */
export function setOf(values: readonly Value[]): readonly Value[] {
  const unique = ofOneType(values).filter(
    (value, index) => values.findIndex((other) => isSame(value, other)) === index,
  );
  if (unique.every((value) => typeof value === 'number')) return [...unique].sort((a, b) => a - b);
  if (unique.every((value) => typeof value === 'string')) return [...unique].sort(compareTexts);
  if (unique.length > 1) throw new Refused('is a set whose order is not known');
  return unique;
}

/** As a list, a set or a map has them: where they differ, Terraform converts them, which is not done here. */
export function ofOneType(values: readonly Value[]): readonly Value[] {
  const kinds = new Set(values.filter((value) => value !== null).map((value) => typeof value));
  if (kinds.size > 1) throw new Refused('has values of several types');
  return values;
}

/** A value as the `type` of its variable makes it; one of objects leaves it as it is, unless it has members of its own. */
export function converted(value: Value, type: string): Value {
  if (value === null || isOpaque(value)) return value;
  if (type === 'string') return textOf(value);
  if (type === 'number') return numberOf(value);
  if (type === 'bool') return booleanOf(value);
  const [, kind, inner = ''] = /^(list|set|map)\((.*)\)$/s.exec(type.trim()) ?? [];
  if (kind === undefined && type.includes('optional(')) throw new Refused('has optional members');
  if (kind === 'map' && isObject(value)) {
    return Object.fromEntries(membersOf(value).map(([key, member]) => [key, converted(member, inner)]));
  }
  if (kind === undefined || !isList(value)) return value;
  const members = value.map((member) => converted(member, inner));
  return kind === 'set' ? setOf(members) : members;
}
