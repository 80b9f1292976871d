import type {Json} from '../../model/outcome.ts';
import type {Need} from './terraform-value.ts';

/** Whether what an HCL body says is what is expected; `unknown` when only Terraform could tell. */
export interface Match {
  readonly verdict: 'same' | 'different' | 'unknown';
  readonly where: readonly Difference[];
}

/** At a path such as `condition.path_pattern.values`. */
export interface Difference {
  readonly path: string;
  readonly expected: Json;
  readonly actual: Json | undefined;
  /** What Terraform would have to resolve. */
  readonly needs?: readonly Need[];
}

/** A text with expressions, with all put in that is known. */
export type Resolve = (template: string) => {readonly value: Json; readonly needs: readonly Need[]};

interface Options {
  /** Texts of a list count in their order alone, as in JSON. */
  readonly inOrder: boolean;
  readonly resolve: Resolve;
}

const SAME: Match = {verdict: 'same', where: []};
const AS_WRITTEN: Resolve = (value) => ({value, needs: []});

/**
 * Compares an expectation with an HCL body in its JSON form.
 *
 * An expected object is met by an object, or by any one of several blocks, that has at least its members. An expected
 * list is met by a list of the same length, entry by entry; one of objects or of texts in any order, because that is how
 * repeated blocks (`condition`, `ingress`) and sets (`values`, `subnets`) are written down. A structure is also met by a text
 * that is JSON of the same, where texts count in their order. Numbers, booleans and text are compared as they are written
 * (`90` is `"90"`), and null is what is not set. An expression, which the JSON form writes as text with `${…}` or `%{…}`, is the
 * same when the expectation is that very text; otherwise what it comes to counts, and where only Terraform knows that, it is
 * unknown.
 */
export function matchBody(expected: Json, actual: Json | undefined, resolve: Resolve = AS_WRITTEN): Match {
  return match(expected, actual, '', {inOrder: false, resolve});
}

function match(expected: Json, actual: Json | undefined, path: string, options: Options): Match {
  const different: Match = {verdict: 'different', where: [{path, expected, actual}]};
  if (actual === undefined) return expected === null ? SAME : different;
  if (isExpression(actual)) return actual === expected ? SAME : matchExpression(expected, actual, path, options);
  if (expected === null || actual === null) return expected === actual ? SAME : different;
  if (typeof expected === 'object' && typeof actual === 'string') {
    const meant = jsonIn(actual);
    return meant === null ? different : match(expected, meant, path, {...options, inOrder: true});
  }
  if (isList(expected)) return isList(actual) ? (matchList(expected, actual, path, options) ?? different) : different;
  if (typeof expected === 'object') {
    if (isList(actual)) return matchAnyBlock(expected, actual, path, options) ?? different;
    return typeof actual === 'object' ? matchMembers(expected, actual, path, options) : different;
  }
  if (typeof actual === 'object') return different;
  return String(expected) === literal(actual) ? SAME : different;
}

function matchExpression(expected: Json, actual: string, path: string, options: Options): Match {
  const {value, needs} = options.resolve(actual);
  if (!isExpression(value)) return match(expected, value, path, {...options, resolve: AS_WRITTEN});
  const where = [{path, expected, actual: value, needs}];
  if (expected === null || typeof expected !== 'object') {
    const differs = expected !== null && !isFitting(String(expected), value);
    return {verdict: differs ? 'different' : 'unknown', where};
  }
  const meant = jsonIn(value);
  if (meant === null) return {verdict: 'unknown', where};
  const {verdict, where: inside} = match(expected, meant, path, {inOrder: true, resolve: AS_WRITTEN});
  return {verdict, where: inside.map((one) => ({...one, needs}))};
}

