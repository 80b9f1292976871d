/** The conditions of listener rules as sets of values, each about one part of a request. */

import type {RuleCondition} from '../../model/facts/aws-facts.ts';
import {isRedacted} from '../../model/facts/shown-conditions.ts';
import {contains, holes, type IpRange, parseAddress, parseCidr, toCidrs} from '../network/cidr.ts';
import {type Budget, findText} from './find-text.ts';
import {type Glob, intersects, makeGlob} from './glob-sets.ts';
import {regexGlobs} from './regex-sets.ts';
import {HEADER_VALUES, HOSTS, KEY_END, PATHS, QUERY_PAIRS, type UniversePair} from './text-universe.ts';

/** `host`, `path`, `method`, `source`, `query`, `header x-env`; one of its own for what this version does not know. */
export type RequestPart = string;

interface OfOnePart {
  /** Equal conditions have the same id. */
  readonly id: number;
  readonly part: RequestPart;
  /** It holds values that cannot be judged (a regex, one left out of a recording), beside those that are given here. */
  readonly isOpaque: boolean;
}

export type ConditionSet = OfOnePart &
  (
    | {
        readonly kind: 'text';
        /** What certainly meets it, in any case that it may be written in. */
        readonly globs: readonly Glob[];
        /** What does so as it is written here: a regex may mind case. */
        readonly asWritten: readonly Glob[];
        /** What may meet it beside those; null: anything may. */
        readonly maybe: readonly Glob[] | null;
      }
    | {readonly kind: 'method'; readonly methods: readonly string[]}
    | {readonly kind: 'source'; readonly ranges: readonly IpRange[]}
    | {readonly kind: 'unknown'}
  );

/**
 * How conditions that cannot be judged count. `sure`: they are assumed not to help, and examples are plain texts, so
 * that what is found does exist. `possible`: they are assumed to help, over all texts, so that where nothing is found
 * nothing exists.
 */
export type View = 'sure' | 'possible';

/** Equal conditions and equal globs of a listener are made once: rules share hosts. */
export function conditionSets(): (condition: RuleCondition) => ConditionSet {
  const globs = new Map<string, Glob>();
  const glob = (pattern: string, escapes = false) => {
    const key = `${escapes}${pattern}`;
    const made = globs.get(key) ?? makeGlob(pattern, {escapes});
    globs.set(key, made);
    return made;
  };
  const sets = new Map<string, ConditionSet>();
  return (condition) => {
    const text = JSON.stringify(condition);
    // What was taken out of two need not have been the same.
    const key = isRedacted(text) ? `${text} ${sets.size}` : text;
    const set = sets.get(key) ?? {id: sets.size, ...setOf(condition, glob)};
    sets.set(key, set);
    return set;
  };
}

type Unnumbered<Set> = Set extends unknown ? Omit<Set, 'id'> : never;

function setOf(condition: RuleCondition, glob: (pattern: string, escapes?: boolean) => Glob): Unnumbered<ConditionSet> {
  switch (condition.field) {
    case 'host-header':
      return textSet(
        'host',
        condition.values.map((value) => glob(value.toLowerCase())),
        condition.regexValues,
      );
    case 'path-pattern':
      return textSet(
        'path',
        condition.values.map((value) => glob(value)),
        condition.regexValues,
      );
    case 'http-header': {
      const part = `header ${condition.name.toLowerCase()}`;
      const known = condition.values.filter((value) => !isRedacted(value));
      const set = textSet(
        part,
        known.map((value) => glob(value.toLowerCase())),
        condition.regexValues,
      );
      return known.length < condition.values.length ? {...set, isOpaque: true, maybe: null} : set;
    }
    case 'query-string': {
      const pairGlob = (key: string | null, value: string) =>
        glob(`${key ?? '*'}${KEY_END}${value}`.toLowerCase(), true);
      const known = condition.pairs.filter(({value}) => !isRedacted(value));
      const lost = condition.pairs.filter(({value}) => isRedacted(value));
      return {
        part: 'query',
        kind: 'text',
        isOpaque: lost.length > 0,
        globs: known.map(({key, value}) => pairGlob(key, value)),
        asWritten: [],
        maybe: lost.map(({key}) => pairGlob(key, '*')),
      };
    }
    case 'http-request-method':
      return {part: 'method', kind: 'method', isOpaque: false, methods: condition.values};
    case 'source-ip': {
      const ranges = condition.values.map(parseCidr).filter((range) => range !== null);
      return {part: 'source', kind: 'source', isOpaque: ranges.length < condition.values.length, ranges};
    }
    case 'unknown':
      return {part: `unknown ${condition.name}`, kind: 'unknown', isOpaque: true};
  }
}

