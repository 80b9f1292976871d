import {join} from 'node:path';
import {newerThanBuild} from '../../scripts/stale-build.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The built tool, which starts with a third of the CPU of a start from the sources. Never a stale build. */
export const BUILT_TOOL = join(ROOT, 'bin/run.js');

const newer = newerThanBuild(ROOT);
if (newer !== null) throw new Error(`dist/ is older than ${newer}; run "npm run build" before tests of processes`);