/** Whether a text can be what a template comes to: it begins and ends with the same. */
function isFitting(text: string, template: string): boolean {
  const [start = ''] = template.split(/(?<!\$)\$\{|(?<!%)%\{/);
  // Behind the last brace, which may itself be one of the text.
  const end = template.slice(template.lastIndexOf('}') + 1);
  return (
    text.length >= literal(start).length + literal(end).length &&
    text.startsWith(literal(start)) &&
    text.endsWith(literal(end))
  );
}

function matchMembers(
  expected: {readonly [key: string]: Json},
  actual: {readonly [key: string]: Json},
  path: string,
  options: Options,
): Match {
  const {members, isOpen} = withKnownKeys(actual, options.resolve);
  return all(
    Object.entries(expected).map(([key, value]) => {
      const memberPath = path === '' ? key : `${path}.${key}`;
      const member = match(value, members.get(key), memberPath, options);
      // `dynamic "condition" {…}` makes such blocks when Terraform runs; that none is written does not prove that there
      // is none. Nor does it of a key that is an expression.
      const mayBeThere = isGenerated(actual, key) || (isOpen && !members.has(key));
      return member.verdict === 'different' && mayBeThere ? {...member, verdict: 'unknown'} : member;
    }),
  );
}

/** A key of a map can be an expression: `{(var.name) = 1}`. `isOpen`: one of them is not known. */
function withKnownKeys(actual: {readonly [key: string]: Json}, resolve: Resolve) {
  const members = new Map<string, Json>();
  let isOpen = false;
  for (const [key, value] of Object.entries(actual)) {
    const known = isExpression(key) ? resolve(key).value : key;
    if (isExpression(known)) isOpen = true;
    else members.set(String(known), value);
  }
  return {members, isOpen};
}

function isGenerated(body: {readonly [key: string]: Json}, key: string): boolean {
  const dynamic = Object.hasOwn(body, 'dynamic') ? body.dynamic : null;
  const bodies = isList(dynamic ?? null) ? (dynamic as readonly Json[]) : [dynamic ?? null];
  return bodies.some((blocks) => blocks !== null && typeof blocks === 'object' && Object.hasOwn(blocks, key));
}

/** Null when there is no block at all. */
function matchAnyBlock(expected: Json, blocks: readonly Json[], path: string, options: Options): Match | null {
  const matches = blocks.map((block) => match(expected, block, path, options));
  return (
    matches.find(({verdict}) => verdict === 'same') ??
    matches.find(({verdict}) => verdict === 'unknown') ??
    matches[0] ??
    null
  );
}

/** Null when the lists differ in length. */
function matchList(expected: readonly Json[], actual: readonly Json[], path: string, options: Options): Match | null {
  if (expected.length !== actual.length) return null;
  const inOrder = all(expected.map((entry, index) => match(entry, actual[index], `${path}[${index}]`, options)));
  const entries = [...expected, ...actual];
  const isSet = entries.every(isObject) || (!options.inOrder && entries.every(isText));
  if (inOrder.verdict === 'same' || !isSet) return inOrder;
  const verdicts = expected.map((entry) => actual.map((block) => match(entry, block, path, options).verdict));
  if (isPaired(verdicts, ['same'])) return SAME;
  const isOpen = inOrder.verdict === 'different' && isPaired(verdicts, ['same', 'unknown']);
  return isOpen ? {verdict: 'unknown', where: [{path, expected, actual}]} : inOrder;
}

function all(matches: readonly Match[]): Match {
  const where = matches.flatMap((one) => one.where);
  if (matches.some(({verdict}) => verdict === 'different')) {
    return {
      verdict: 'different',
      where: matches.filter(({verdict}) => verdict === 'different').flatMap((one) => one.where),
    };
  }
  return where.length === 0 ? SAME : {verdict: 'unknown', where};
}
/** Whether each row can have a column of its own whose verdict is one of these: Kuhn's augmenting paths. */
function isPaired(verdicts: readonly (readonly Match['verdict'][])[], wanted: readonly Match['verdict'][]): boolean {
  const rowOf = new Map<number, number>();
  const findColumn = (row: number, tried: Set<number>): boolean =>
    (verdicts[row] ?? []).some((verdict, column) => {
      if (!wanted.includes(verdict) || tried.has(column)) return false;
      tried.add(column);
      const holder = rowOf.get(column);
      if (holder !== undefined && !findColumn(holder, tried)) return false;
      rowOf.set(column, row);
      return true;
    });
  return verdicts.every((_, row) => findColumn(row, new Set()));
}

function isObject(value: Json): boolean {
  return value !== null && typeof value === 'object' && !isList(value);
}

function isText(value: Json): boolean {
  return typeof value === 'string';
}

/** A policy or a list of containers is often written as JSON in a heredoc; null where a text is not JSON with members. */
function jsonIn(text: string): Json {
  try {
    const value: Json = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** `$${` and `%%{` are how HCL writes a literal `${` and `%{`. */
export function isExpression(value: Json): value is string {
  return typeof value === 'string' && /(?<!\$)\$\{|(?<!%)%\{/.test(value);
}

function literal(value: string | number | boolean): string {
  return String(value).replaceAll('$${', '${').replaceAll('%%{', '%{');
}
