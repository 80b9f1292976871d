import {z} from 'zod';
import type {Json} from '../../model/outcome.ts';
import {quote, written} from '../phrases.ts';
import type {Path} from '../yaml/node.ts';
import {flatten, wantedFromText, wording} from './zod-wording.ts';

/** Where a value that is validated was written down. */
export interface ValueLocation {
  /** What the whole is called in a message: `with`, `the checklist`. */
  readonly name: string;
  /** Takes a problem at the value of a path, or at its key. */
  error(path: Path, on: 'key' | 'value', message: string): void;
  /** Whether text there may be read as a number or boolean: it comes from a variable, the environment or a flag. */
  isText(path: Path): boolean;
  /** Whether the value there waits for an input, so that nothing can be said about it. */
  isUnset(path: Path): boolean;
}

/**
 * The output of a schema, or undefined with every issue reported where it is. Where nothing but unset inputs is in the way
 * the value is taken as it is written, unchecked: such a checklist is read, and never run.
 */
export function validate<S extends z.ZodType>(schema: S, value: Json, where: ValueLocation): z.output<S> | undefined {
  return parse(schema, value, where).output;
}

export interface Parts<S extends z.ZodObject> {
  /** Undefined when anything is wrong. */
  readonly whole: z.output<S> | undefined;
  /** The entries that are right by themselves, so that what they refer to can be checked whatever else is wrong. */
  readonly parts: Partial<z.output<S>>;
}

/** As {@link validate}, with the entries that are right by themselves. */
export function validateParts<S extends z.ZodObject>(schema: S, value: Json, where: ValueLocation): Parts<S> {
  const {output, readable} = parse(schema, value, where);
  if (output !== undefined) return {whole: output, parts: output};
  const parts: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(schema.shape)) {
    const part = (entry as z.ZodType).safeParse(valueAt(readable, [key]));
    if (part.success && part.data !== undefined) parts[key] = part.data;
  }
  return {whole: undefined, parts: parts as Partial<z.output<S>>};
}

function parse<S extends z.ZodType>(schema: S, value: Json, where: ValueLocation) {
  const first = schema.safeParse(value, {error: wording});
  if (first.success) return {output: first.data, readable: value};
  const readable = readFromText(value, first.error.issues, where);
  const second = readable === value ? first : schema.safeParse(readable, {error: wording});
  if (second.success) return {output: second.data, readable};
  const issues = flatten(second.error.issues);
  if (issues.every(({path}) => where.isUnset(path as Path))) return {output: readable as z.output<S>, readable};
  for (const issue of issues) report(issue, readable, where, schema);
  return {output: undefined, readable};
}

function report(issue: z.core.$ZodIssue, value: Json, where: ValueLocation, schema: z.ZodType): void {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  if (issue.code === 'unrecognized_keys') {
    const near = issue.message.split('\n');
    issue.keys.forEach((key, index) => {
      const hint = near[index] ? `.${near[index]}` : '';
      where.error([...path, key], 'key', `unknown key ${quote(key)} in ${label(where.name, path)}${hint}`);
    });
    return;
  }
  if (issue.code === 'invalid_key') {
    const key = quote(String(path.at(-1)));
    for (const inner of issue.issues) {
      where.error(path, 'key', `${key} in ${label(where.name, path.slice(0, -1))} ${inner.message}`);
    }
    return;
  }
  where.error(path, 'value', sentence(issue, path, value, where, schema));
}

/**
 * The wording of `zod-wording.ts` says what is there itself; a schema's own words may be a predicate without it
 * (`is not a host name`) or a sentence of their own.
 */
function sentence(issue: z.core.$ZodIssue, path: Path, value: Json, where: ValueLocation, schema: z.ZodType): string {
  const subject = label(where.name, path);
  const there = valueAt(value, path);
  if (there === undefined && path.length > 0 && issue.code !== 'custom') {
    return `${subject} is missing${purposeOf(schemaAt(schema, path))}`;
  }
  if (/^is (not|neither) /.test(issue.message)) return `${subject} ${written(there)} ${issue.message}`;
  const isPredicate = issue.code !== 'custom' || /^(is|has) /.test(issue.message);
  return isPredicate ? `${subject} ${issue.message}` : `${subject}: ${issue.message}`;
}

/** To say what a parameter is for helps most when it was left out. */
function purposeOf(schema: z.ZodType | undefined): string {
  return schema?.description === undefined ? '' : `: ${schema.description}`;
}

function schemaAt(schema: z.ZodType, path: Path): z.ZodType | undefined {
  let at: unknown = schema;
  for (const key of path) {
    while (at instanceof z.ZodOptional || at instanceof z.ZodDefault) at = at.unwrap();
    if (at instanceof z.ZodObject) at = at.shape[key];
    else if (at instanceof z.ZodArray) at = at.element;
    else if (at instanceof z.ZodRecord) at = at.valueType;
    else return undefined;
  }
  return at instanceof z.ZodType ? at : undefined;
}

/** `with.request.path`; a part of the whole checklist or an item goes by its own name. */
function label(name: string, path: Path): string {
  const parts = name.includes(' ') ? path : [name, ...path];
  if (parts.length === 0) return name;
  return parts
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join('');
}

function valueAt(value: Json, path: Path): Json | undefined {
  let at: unknown = value;
  for (const part of path) at = (at as Record<string | number, unknown> | null | undefined)?.[part];
  return at as Json | undefined;
}

/** The value with texts replaced where the schema wants a number or boolean and the text may be read as one. */
function readFromText(value: Json, issues: readonly z.core.$ZodIssue[], where: ValueLocation): Json {
  let readable = value;
  for (const issue of issues) {
    const wanted = wantedFromText(issue);
    const path = issue.path as Path;
    if (wanted === null || !where.isText(path)) continue;
    const read = readText(valueAt(readable, path), wanted);
    if (read !== undefined) readable = replacedAt(readable, path, read);
  }
  return readable;
}

function readText(text: Json | undefined, wanted: 'number' | 'boolean'): number | boolean | undefined {
  if (typeof text !== 'string') return undefined;
  if (wanted === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined;
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

function replacedAt(value: Json, [first, ...rest]: Path, by: Json): Json {
  if (first === undefined) return by;
  if (Array.isArray(value)) return value.with(Number(first), replacedAt(value[Number(first)] ?? null, rest, by));
  const mapping = value as {readonly [key: string]: Json};
  return {...mapping, [first]: replacedAt(mapping[first] ?? null, rest, by)};
}
