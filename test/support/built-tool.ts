import {globSync, statSync} from 'node:fs';
import {join} from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** The tool as it is built, which starts for a third of the CPU that a start from its sources takes. Never a stale one. */
export const BUILT_TOOL = join(ROOT, 'bin/run.js');

refuseStaleBuild();

function refuseStaleBuild(): void {
  const changedAt = (file: string): number => statSync(join(ROOT, file), {throwIfNoEntry: false})?.mtimeMs ?? 0;
  const builtAt = changedAt('oclif.manifest.json');
  const newer = globSync('src/**/*.ts', {cwd: ROOT}).find((file) => changedAt(file) > builtAt);
  if (newer !== undefined)
    throw new Error(`dist/ is older than ${newer}; run "npm run build" before tests of processes`);
}
