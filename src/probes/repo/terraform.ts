import {glob} from 'node:fs/promises';
import {dirname, join, normalize} from 'node:path';
import {CannotTell} from '../../model/errors.ts';
import type {
  TerraformBlock,
  TerraformCall,
  TerraformCode,
  TerraformFile,
  TerraformModule,
} from '../../model/facts/repo-facts.ts';
import {staticPartOf} from '../../model/readable-folders.ts';
import {type Readable, realPathOf} from './files.ts';
import {blocksIn} from './terraform-blocks.ts';
import {filesIn, isTerraformFile, type Reading, readDocument} from './terraform-files.ts';

const MAX_FILES = 1000;

/** The matching files with all others of their folders, and the folders of the local modules that they call. */
export async function terraformCode(
  readable: Readable,
  globs: readonly string[],
  reading: Reading,
): Promise<TerraformCode> {
  const {signal} = reading;
  const {folders} = readable;
  // Before the search: what is not to be read is not to be searched either.
  for (const one of globs) await realPathOf(folders, staticPartOf(one));
  const named = await matching(folders.folder, globs, signal);
  if (named.size === 0) {
    throw new CannotTell(
      `${globs.join(', ')}: no file matches that Terraform reads (*.tf, *.tf.json)`,
      "correct `files`, which is relative to the checklist's folder",
    );
  }
  const modules = new Map<string, TerraformModule>();
  let left = MAX_FILES;
  const read = async (folder: string): Promise<TerraformModule> => {
    const there = await filesIn(readable, folder, isTerraformFile);
    const files: TerraformFile[] = [];
    left -= there.length;
    if (left < 0)
      throw new CannotTell(`${folder}: is more than the ${MAX_FILES} files that are read`, 'name fewer files');
    for (const file of inTerraformsOrder(there)) {
      const isNamed = named.has(file) || named.has(ofTerraform(file));
      files.push(await readFile(readable, file, {...reading, isNamed}));
      signal.throwIfAborted();
    }
    return {folder, files};
  };
  for (const folder of new Set([...named].map(dirname))) modules.set(folder, await read(folder));
  const follow = async (call: TerraformCall, from: string): Promise<TerraformCall> => {
    const {folder, why} = leadOf(call, from);
    if (folder === null || modules.has(folder)) return {...call, folder, why};
    try {
      const module = await read(folder);
      if (module.files.length === 0) return {...call, why: `there is no Terraform code in ${folder}`};
      modules.set(folder, module);
      return {...call, folder};
    } catch (thrown) {
      if (!(thrown instanceof CannotTell) || signal.aborted) throw thrown;
      return {...call, why: thrown.message};
    }
  };
  // Modules that are called in modules that are called join at the end.
  for (const {folder, files} of modules.values()) {
    const followed: TerraformFile[] = [];
    for (const file of files) {
      const calls: TerraformCall[] = [];
      for (const call of file.calls) calls.push(await follow(call, folder));
      followed.push({...file, calls});
    }
    modules.set(folder, {folder, files: followed});
  }
  return {modules: [...modules.values()]};
}

/** Where the source of a module is; only a path that begins with a dot is one of a folder. */
function leadOf({body}: TerraformBlock, from: string): Pick<TerraformCall, 'folder' | 'why'> {
  const {source} = body;
  if (typeof source !== 'string') return {folder: null, why: 'it has no source'};
  if (/^\.\.?(?:\/|$)/.test(source) && !source.includes('${'))
    return {folder: normalize(join(from, source)).replace(/(?<=.)[\\/]$/, ''), why: null};
  return {folder: null, why: `its source is ${source}`};
}

async function readFile(
  readable: Readable,
  file: string,
  {isNamed, ...reading}: Reading & {readonly isNamed: boolean},
): Promise<TerraformFile> {
  const read = await readDocument(readable, file, reading);
  const problem = read !== null && 'problem' in read ? read.problem : null;
  const {calls, ...blocks} = blocksIn(read !== null && 'document' in read ? read.document : null);
  return {file, isNamed, problem, ...blocks, calls: calls.map((call) => ({...call, folder: null, why: null}))};
}

/** Override files are last. OpenTofu takes `a.tofu` in place of `a.tf`, and whoever has such a file uses OpenTofu. */
function inTerraformsOrder(files: readonly string[]): readonly string[] {
  const replaced = new Set(files.filter((file) => ofTerraform(file) !== file).map(ofTerraform));
  const taken = files.filter((file) => !replaced.has(file));
  const overrides = (file: string) => /(?:^|[\\/_])override\.[a-z.]+$/.test(file);
  return [...taken.filter((file) => !overrides(file)), ...taken.filter(overrides)];
}

function ofTerraform(file: string): string {
  return file.replace(/\.tofu(?=\.json$|$)/, '.tf');
}

async function matching(folder: string, globs: readonly string[], signal: AbortSignal): Promise<ReadonlySet<string>> {
  const files = new Set<string>();
  // `.terraform` holds copies of modules, which are not part of the repository.
  const exclude = (path: string) => signal.aborted || path === '.terraform' || path.endsWith('/.terraform');
  for await (const file of glob([...globs], {cwd: folder, exclude})) {
    signal.throwIfAborted();
    if (isTerraformFile(file)) files.add(normalize(file));
  }
  signal.throwIfAborted();
  return new Set([...files].sort());
}
