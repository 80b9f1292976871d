import {globSync, statSync} from 'node:fs';
import {join} from 'node:path';

/** A source that was changed after dist/ was made, or that was never built; null when there is none. */
export function newerThanBuild(root: string): string | null {
  const changedAt = (file: string): number => statSync(join(root, file), {throwIfNoEntry: false})?.mtimeMs ?? 0;
  const builtAt = changedAt('oclif.manifest.json');
  return globSync('src/**/*.ts', {cwd: root}).find((file) => changedAt(file) > builtAt) ?? null;
}
