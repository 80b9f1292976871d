import {join} from 'node:path';
import type {FactSource, RunMode} from '../../../src/app/fact-source.ts';
import {loadChecklist} from '../../../src/checklist/load.ts';
import {CHECKS} from '../../../src/checks/index.ts';
import type {Checklist} from '../../../src/model/checklist.ts';
import type {Report} from '../../../src/model/report.ts';
import {runQuietly} from '../../support/run-quietly.ts';

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

export interface Looking {
  readonly skip: readonly string[];
  readonly only?: readonly string[];
}

/** One run in this process, of the items that the world can show; `only` narrows it to some of them. */
export async function runOnce(
  checklist: Checklist,
  source: RunMode | FactSource,
  {skip, only = []}: Looking,
): Promise<Report> {
  return await runQuietly({checklist, source, selection: {only, skip, tags: [], withNeeds: false}, concurrency: 16});
}

/** Ids of the items that only the other world can show. */
export function foreignTo(world: 'moto' | 'lab', {items}: Checklist): string[] {
  const other = world === 'moto' ? 'lab' : 'moto';
  return items.filter(({tags}) => tags.includes(other)).map(({id}) => id);
}
