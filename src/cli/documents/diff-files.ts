import {toolVersion} from '../../app/tool-version.ts';
import {joinReports} from '../../model/decision/join.ts';
import {diffReports, type ReportDiff} from '../../model/diff/diff.ts';
import {readSavedReports} from './saved-reports.ts';

/** What differs between two saved reports, alone or joined. @throws UsageError naming the file. */
export async function diffFiles(oldPath: string, newPath: string): Promise<ReportDiff> {
  const [old, now] = await readSavedReports([oldPath, newPath]);
  // What a joined report says besides its parts is never believed.
  return diffReports(joinReports([old], toolVersion()), joinReports([now ?? old], toolVersion()));
}
