import {glob} from 'node:fs/promises';
import {CannotTell, messageOf} from '../../model/errors.ts';
import type {TerraformResource} from '../../model/facts/repo-facts.ts';
import type {Json} from '../../model/outcome.ts';
import {staticPartOf} from '../../model/readable-folders.ts';
import {type Readable, readReadable, realPathOf} from './files.ts';
import {notParsed, type ParserThread} from './parser-thread.ts';

export interface Reading {
  readonly parser: ParserThread;
  readonly signal: AbortSignal;
}

/** Every resource block in the matching files, in the order of the file names. */
export async function declaredResources(
  readable: Readable,
  globs: readonly string[],
  reading: Reading,
): Promise<readonly TerraformResource[]> {
  const {signal} = reading;
  const {folders} = readable;
  // Before the search: what is not to be read is not to be searched either.
  for (const one of globs) await realPathOf(folders, staticPartOf(one));
  const files = await matching(folders.folder, globs, signal);
  if (files.length === 0) {
    throw new CannotTell(
      `${globs.join(', ')}: no file matches`,
      "correct `files`, which is relative to the checklist's folder",
    );
  }
  const resources: TerraformResource[] = [];
  for (const file of files) {
    const text = await readReadable(readable, file, signal);
    if (text !== null) resources.push(...resourcesOf(file, await resourceIn(file, text, reading)));
    signal.throwIfAborted();
  }
  return resources;
}

async function matching(folder: string, globs: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
  const files = new Set<string>();
  // `.terraform` holds copies of modules, which are not part of the repository.
  const exclude = (path: string) => signal.aborted || path === '.terraform' || path.endsWith('/.terraform');
  for await (const file of glob([...globs], {cwd: folder, exclude})) {
    signal.throwIfAborted();
    files.add(file);
  }
  signal.throwIfAborted();
  return [...files].sort();
}

async function resourceIn(file: string, text: string, {parser, signal}: Reading): Promise<Json> {
  if (!file.endsWith('.json')) return parser.parse({format: 'hcl', file, text}, signal);
  try {
    return memberOf(JSON.parse(text), 'resource');
  } catch (thrown) {
    throw notParsed(file, messageOf(thrown), thrown);
  }
}

/** From `{type: {name: body or bodies}}`, as HCL's JSON form has it. */
function resourcesOf(file: string, resource: Json): readonly TerraformResource[] {
  return entries(resource).flatMap(([type, named]) =>
    entries(named).flatMap(([name, body]) => objects(body).map((one) => ({file, type, name, body: one}))),
  );
}

type JsonObject = {readonly [key: string]: Json};

function memberOf(value: Json, key: string): Json {
  return isObject(value) ? (value[key] ?? null) : null;
}

function entries(value: Json): readonly (readonly [string, Json])[] {
  return objects(value).flatMap((object) => Object.entries(object));
}

/** JSON syntax allows a single object where HCL has a list. */
function objects(value: Json): readonly JsonObject[] {
  return (Array.isArray(value) ? (value as readonly Json[]) : [value]).filter(isObject);
}

function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
