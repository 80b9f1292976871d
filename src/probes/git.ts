import {execFile} from 'node:child_process';
import {existsSync, realpathSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {promisify} from 'node:util';
import type {Report} from '../model/report.ts';

/** The commit of the checklist's folder, and whether it has uncommitted changes; null outside a repository. */
export async function readGit(folder: string): Promise<Report['git']> {
  try {
    if (!mayBeRepository(realpathSync(folder))) return null;
    const asked = ['status', '--porcelain=v2', '--branch', '--', '.'];
    const {stdout} = await promisify(execFile)('git', asked, {cwd: folder, timeout: 5000});
    const lines = stdout.split('\n').filter((line) => line !== '');
    // A repository without commits says `(initial)`.
    const commit = lines.map((line) => /^# branch\.oid ([0-9a-f]+)$/.exec(line)?.[1]).find((oid) => oid !== undefined);
    return commit === undefined ? null : {commit, dirty: lines.some((line) => !line.startsWith('# '))};
  } catch {
    // No git or no repository: the report says null.
    return null;
  }
}

/** The address that git would put into a commit made in this folder; null where it has none, or there is no git. */
export async function readGitEmail(folder: string): Promise<string | null> {
  try {
    const {stdout} = await promisify(execFile)('git', ['config', '--get', 'user.email'], {cwd: folder, timeout: 5000});
    const email = stdout.trim();
    return email === '' ? null : email;
  } catch {
    return null;
  }
}

/** In a short run, starting git just to learn that there is no repository costs more than parsing the checklist. */
function mayBeRepository(folder: string): boolean {
  if (process.env.GIT_DIR !== undefined || existsSync(join(folder, '.git'))) return true;
  const parent = dirname(folder);
  return parent !== folder && mayBeRepository(parent);
}