/** Case counts in paths alone; what a recording left of a regex matches nobody knows what. */
function textSet(part: RequestPart, globs: readonly Glob[], regexValues: readonly string[]) {
  const regexes = regexValues.map((value) =>
    isRedacted(value) ? {sure: [], isForAll: false, possible: null} : regexGlobs(value, part === 'path'),
  );
  const isAnything = regexes.some(({possible}) => possible === null);
  return {
    part,
    kind: 'text',
    isOpaque: regexValues.length > 0,
    globs: [...globs, ...regexes.flatMap(({sure, isForAll}) => (isForAll ? sure : []))],
    asWritten: regexes.flatMap(({sure, isForAll}) => (isForAll ? [] : sure)),
    maybe: isAnything ? null : regexes.flatMap(({possible}) => possible ?? []),
  } as const;
}

/** Whether the condition holds of a part with these values: none where a header or a query is absent. */
export function holds(set: ConditionSet, values: readonly string[], view: View): boolean {
  if (set.kind === 'unknown') return view === 'sure';
  if (mayHoldOfAll(set, view)) return values.length > 0;
  return values.some((value) => {
    if (set.kind === 'text') return reckonedGlobs(set, view).some((glob) => glob.matches(value));
    if (set.kind === 'method') return set.methods.includes(value);
    const address = parseAddress(value);
    return address !== null && set.ranges.some((range) => contains(range, address));
  });
}

/** Whether it has to be considered for every value there is. */
function mayHoldOfAll(set: ConditionSet, view: View): boolean {
  return view === 'sure' && set.isOpaque && !(set.kind === 'text' && set.maybe !== null);
}

/** The values it has to be considered for, where these are not all. */
function reckonedGlobs(set: ConditionSet, view: View): readonly Glob[] {
  if (set.kind !== 'text') return [];
  return view === 'sure' ? [...set.globs, ...(set.maybe ?? [])] : set.globs;
}

/** Whether every request meets it; quick and approximate: true only where that is plain. */
export function holdsOfAll(set: ConditionSet): boolean {
  return set.kind === 'source' && EVERYWHERE.every((all) => holes(all, set.ranges).length === 0);
}

/** Quick and approximate: false only when no request can meet both. */
export function mayMeet(a: ConditionSet, b: ConditionSet): boolean {
  if (a.part !== b.part || a === b) return true;
  if (a.kind === 'method' && b.kind === 'method') return a.methods.some((method) => b.methods.includes(method));
  if (a.kind !== 'text' || b.kind !== 'text' || isRepeatable(a.part)) return true;
  const [some, others] = [a, b].map(mayTake);
  if (!some || !others) return true;
  return some.some((one) => others.some((other) => intersects(one, other)));
}

/** A header may be sent more than once, a query has many pairs; both may be absent. */
function isRepeatable(part: RequestPart): boolean {
  return part === 'query' || part.startsWith('header ');
}

export interface ValueQuestion {
  readonly part: RequestPart;
  /** Conditions about this part that have to hold, all of them. */
  readonly required: readonly ConditionSet[];
  /** Conditions that must not hold; none of them is required. */
  readonly avoided: readonly ConditionSet[];
  readonly view: View;
  readonly budget: Budget;
}

