import {UsageError} from '../../model/errors.ts';
import type {Report} from '../../model/report.ts';
import {isAsked} from './run-reports.ts';

/**
 * The report that `--baseline` names; null where none is.
 * @throws UsageError when it cannot be read, says nothing, or nobody asks for the format that compares.
 */
export async function readBaseline(path: string | null, reporters: readonly string[]): Promise<Report | null> {
  if (path === null) return null;
  const refuse = (what: string) => new UsageError(`--baseline ${path}: ${what}`, {where: '--baseline'});
  if (!isAsked('sarif', reporters)) throw refuse('only `--reporter sarif` compares with it, and is not asked for');
  const {readReport} = await import('../documents/report-file.ts');
  const report = await readReport(path);
  if (report.incomplete === 'unfinished') {
    throw refuse('is the report of a run that has not ended. Is the report of this run to go there, too?');
  }
  return report;
}
