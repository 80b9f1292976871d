import {type Report, reportSchema} from '../../model/report.ts';
import {readDocument} from './read-document.ts';

/** Reads what `--reporter json:FILE` wrote. */
export function readReport(path: string): Promise<Report> {
  return readDocument(path, {name: 'a report', schema: reportSchema, writtenBy: '`run --reporter json:FILE`'});
}
