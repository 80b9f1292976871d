import {constants} from 'node:fs';
import {open} from 'node:fs/promises';
import {isAbsolute, join, normalize, sep} from 'node:path';
import {CannotTell, messageOf} from '../../model/errors.ts';

const MAX_FILE_BYTES = 1024 * 1024;

/**
 * The text of a file below the folder; null when there is none. Paths that leave the folder are not read: a recording
 * has to mean the same on every machine, and a checklist in a pull request must not read files outside its folder.
 */
export async function readInside(folder: string, path: string, signal: AbortSignal): Promise<string | null> {
  mustStayInside(path);
  try {
    return await readText(join(folder, path), path, signal);
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

export function mustStayInside(path: string): void {
  const normal = normalize(path);
  if (!isAbsolute(path) && normal !== '..' && !normal.startsWith(`..${sep}`)) return;
  throw new CannotTell(
    `${path}: leads out of the checklist's folder, below which every path has to stay`,
    'write it relative to the checklist, or put the checklist into the folder that holds what it verifies',
  );
}

async function readText(file: string, path: string, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  // Non-blocking, or opening a named pipe would wait for its writer.
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
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
