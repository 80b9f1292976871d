import {readlink, realpath} from 'node:fs/promises';
import {basename, dirname, isAbsolute, join, relative, resolve, sep} from 'node:path';
import type {ReadableFolders} from '../model/readable-folders.ts';

/** The folder of a checklist and the roots that it names, relative to that; the one place where paths are judged. */
export function readableFolders(folder: string, roots: readonly string[]): ReadableFolders {
  let known: Promise<readonly string[]> | undefined;
  const readable = () => {
    known ??= Promise.all([folder, ...roots.map((root) => resolve(folder, root))].map(withoutLinks));
    return known;
  };
  return {
    folder,
    async resolve(path) {
      const asWritten = resolve(folder, path);
      if (isAbsolute(path) && isWithin(folder, asWritten)) {
        return {refusal: "is absolute, and paths are relative to the checklist's folder"};
      }
      const real = await withoutLinks(asWritten);
      if (!isAbsolute(path) && (await readable()).some((one) => isWithin(one, real))) return {real};
      const through = isWithin(folder, asWritten) ? 'leads through a link' : 'leads';
      const roots = (await readable()).length > 1 ? ' and out of its roots' : '';
      return {refusal: `${through} out of the checklist's folder${roots}`};
    },
  };
}

/** Whether a path is a folder or below it; both absolute. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** The path with its links followed as far as there is something: a link to what is not there leads there all the same. */
export async function withoutLinks(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    // ENOTDIR: a folder of the path is a file.
    if ((code !== 'ENOENT' && code !== 'ENOTDIR') || dirname(path) === path) throw thrown;
  }
  const parent = await withoutLinks(dirname(path));
  const here = join(parent, basename(path));
  const target = await readlink(here).catch(() => null);
  return target === null ? here : withoutLinks(resolve(parent, target));
}
