import {type RunSettings, runChecklist} from '../../src/app/run-checklist.ts';
import type {Report} from '../../src/model/report.ts';

type Given = Pick<RunSettings, 'checklist' | 'source' | 'concurrency'> & Partial<RunSettings>;

/** One run in this process of which only the report is wanted: nothing is shown, and a bug is thrown. */
export async function runQuietly(given: Given): Promise<Report> {
  const {report, bugs} = await runChecklist({
    waivers: [],
    signOffs: [],
    stage: null,
    selection: {only: [], skip: [], tags: [], withNeeds: false},
    bail: false,
    region: null,
    profile: null,
    vantage: null,
    record: false,
    emit: () => {},
    signal: new AbortController().signal,
    ...given,
  });
  if (bugs.length > 0) throw bugs[0];
  return report;
}
