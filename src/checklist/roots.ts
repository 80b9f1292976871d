import {stat} from 'node:fs/promises';
import {isAbsolute, parse, relative, resolve, sep} from 'node:path';
import type {ReadableFolders} from '../model/readable-folders.ts';
import type {ProcessEnv} from './interpolate.ts';
import {quote} from './phrases.ts';
import {isWithin, readableFolders, withoutLinks} from './readable-folders.ts';
import {childOf, type MappingNode} from './yaml/node.ts';
import type {ProblemLog} from './yaml/problem-log.ts';

/** What the system says about processes, devices and sessions, secrets of containers among it. */
const SYSTEM_FOLDERS = ['/proc', '/sys', '/dev', '/run'] as const;

export interface Roots {
  /** As written, without those that are refused. */
  readonly roots: readonly string[];
  readonly readable: ReadableFolders;
}

/** Takes `roots:` and refuses those that would open more than the files of a project. */
export async function readRoots(
  written: readonly string[],
  folder: string,
  root: MappingNode,
  log: ProblemLog,
  processEnv: ProcessEnv,
): Promise<Roots> {
  const home = processEnv.HOME ?? processEnv.USERPROFILE ?? '';
  const [realFolder, realHome] = [await asFarAsKnown(folder), home === '' ? null : await asFarAsKnown(resolve(home))];
  const roots: string[] = [];
  for (const [index, path] of written.entries()) {
    const refusal = isAbsolute(path)
      ? "is absolute; write it relative to the checklist's folder"
      : await refusalOf(resolve(folder, path), realFolder, realHome);
    const start = childOf(childOf(root, 'roots'), index)?.start ?? root.start;
    if (refusal === null) roots.push(path);
    else log.error(start, `roots: ${quote(path)} ${refusal}`);
    if (refusal === null && !(await isThere(resolve(folder, path)))) {
      log.warn(start, `roots: ${quote(path)}: there is no such folder`);
    }
  }
  return {roots, readable: readableFolders(folder, roots)};
}

/** A home that this user may not look into, or whose links go round, is no reason not to run: it stays as it is written. */
async function asFarAsKnown(path: string): Promise<string> {
  return await withoutLinks(path).catch(() => path);
}

async function isThere(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

async function refusalOf(root: string, folder: string, home: string | null): Promise<string | null> {
  const real = await withoutLinks(root).catch(() => null);
  if (real === null) return 'cannot be resolved';
  if (real === parse(real).root) return 'is the root of the file system; name the folder that is needed';
  const system = SYSTEM_FOLDERS.find((one) => isWithin(one, real));
  if (system !== undefined) return `leads to ${system}, which holds what processes know; nothing in it is a project's`;
  if (home === null) return null;
  if (isWithin(real, home)) return 'holds the home folder; name the folder that is needed';
  const [first = ''] = relative(home, real).split(sep);
  // Credentials are in hidden folders there. A checklist that is in one itself may look around in it.
  if (!isWithin(home, real) || !first.startsWith('.') || isWithin(resolve(home, first), folder)) return null;
  return `leads to ${first} of the home folder, where credentials are; name a folder of a project`;
}
