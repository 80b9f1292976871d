import {join} from 'node:path';
import {loadChecklist} from '../../../src/checklist/load.ts';
import {CHECKS} from '../../../src/checks/index.ts';
import type {Checklist} from '../../../src/model/checklist.ts';
import type {Report} from '../../../src/model/report.ts';
import type {Target} from '../../../src/open-scene.ts';
import {runChecklist} from '../../../src/run-checklist.ts';

export const CHECKLIST_FILE = join(import.meta.dirname, 'checklist.yaml');

export async function readChecklist(vars: Readonly<Record<string, string>>): Promise<Checklist> {
  const {checklist, problems} = await loadChecklist({
    file: CHECKLIST_FILE,
    checks: CHECKS,
    environment: null,
    vars,
    varFiles: [],
    processEnv: {},
  });
  if (checklist === null || problems.length > 0) throw new Error(problems.map(({message}) => message).join('\n'));
  return checklist;
}

/** One run in this process, of the items that the world can show; `only` narrows it to some of them. */
export async function runOnce(
  checklist: Checklist,
  target: Target,
  {skip, only = []}: {readonly skip: readonly string[]; readonly only?: readonly string[]},
): Promise<Report> {
  const {report, bugs} = await runChecklist({
    checklist,
    waivers: [],
    signOffs: [],
    target,
    stage: null,
    selection: {only, skip, tags: [], withNeeds: false},
    concurrency: 16,
    bail: false,
    region: null,
    profile: null,
    vantage: null,
    record: false,
    emit: () => {},
    signal: new AbortController().signal,
  });
  if (bugs.length > 0) throw bugs[0];
  return report;
}
