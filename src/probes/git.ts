import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import type {Report} from '../model/report.ts';

const run = promisify(execFile);

/** The commit the checklist's folder is at, and whether anything there is uncommitted; null outside a repository. */
export async function readGit(folder: string): Promise<Report['git']> {
  const git = async (...args: string[]) => (await run('git', args, {cwd: folder, timeout: 5000})).stdout.trim();
  try {
    const [commit, changes] = await Promise.all([git('rev-parse', 'HEAD'), git('status', '--porcelain', '--', '.')]);
    return {commit, dirty: changes !== ''};
  } catch {
    // No git, no repository, no commit yet: the report then says null, which is what is known.
    return null;
  }
}
