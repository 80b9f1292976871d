import {constants} from 'node:fs';
import {open} from 'node:fs/promises';
import {CannotTell, messageOf} from '../../model/errors.ts';
import {READABLE_PATHS, type ReadableFolders} from '../../model/readable-folders.ts';

const MAX_FILE_BYTES = 1024 * 1024;

/** Called with each file that is looked for: where it is, or would be, once links are resolved. */
export type NoteFile = (real: string) => void;

export interface Readable {
  readonly folders: ReadableFolders;
  readonly noteFile: NoteFile;
}

/** The text of a file that may be read; null when there is none. */
export async function readReadable(
  {folders, noteFile}: Readable,
  path: string,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const real = await realPathOf(folders, path);
    noteFile(real);
    return await readText(real, path, signal);
  } catch (thrown) {
    if (thrown instanceof CannotTell || signal.aborted) throw thrown;
    const code = (thrown as NodeJS.ErrnoException).code;
    // ENOTDIR: a folder of the path is a file, so there is no such file either.
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new CannotTell(`${path}: cannot be read (${code ?? messageOf(thrown)})`, 'let this user read the file', {
      cause: thrown,
    });
  }
}

/**
 * Where a path leads once links are resolved.
 * @throws {CannotTell} where that must not be read.
 */
export async function realPathOf(folders: ReadableFolders, path: string): Promise<string> {
  const resolved = await folders.resolve(path);
  if ('real' in resolved) return resolved.real;
  throw new CannotTell(`${path}: ${resolved.refusal}`, READABLE_PATHS);
}

async function readText(file: string, path: string, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  // Non-blocking, or opening a named pipe would wait for its writer. No link: one that is there now was not there before.
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0));
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new CannotTell(`${path}: is not a regular file`, 'name a file');
    if (stats.size > MAX_FILE_BYTES) {
      throw new CannotTell(`${path}: has ${stats.size} bytes, more than the 1 MiB that is read`, 'name a smaller file');
    }
    return decode(await handle.readFile({signal}), path);
  } finally {
    await handle.close();
  }
}

function decode(bytes: Buffer, path: string): string {
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
  } catch (thrown) {
    throw new CannotTell(`${path}: is not UTF-8`, 'save it as UTF-8', {cause: thrown});
  }
}
