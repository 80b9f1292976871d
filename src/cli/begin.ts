import {askedReports} from './asked-reports.ts';
import {listenForSignals} from './signals.ts';

/** Columns. */
const UNWRAPPED = 10_000;

/**
 * What comes before all else, as anything may end the process from here on: signals have their exit codes, and where
 * reports were asked for there are unfinished ones, not those of an earlier run.
 */
export async function begin(argv: readonly string[]): Promise<void> {
  listenForSignals();
  // Read when oclif is loaded, which takes 80 columns for what is no terminal: there `--help` is not wrapped.
  if (process.stdout.isTTY !== true) process.env.OCLIF_COLUMNS ??= String(UNWRAPPED);
  const asked = askedReports(argv, process.env);
  if (asked.length === 0) return;
  // What writes reports is loaded only where there are any.
  const {putUnfinishedReports} = await import('./unfinished-reports.ts');
  await putUnfinishedReports(argv[0], asked);
}