/** Values of one part as asked for; null when there are none. Throws `OutOfBudget`. */
export function findValues(question: ValueQuestion): readonly string[] | null {
  const {part, avoided, view, budget} = question;
  const required = view === 'sure' ? question.required : question.required.filter((set) => !mayBeAnything(set));
  if (required.length === 0 && isRepeatable(part)) return [];
  if (required.some(({kind}) => kind === 'unknown')) return null;
  if (avoided.some((set) => mayHoldOfAll(set, view))) return null;
  if (part === 'method') return one(findMethod(required, avoided));
  if (part === 'source') return one(findSource(required, avoided));
  const pair = universesOf(part);
  if (pair === null) return [];
  const outside = avoided.flatMap((set) => reckonedGlobs(set, view));
  const universe = view === 'sure' ? pair.plain : pair.all;
  const groups = required.map((set) => (view === 'sure' ? surelyTaken(set) : (mayTake(set) ?? [])));
  if (!isRepeatable(part)) return one(findText({within: groups, outside, universe, budget}));
  const values = groups.map((group) => findText({within: [group], outside, universe, budget}));
  return values.includes(null) ? null : [...new Set(values.filter((value) => value !== null))];
}

function one(value: string | null): readonly string[] | null {
  return value === null ? null : [value];
}

function universesOf(part: RequestPart): UniversePair | null {
  if (part === 'host') return HOSTS;
  if (part === 'path') return PATHS;
  if (part === 'query') return QUERY_PAIRS;
  return part.startsWith('header ') ? HEADER_VALUES : null;
}

/** What meets it for sure, as it is written. */
function surelyTaken(set: ConditionSet): readonly Glob[] {
  return set.kind === 'text' ? [...set.globs, ...set.asWritten] : [];
}

/** Nothing else can meet it; null: anything may. */
function mayTake(set: ConditionSet): readonly Glob[] | null {
  if (set.kind !== 'text') return [];
  return set.maybe === null ? null : [...set.globs, ...set.maybe];
}

function mayBeAnything(set: ConditionSet): boolean {
  return set.kind === 'text' ? set.maybe === null : set.isOpaque;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

function findMethod(required: readonly ConditionSet[], avoided: readonly ConditionSet[]): string | null {
  const listed = required.map(methodsOf);
  const taken = new Set(avoided.flatMap(methodsOf));
  const isRight = (method: string) => listed.every((methods) => methods.includes(method)) && !taken.has(method);
  const found = [...METHODS, ...listed.flat()].find(isRight);
  if (found !== undefined || listed.length > 0) return found ?? null;
  // Any word can be a method, so there is always one that no condition names.
  let custom = 'X';
  while (taken.has(custom)) custom += 'X';
  return custom;
}

function methodsOf(set: ConditionSet): readonly string[] {
  return set.kind === 'method' ? set.methods : [];
}

const EVERYWHERE = ['0.0.0.0/0', '::/0'].map(parseCidr).filter((range) => range !== null);
/** Addresses reserved for documentation, which belong to nobody. */
const EXAMPLES = ['203.0.113.10', '2001:db8::10'];

function findSource(required: readonly ConditionSet[], avoided: readonly ConditionSet[]): string | null {
  const shared = required.map(rangesOf).reduce<readonly IpRange[]>(intersection, EVERYWHERE);
  const left = shared.flatMap((range) => holes(range, avoided.flatMap(rangesOf)));
  const example = EXAMPLES.find((address) => {
    const wanted = parseAddress(address);
    return wanted !== null && left.some((range) => contains(range, wanted));
  });
  if (example !== undefined) return example;
  const [range] = left;
  if (range === undefined) return null;
  // The first address of a network names the network, not a client.
  const address = range.last > range.first + 1n ? range.first + 1n : range.first;
  return toCidrs({family: range.family, first: address, last: address})[0]?.replace(/\/\d+$/, '') ?? null;
}

function rangesOf(set: ConditionSet): readonly IpRange[] {
  return set.kind === 'source' ? set.ranges : [];
}

function intersection(some: readonly IpRange[], others: readonly IpRange[]): IpRange[] {
  return some.flatMap((a) =>
    others.flatMap((b) => {
      const first = a.first > b.first ? a.first : b.first;
      const last = a.last < b.last ? a.last : b.last;
      return a.family === b.family && first <= last ? [{family: a.family, first, last}] : [];
    }),
  );
}
