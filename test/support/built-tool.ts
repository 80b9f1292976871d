import {join} from 'node:path';
import {newerThanBuild} from '../../scripts/stale-build.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The tool as it is built, which starts for a third of the CPU that a start from its sources takes. Never a stale one. */
export const BUILT_TOOL = join(ROOT, 'bin/run.js');

const newer = newerThanBuild(ROOT);
if (newer !== null) throw new Error(`dist/ is older than ${newer}; run "npm run build" before tests of processes`);
