import {type FileHandle, lstat, mkdir, open, rename, rm} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {readableFolders} from '../../checklist/readable-folders.ts';
import {firstOf} from '../../checklist/shown-problems.ts';
import {signOffText} from '../../checklist/side-files/sign-off-text.ts';
import {readSignOffFile, signOffFolder} from '../../checklist/side-files/sign-offs.ts';
import type {Checklist, SignOff} from '../../model/checklist.ts';
import {messageOf, UsageError} from '../../model/errors.ts';
import type {ReadableFolders} from '../../model/readable-folders.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {problemsText} from '../run/problems.ts';

/** How long another answer to the same question may take to be written. */
const ATTEMPTS = 100;
const PAUSE_MS = 50;

export type NewAnswer = Omit<SignOff, 'source' | 'askedFor'>;

/**
 * Puts one person's answer into the file of its question: in place of their earlier one, beside those of others. The file
 * is never seen half written, and of two answers at once neither is lost: a lock file beside it is the new content until
 * it is moved into place.
 *
 * @throws UsageError when it cannot be written, or what is there cannot be read.
 */
export async function writeAnswer(checklist: Checklist, shown: string, answer: NewAnswer): Promise<void> {
  const {folder, environment} = checklist;
  const below = join('signoffs', folderOf(environment));
  const path = join(below, `${answer.item}.yaml`);
  const refuse = (what: string, cause?: unknown) =>
    new UsageError(plainText(`${shown}: ${what}`, 2000), {code: 'sign-off-path', where: shown, cause});
  // Nothing is written in a root: it is not the checklist's.
  const inFolder = readableFolders(folder, []);
  const mustStay = async (name: string) => {
    if ('refusal' in (await inFolder.resolve(name)))
      throw refuse("is behind a link that leads out of the checklist's folder");
  };
  try {
    await mustStay('signoffs');
    await mkdir(join(folder, below), {recursive: true});
    await mustStay(below);
    const mode = await modeOf(join(folder, path), refuse);
    const lock = await lockOf(join(folder, `${path}.lock`), mode, refuse);
    try {
      const others = await answersOfOthers(inFolder, dirname(shown), path, answer.by);
      await lock.handle.writeFile(signOffText([...others, answer]));
      await lock.handle.sync();
      await lock.handle.close();
      await rename(lock.path, join(folder, path));
    } catch (error) {
      await lock.handle.close().catch(() => {});
      await rm(lock.path, {force: true});
      throw error;
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw refuse(`cannot be written (${messageOf(error).replace(/, \w+ '.*'$/s, '')})`, error);
  }
}

/** An environment's name is a folder's, and must not lead elsewhere. */
function folderOf(environment: string | null): string {
  const name = signOffFolder(environment);
  if (name !== null) return name;
  throw new UsageError(
    `--env ${plainText(environment ?? '')}: cannot be the name of a folder, where its sign-offs are`,
    {
      where: '--env',
    },
  );
}

type Refuse = (what: string, cause?: unknown) => UsageError;

/** The mode of the file that is there, which the new one keeps. */
async function modeOf(path: string, refuse: Refuse): Promise<number | undefined> {
  const there = await lstat(path).catch(() => null);
  if (there === null) return undefined;
  if (there.isSymbolicLink()) throw refuse('is a link; a sign-off is a file of its own, so that a review shows it');
  if (!there.isFile()) throw refuse('is not a regular file');
  // Moving over a read-only file would succeed, which is not what its owner wants.
  await (await open(path, 'r+')).close();
  return there.mode & 0o777;
}

async function lockOf(path: string, mode: number | undefined, refuse: Refuse) {
  for (let attempt = 1; ; attempt++) {
    const handle: FileHandle | null = await open(path, 'wx', mode).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return null;
      throw error;
    });
    if (handle !== null) return {handle, path};
    if (attempt === ATTEMPTS) {
      throw refuse('another answer is being written to it; if that is not so, remove the .lock file beside it');
    }
    await pause(PAUSE_MS);
  }
}

async function answersOfOthers(
  readable: ReadableFolders,
  shownBelow: string,
  path: string,
  by: string,
): Promise<SignOff[]> {
  const shownFolder = join(shownBelow, '..', '..');
  const {signOffs, problems} = await readSignOffFile(readable, shownFolder, path, null);
  const errors = problems.filter(({severity}) => severity === 'error');
  if (errors.length > 0)
    throw new UsageError(await problemsText(firstOf(errors)), {code: 'invalid-sign-off', where: path});
  return signOffs.filter((signOff) => signOff.by !== by);
}
