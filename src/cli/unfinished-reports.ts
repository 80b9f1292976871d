import {toolVersion} from '../app/tool-version.ts';
import {putUnfinished} from '../reports/destinations.ts';
import {STATUS_REPORTS, TRACE_REPORTS} from '../reports/formats.ts';
import type {Begun} from '../reports/unfinished.ts';
import type {askedReports} from './asked-reports.ts';
import {runReports} from './run/run-reports.ts';

/** Puts unfinished reports where those of a command are to go. */
export async function putUnfinishedReports(
  command: string | undefined,
  asked: ReturnType<typeof askedReports>,
): Promise<void> {
  const reporters = asked.map(({name, path}) => `${name}:${path}`);
  const ofRuns = await runReports({reporters, baseline: null, layout: {verbose: false}});
  for (const {name, path} of asked) {
    if (command === 'trace') putUnfinished(TRACE_REPORTS, name, path, begun());
    else if (command === 'status') putUnfinished(STATUS_REPORTS, name, path, begun());
    else putUnfinished(ofRuns, name, path, begun());
  }
}

export function begun(): Begun {
  return {toolVersion: toolVersion(), at: new Date()};
}
