import {fileURLToPath} from 'node:url';
import {loadChecklist} from '../../src/checklist/load.ts';
import {CHECKS} from '../../src/checks/index.ts';
import type {LabWorld} from '../../src/lab/start.ts';
import type {Checklist} from '../../src/model/checklist.ts';
import type {Report} from '../../src/model/report.ts';
import {runChecklist} from '../../src/run-checklist.ts';

const SHIPPED = fileURLToPath(new URL('../../checklist.yaml', import.meta.url));

/** The shipped checklist, read as `lab` reads it. */
export async function shippedChecklist(vars: Readonly<Record<string, string>> = {}): Promise<Checklist> {
  const {checklist, problems} = await loadChecklist({
    file: SHIPPED,
    checks: CHECKS,
    environment: null,
    vars,
    varFiles: [],
    processEnv: {},
  });
  if (checklist === null || problems.length > 0) throw new Error(problems.map(({message}) => message).join('\n'));
  return checklist;
}

/** One run in a world that is up; `only` with what it needs. */
export async function runOnLab(
  lab: LabWorld,
  checklist: Checklist,
  stage: string,
  only: readonly string[] = [],
): Promise<Report> {
  const {report, bugs} = await runChecklist({
    checklist,
    waivers: [],
    signOffs: lab.signOffs(checklist),
    target: {mode: 'lab', world: lab},
    stage,
    selection: {only, skip: [], tags: [], withNeeds: true},
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

/** The ids of the items with this status, in the file's order. */
export function withStatus(report: Report, status: Report['items'][number]['status']): string[] {
  return report.items.filter((item) => item.status === status).map(({id}) => id);
}
