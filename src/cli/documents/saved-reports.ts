import {contradictionIn} from '../../model/decision/contradictions.ts';
import {embellishmentIn} from '../../model/embellished.ts';
import {UsageError} from '../../model/errors.ts';
import type {Report} from '../../model/report.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {readReport} from './report-file.ts';

/** As a command line names them. */
export type Paths = readonly [string, ...string[]];

/** Reports, alone or joined, that do not contradict themselves, `-` being stdin. @throws UsageError naming the file. */
export async function readSavedReports([first, ...others]: Paths): Promise<[Report, ...Report[]]> {
  return [await readSaved(first), ...(await Promise.all(others.map(readSaved)))];
}

/** As {@link readSavedReports}, of commands that decide something. */
export async function readDecidables(paths: Paths): Promise<[Report, ...Report[]]> {
  const reports = await readSavedReports(paths);
  reports.forEach((report, index) => {
    const undecided = (report.parts ?? [report]).find(({decision}) => decision === null);
    if (undecided === undefined) return;
    const message = `is the report of \`${undecided.checklist.file}\`, which decides nothing; name one of a checklist, which \`run\` wrote`;
    throw new UsageError(plainText(message), {code: 'nothing-to-decide', where: paths[index] ?? '-'});
  });
  return reports;
}

/** What a joined report says besides its parts is never believed. */
async function readSaved(path: string): Promise<Report> {
  const report = await readReport(path);
  for (const part of report.parts ?? [report]) {
    const contradiction = contradictionIn(part) ?? embellishmentIn(part);
    if (contradiction === null) continue;
    throw new UsageError(plainText(`contradicts itself: ${contradiction}; run again`), {
      code: 'contradiction',
      where: path,
    });
  }
  return report;
}
