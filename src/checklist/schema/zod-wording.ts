import type {z} from 'zod';
import {didYouMean} from '../../model/text/did-you-mean.ts';
import {either} from '../../model/text/either.ts';
import {describe, withDidYouMean, written} from '../phrases.ts';

/** What zod wants, as a person says it. */
const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  null: 'empty',
};

const FORMATS: Readonly<Record<string, string>> = {
  url: 'a URL',
  date: 'a date (YYYY-MM-DD)',
  datetime: 'a time with zone, such as 2026-11-22T09:30:00Z',
  cidrv4: 'an IPv4 CIDR',
  cidrv6: 'an IPv6 CIDR',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
};

/**
 * The predicate of a message, its subject (a key) to be put in front. A schema's own message comes before this one.
 * For unknown keys: one line per key, the key that was probably meant or nothing.
 */
export const wording: z.core.$ZodErrorMap = (issue) => {
  const is = `is ${describe(issue.input ?? null)}`;
  switch (issue.code) {
    case 'invalid_type':
      if (issue.expected === 'int' && typeof issue.input === 'number') return `${is}, not a whole number`;
      return `${is}, not ${KINDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value': {
      const candidates = typeof issue.input === 'string' ? issue.values.map(String) : [];
      return withDidYouMean(`is ${written(issue.input)}, not ${oneOf(issue.values)}`, String(issue.input), candidates);
    }
    case 'too_small':
      if (issue.origin === 'string') return 'is an empty text';
      if (issue.origin === 'array')
        return Number(issue.minimum) <= 1 ? 'is an empty list' : `has fewer than ${issue.minimum} entries`;
      return `${is}, ${issue.inclusive === false ? 'not more' : 'less'} than ${issue.minimum}`;
    case 'too_big':
      if (issue.origin === 'string') return `is longer than ${issue.maximum} characters`;
      if (issue.origin === 'array') return `has more than ${issue.maximum} entries`;
      return `${is}, ${issue.inclusive === false ? 'not less' : 'more'} than ${issue.maximum}`;
    case 'invalid_format':
      return `${is}, not ${FORMATS[issue.format] ?? `of the form ${issue.pattern ?? issue.format}`}`;
    case 'unrecognized_keys': {
      const known = keysOf(issue.inst);
      return issue.keys.map((key) => didYouMean(key, known)).join('\n');
    }
    case 'invalid_union':
      return `${is}, not ${either(kindsOf(issue.errors))}`;
    default:
      return undefined;
  }
};

function oneOf(values: readonly unknown[]): string {
  const words = values.map((value) => String(value));
  return words.length === 1 ? words.join('') : `one of ${words.join(', ')}`;
}

function keysOf(schema: unknown): string[] {
  return schema instanceof Object && 'shape' in schema ? Object.keys(schema.shape as object) : [];
}

/** What each branch would take: the end of its message, `…, not a list`. */
function kindsOf(branches: readonly (readonly z.core.$ZodIssue[])[]): string[] {
  const messages = branches.map(([issue]) => issue?.message ?? '');
  return [...new Set(messages.map((message) => message.slice(message.lastIndexOf(' not ') + ' not '.length)))];
}

/**
 * The issues of a parse, unions opened: of a union's branches, the one that the value was meant for gives the message:
 * the one whose kind it has. When none has, the union itself speaks.
 */
export function flatten(issues: readonly z.core.$ZodIssue[], prefix: PropertyKey[] = []): z.core.$ZodIssue[] {
  return issues.flatMap((issue) => {
    const path = [...prefix, ...issue.path];
    if (issue.code !== 'invalid_union') return [{...issue, path}];
    const meant = issue.errors.filter((branch) => !branch.some((inner) => isOtherKind(inner)));
    return meant.length === 1 && meant[0] !== undefined ? flatten(meant[0], path) : [{...issue, path}];
  });
}

function isOtherKind(issue: z.core.$ZodIssue): boolean {
  return issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
}

/** Whether the place could be read, were its text a number or a boolean; the path to it. */
export function wantedFromText(issue: z.core.$ZodIssue): 'number' | 'boolean' | null {
  const inner = issue.code === 'invalid_union' ? issue.errors.flat() : [issue];
  for (const candidate of inner) {
    if (candidate.code !== 'invalid_type' || (candidate !== issue && candidate.path.length > 0)) continue;
    if (candidate.expected === 'number' || candidate.expected === 'int') return 'number';
    if (candidate.expected === 'boolean') return 'boolean';
  }
  return null;
}
