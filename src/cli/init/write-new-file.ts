import {open, rename, rm, stat} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {IS_A_FOLDER} from '../../checklist/yaml/file-words.ts';
import {messageOf, UsageError} from '../../model/errors.ts';
import {plainText} from '../../model/text/plain-text.ts';

/**
 * Writes a file that is not there yet, or with `force` one in its place: whole or not at all.
 * @throws UsageError saying why not.
 */
export async function writeNewFile(path: string, text: string, force: boolean): Promise<void> {
  const shown = plainText(path);
  const refuse = (what: string, cause?: unknown) =>
    new UsageError(`${shown}: ${what}`, {code: 'output-path', where: shown, cause});
  try {
    if (force) await replace(path, text);
    else await create(path, text);
  } catch (error) {
    switch (codeOf(error)) {
      case 'EEXIST':
        throw refuse(
          'is already there, and stays as it is; give --force to replace it, or name another with --output',
          error,
        );
      case 'EISDIR':
        throw refuse(IS_A_FOLDER, error);
      case 'ENOENT':
        throw refuse('there is no such folder; make it first', error);
      default:
        throw refuse(
          `cannot be written (${messageOf(error).replace(/, \w+( '.*')?$/s, '')}); name another path`,
          error,
        );
    }
  }
}

async function create(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(text);
    await file.sync();
  } catch (error) {
    await rm(path, {force: true});
    throw error;
  } finally {
    await file.close();
  }
}

/** Moved into place when it is whole: on a full disk the old file stays. */
async function replace(path: string, text: string): Promise<void> {
  const there = await stat(path).catch(() => null);
  if (there?.isDirectory()) throw Object.assign(new Error(IS_A_FOLDER), {code: 'EISDIR'});
  if (there !== null && !there.isFile()) throw new Error('it is not a regular file');
  // Moving over a read-only file would succeed, which is not what its owner wants.
  if (there !== null) await (await open(path, 'r+')).close();
  const temporary = join(dirname(path), `.migrate-check-${process.pid}-${crypto.randomUUID()}.tmp`);
  await create(temporary, text);
  try {
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, {force: true});
    throw error;
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}
