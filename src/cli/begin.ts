import {toolVersion} from '../app/tool-version.ts';
import {putUnfinished} from '../reports/destinations.ts';
import {RUN_REPORTS, STATUS_REPORTS, TRACE_REPORTS} from '../reports/formats.ts';
import type {Begun} from '../reports/unfinished.ts';
import {askedReports} from './asked-reports.ts';
import {listenForSignals} from './signals.ts';

/** Columns. */
const UNWRAPPED = 10_000;

/**
 * What comes before all else, as anything may end the process from here on: signals have their exit codes, and where
 * reports were asked for there are unfinished ones, not those of an earlier run.
 */
export function begin(argv: readonly string[]): void {
  listenForSignals();
  // Read when oclif is loaded, which takes 80 columns for what is no terminal: there `--help` is not wrapped.
  if (process.stdout.isTTY !== true) process.env.OCLIF_COLUMNS ??= String(UNWRAPPED);
  for (const {name, path} of askedReports(argv, process.env)) {
    if (argv[0] === 'trace') putUnfinished(TRACE_REPORTS, name, path, begun());
    else if (argv[0] === 'status') putUnfinished(STATUS_REPORTS, name, path, begun());
    else putUnfinished(RUN_REPORTS, name, path, begun());
  }
}

export function begun(): Begun {
  return {toolVersion: toolVersion(), at: new Date()};
}
