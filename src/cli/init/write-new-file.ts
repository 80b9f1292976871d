import {existsSync} from 'node:fs';
import {open, rm} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {IS_A_FOLDER} from '../../checklist/yaml/file-words.ts';
import {UsageError} from '../../model/errors.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {codeOf, reasonOf} from '../../reports/disk/failures.ts';
import {replace} from '../../reports/disk/replace.ts';
import {targetOf} from '../../reports/disk/target.ts';

/**
 * Writes a file that is not there yet, or with `force` one in its place, links followed: whole or not at all.
 * @throws UsageError saying why not.
 */
export async function writeNewFile(path: string, text: string, force: boolean): Promise<void> {
  const shown = plainText(path);
  const refuse = (what: string, cause?: unknown) =>
    new UsageError(`${shown}: ${what}`, {code: 'output-path', where: shown, cause});
  const other = force ? null : otherSpelling(path);
  if (other !== null) throw refuse(`${plainText(other)} is already there; give --force, or name another with --output`);
  try {
    if (force) await replaceFile(path, text);
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
        throw refuse(`cannot be written (${reasonOf(error)}); name another path`, error);
    }
  }
}

/** `run` reads checklist.yaml before checklist.yml: a new one would take the place of a person's own. */
function otherSpelling(path: string): string | null {
  const other = join(dirname(path), 'checklist.yml');
  return /(?:^|[\\/])checklist\.yaml$/.test(path) && existsSync(other) ? other : null;
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

async function replaceFile(path: string, text: string): Promise<void> {
  const target = targetOf(path);
  if (target.kind !== 'file') throw new Error('it is not a regular file');
  await replace(target, text);
}
