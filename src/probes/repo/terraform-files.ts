import {readdir} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {CannotTell, messageOf} from '../../model/errors.ts';
import type {Json} from '../../model/outcome.ts';
import {type Readable, readReadable, realPathOf} from './files.ts';
import {notParsed, type ParserThread} from './parser-thread.ts';

export interface Reading {
  readonly parser: ParserThread;
  readonly signal: AbortSignal;
}

/** In HCL's JSON form. */
export type Document = {readonly problem: string} | {readonly document: Json};

/** What Terraform and OpenTofu take for code. */
export function isTerraformFile(path: string): boolean {
  const name = basename(path);
  return /\.(?:tf|tofu)(?:\.json)?$/.test(name) && !/^\.|~$|^#.*#$/.test(name);
}

/** The files of a folder that fit, sorted; none where there is no such folder. */
export async function filesIn(
  {folders}: Readable,
  folder: string,
  isWanted: (name: string) => boolean,
): Promise<readonly string[]> {
  const real = await realPathOf(folders, folder);
  try {
    const names = await readdir(real);
    return names
      .filter(isWanted)
      .sort()
      .map((name) => join(folder, name));
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw new CannotTell(`${folder}: cannot be read (${code ?? messageOf(thrown)})`, 'let this user read the folder', {
      cause: thrown,
    });
  }
}

/** A file parsed, or what is wrong with it: a sentence that names it. Null when there is none. */
export async function readDocument(readable: Readable, file: string, reading: Reading): Promise<Document | null> {
  const {signal} = reading;
  try {
    const text = await readReadable(readable, file, signal);
    return text === null ? null : {document: await parsed(file, text, reading)};
  } catch (thrown) {
    if (!(thrown instanceof CannotTell) || signal.aborted) throw thrown;
    return {problem: thrown.message};
  }
}

async function parsed(file: string, text: string, {parser, signal}: Reading): Promise<Json> {
  if (!file.endsWith('.json')) return parser.parse({format: 'hcl', file, text}, signal);
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw notParsed(file, messageOf(thrown), thrown);
  }
}
