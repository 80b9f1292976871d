import {toolVersion} from '../../app/tool-version.ts';
import {joinReports} from '../../model/decision/join.ts';
import {UsageError} from '../../model/errors.ts';
import type {Report} from '../../model/report.ts';
import {jsonReport} from '../../reports/json.ts';
import {MAX_BYTES} from './regular-file.ts';
import {type Paths, readDecidables, readSavedReports} from './saved-reports.ts';

/** One report of those that are named, joined as `decide` joins them; one alone is as it was saved. */
export async function joinedReport(paths: Paths): Promise<Report> {
  const reports = await (paths.length === 1 ? readSavedReports(paths) : readDecidables(paths));
  return joinReports(reports, toolVersion());
}

/** The document of `merge`. @throws UsageError also where nobody could read it again. */
export async function mergedDocument(paths: Paths): Promise<string> {
  const document = jsonReport(await joinedReport(paths));
  if (Buffer.byteLength(document) <= MAX_BYTES) return document;
  const most = `${MAX_BYTES / 1024 / 1024} MiB`;
  throw new UsageError(
    `the ${paths.length} reports come to more than ${most} together, which no command reads; name them to decide or report one by one`,
    {code: 'too-large'},
  );
}
