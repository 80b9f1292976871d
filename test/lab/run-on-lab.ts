import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {loadChecklist} from '../../src/checklist/load.ts';
import {CHECKS} from '../../src/checks/index.ts';
import {LAB_VARS} from '../../src/lab/setup.ts';
import type {LabWorld} from '../../src/lab/start.ts';
import type {Checklist} from '../../src/model/checklist.ts';
import type {ItemReport, Report} from '../../src/model/report.ts';
import {runQuietly} from '../support/run-quietly.ts';

/** The folder of the shipped checklist. */
export const SHIPPED_FOLDER = fileURLToPath(new URL('../../', import.meta.url));

let shipped: Promise<Checklist> | undefined;

/** The shipped checklist, read once, or a copy of it in another folder, read as `lab` reads it. */
export function shippedChecklist(folder = SHIPPED_FOLDER): Promise<Checklist> {
  if (folder !== SHIPPED_FOLDER) return checklistIn(folder);
  shipped ??= checklistIn(folder);
  return shipped;
}

async function checklistIn(folder: string): Promise<Checklist> {
  const {checklist, problems} = await loadChecklist({
    file: join(folder, 'checklist.yaml'),
    checks: CHECKS,
    environment: null,
    vars: LAB_VARS,
    varFiles: [],
    processEnv: {},
  });
  if (checklist === null || problems.length > 0) throw new Error(problems.map(({message}) => message).join('\n'));
  return checklist;
}

/** A busy machine may be too slow to judge, and says so: then the run is repeated. */
const MOST_RUNS = 5;

/**
 * One run in a world that is up.
 *
 * @param only some items, with what they need.
 * @param wasSlow whether this may have come of an item as the machine is busy; default: it says so.
 */
export async function runOnLab(
  lab: LabWorld,
  checklist: Checklist,
  stage: string,
  only: readonly string[] = [],
  wasSlow: (item: ItemReport) => boolean = saysSlow,
): Promise<Report> {
  for (let run = 1; ; run++) {
    const report = await runOnce(lab, checklist, stage, only);
    if (!report.items.some(wasSlow) || run === MOST_RUNS) return report;
  }
}

function saysSlow({status, summary}: ItemReport): boolean {
  return status === 'error' && summary.includes('this machine was');
}

async function runOnce(lab: LabWorld, checklist: Checklist, stage: string, only: readonly string[]): Promise<Report> {
  return await runQuietly({
    checklist,
    signOffs: lab.signOffs(checklist),
    source: {mode: 'lab', world: lab},
    stage,
    selection: {only, skip: [], tags: [], withNeeds: true},
    concurrency: 16,
  });
}

/** The ids of the items with this status, in the file's order. */
export function withStatus(report: Report, status: Report['items'][number]['status']): string[] {
  return report.items.filter((item) => item.status === status).map(({id}) => id);
}
