import {askedReports, replacedInput} from './asked-reports.ts';
import {listenForSignals} from './signals.ts';

/**
 * What comes before all else, as anything may end the process from here on: signals have their exit codes, and where
 * reports were asked for there are unfinished ones, not those of an earlier run.
 */
export async function begin(argv: readonly string[]): Promise<void> {
  listenForSignals();
  const asked = askedReports(argv, process.env).filter((report) => replacedInput(argv, process.env, report) === null);
  if (asked.length === 0) return;
  // What writes reports is loaded only where there are any.
  const {putUnfinishedReports} = await import('./unfinished-reports.ts');
  await putUnfinishedReports(argv[0], asked);
}
