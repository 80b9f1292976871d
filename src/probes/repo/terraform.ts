import {glob} from 'node:fs/promises';
import {CannotTell, messageOf} from '../../model/errors.ts';
import type {TerraformResource} from '../../model/facts/repo-facts.ts';
import type {Json} from '../../model/outcome.ts';
import {mustStayInside, readInside} from './files.ts';

/** Every resource block in the files that match, in the order of the files' names. */
export async function declaredResources(
  folder: string,
  globs: readonly string[],
  signal: AbortSignal,
): Promise<readonly TerraformResource[]> {
  globs.forEach(mustStayInside);
  const files = await matching(folder, globs, signal);
  if (files.length === 0) {
    throw new CannotTell(
      `${globs.join(', ')}: no file matches`,
      "correct `files`, which is relative to the checklist's folder",
    );
  }
  const resources: TerraformResource[] = [];
  for (const file of files) {
    const text = await readInside(folder, file, signal);
    if (text !== null) resources.push(...resourcesOf(file, await untilAborted(parse(file, text), signal)));
    signal.throwIfAborted();
  }
  return resources;
}

async function matching(folder: string, globs: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
  const files = new Set<string>();
  // `.terraform` holds copies of modules, which the repository does not declare itself.
  const exclude = (path: string) => path === '.terraform' || path.endsWith('/.terraform');
  for await (const file of glob([...globs], {cwd: folder, exclude})) {
    signal.throwIfAborted();
    files.add(file);
  }
  return [...files].sort();
}

async function parse(file: string, text: string): Promise<Json> {
  try {
    if (file.endsWith('.json')) return JSON.parse(text);
    // Loaded when first needed: it is a parser of several megabytes.
    const {parse: parseHcl} = await import('@cdktn/hcl2json');
    return await parseHcl(file, text);
  } catch (thrown) {
    // The parser says `parse config: [main.tf:2,7-3,1: what is wrong]`.
    const message = messageOf(thrown).replace(/^parse config: \[(.*)\]$/s, '$1');
    const where = message.startsWith(`${file}:`) ? message : `${file}: ${message}`;
    throw new CannotTell(`${where} (no HCL that can be read)`, 'correct the file; `terraform validate` says more', {
      cause: thrown,
    });
  }
}

/** The parser can't be interrupted, and after a crash inside its WebAssembly it may never answer. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, {once: true});
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** `resource: {type: {name: body or bodies}}`, as HCL's JSON form has it. */
function resourcesOf(file: string, document: Json): readonly TerraformResource[] {
  return entries(memberOf(document, 'resource')).flatMap(([type, named]) =>
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

/** JSON syntax allows one object where HCL has a list of them. */
function objects(value: Json): readonly JsonObject[] {
  return (Array.isArray(value) ? (value as readonly Json[]) : [value]).filter(isObject);
}

function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
