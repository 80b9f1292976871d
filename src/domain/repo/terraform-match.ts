import type {Json} from '../../model/outcome.ts';

/** Whether what an HCL body says is what is expected; `unknown` when only Terraform could tell. */
export interface Match {
  readonly verdict: 'same' | 'different' | 'unknown';
  /** Where it differs: a path such as `condition.path_pattern.values`, with what is there. */
  readonly where: readonly {readonly path: string; readonly expected: Json; readonly actual: Json | undefined}[];
}

const SAME: Match = {verdict: 'same', where: []};

/**
 * Compares an expectation with an HCL body in its JSON form.
 *
 * An expected object is met by an object, or by any one of several blocks, that has at least its members. An expected
 * list is met by a list of the same length, entry by entry; one of objects or of texts in any order, because that is how
 * repeated blocks (`condition`, `ingress`) and sets (`values`, `subnets`) are written down. A structure is also met by a text
 * that is JSON of the same, where texts count in their order (`inOrder`). Numbers, booleans and text are compared as they are written
 * (`90` is `"90"`). An expression, which the JSON form writes as text with `${…}` or `%{…}`, is the same only when the
 * expectation is that very text, and otherwise unknown: only Terraform knows its value.
 */
export function matchBody(expected: Json, actual: Json | undefined, path = '', inOrder = false): Match {
  const different: Match = {verdict: 'different', where: [{path, expected, actual}]};
  if (actual === undefined) return different;
  if (isExpression(actual)) return actual === expected ? SAME : {...different, verdict: 'unknown'};
  if (expected === null || actual === null) return expected === actual ? SAME : different;
  if (typeof expected === 'object' && typeof actual === 'string') {
    const meant = jsonIn(actual);
    return meant === null ? different : matchBody(expected, meant, path, true);
  }
  if (isList(expected)) return isList(actual) ? (matchList(expected, actual, path, inOrder) ?? different) : different;
  if (typeof expected === 'object') {
    if (isList(actual)) return matchAnyBlock(expected, actual, path, inOrder) ?? different;
    return typeof actual === 'object' ? matchMembers(expected, actual, path, inOrder) : different;
  }
  if (typeof actual === 'object') return different;
  return String(expected) === literal(actual) ? SAME : different;
}

function matchMembers(
  expected: {readonly [key: string]: Json},
  actual: {readonly [key: string]: Json},
  path: string,
  inOrder: boolean,
): Match {
  return all(
    Object.entries(expected).map(([key, value]) => {
      const memberPath = path === '' ? key : `${path}.${key}`;
      const match = matchBody(value, Object.hasOwn(actual, key) ? actual[key] : undefined, memberPath, inOrder);
      // `dynamic "condition" {…}` makes such blocks when Terraform runs; that none is written does not prove that there
      // is none.
      return match.verdict === 'different' && isGenerated(actual, key) ? {...match, verdict: 'unknown'} : match;
    }),
  );
}

function isGenerated(body: {readonly [key: string]: Json}, key: string): boolean {
  const dynamic = Object.hasOwn(body, 'dynamic') ? body.dynamic : null;
  const bodies = isList(dynamic ?? null) ? (dynamic as readonly Json[]) : [dynamic ?? null];
  return bodies.some((blocks) => blocks !== null && typeof blocks === 'object' && Object.hasOwn(blocks, key));
}

/** Null when there is no block at all. */
function matchAnyBlock(expected: Json, blocks: readonly Json[], path: string, inOrder: boolean): Match | null {
  const matches = blocks.map((block) => matchBody(expected, block, path, inOrder));
  return (
    matches.find(({verdict}) => verdict === 'same') ??
    matches.find(({verdict}) => verdict === 'unknown') ??
    matches[0] ??
    null
  );
}

/** Null when the lists differ in length. `isOrdered`: texts count in their order alone, as in JSON. */
function matchList(expected: readonly Json[], actual: readonly Json[], path: string, isOrdered: boolean): Match | null {
  if (expected.length !== actual.length) return null;
  const inOrder = all(expected.map((entry, index) => matchBody(entry, actual[index], `${path}[${index}]`, isOrdered)));
  const entries = [...expected, ...actual];
  const isSet = entries.every(isObject) || (!isOrdered && entries.every(isText));
  if (inOrder.verdict === 'same' || !isSet) return inOrder;
  const verdicts = expected.map((entry) => actual.map((block) => matchBody(entry, block, path, isOrdered).verdict));
  if (isPaired(verdicts, ['same'])) return SAME;
  const isOpen = inOrder.verdict === 'different' && isPaired(verdicts, ['same', 'unknown']);
  return isOpen ? {verdict: 'unknown', where: [{path, expected, actual}]} : inOrder;
}

function all(matches: readonly Match[]): Match {
  const where = matches.flatMap((match) => match.where);
  if (matches.some(({verdict}) => verdict === 'different')) {
    return {
      verdict: 'different',
      where: matches.filter(({verdict}) => verdict === 'different').flatMap((match) => match.where),
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
