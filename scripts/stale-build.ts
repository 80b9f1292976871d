import {globSync, statSync} from 'node:fs';
import {join} from 'node:path';

/** What dist/ is made of. Folders too: theirs is the time at which a file was taken away. */
const SOURCES = ['src/**/*', 'scripts/*.ts', 'package.json', 'package-lock.json', 'tsconfig.build.json'];

/** What was changed after dist/ was made, or was never built; null when there is nothing. */
export function newerThanBuild(root: string): string | null {
  const changedAt = (file: string): number => statSync(join(root, file), {throwIfNoEntry: false})?.mtimeMs ?? 0;
  // It is written last.
  const builtAt = changedAt('oclif.manifest.json');
  return globSync(SOURCES, {cwd: root}).find((file) => changedAt(file) > builtAt) ?? null;
}
