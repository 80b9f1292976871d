import {UsageError} from '../../model/errors.ts';
import type {Report} from '../../model/report.ts';
import {isAsked} from './run-reports.ts';

/** What is compared with the baseline. */
export interface Compared {
  readonly environment: string | null;
  readonly items: readonly {readonly id: string}[];
}

/**
 * The report that `--baseline` names; null where none is.
 * @throws UsageError when it cannot be read, says nothing, is of something else, or nobody asks for the format that compares.
 */
export async function readBaseline(
  path: string | null,
  reporters: readonly string[],
  {environment, items}: Compared,
): Promise<Report | null> {
  if (path === null) return null;
  const refuse = (what: string) => new UsageError(`--baseline ${path}: ${what}`, {where: '--baseline'});
  if (!isAsked('sarif', reporters)) {
    // A variable is set for a whole job.
    if (path === process.env.MIGRATE_CHECK_BASELINE) return null;
    throw refuse('only `--reporter sarif` compares with it, and is not asked for');
  }
  const {readReport} = await import('../documents/report-file.ts');
  const report = await readReport(path);
  if (report.incomplete === 'unfinished') {
    throw refuse('is the report of a run that has not ended. Is the report of this run to go there, too?');
  }
  const named = (name: string | null) => (name === null ? 'no environment' : `the environment ${name}`);
  if (report.environment !== environment) {
    throw refuse(`is of ${named(report.environment)}, and this report of ${named(environment)}`);
  }
  const ids = new Set(items.map(({id}) => id));
  if (ids.size > 0 && !report.items.some(({id}) => ids.has(id)))
    throw refuse('is of another checklist: no item is in both');
  return report;
}
