import {type Report, reportSchema} from '../../model/report.ts';
import {REPORT_VERSION} from '../../model/report-version.ts';
import {readJsonText} from './json-text.ts';
import {readDocument} from './read-document.ts';

/** Reads what `--reporter json:FILE` wrote, `-` being stdin. */
export function readReport(path: string): Promise<Report> {
  return readDocument(path, {
    name: 'a report',
    schema: reportSchema,
    writtenBy: '`run --reporter json:FILE`',
    version: {key: 'schemaVersion', current: REPORT_VERSION, writer: ({tool}) => writerOf(tool)},
    again: 'run again',
    read: readJsonText,
  });
}

function writerOf(tool: unknown): string | null {
  if (typeof tool !== 'object' || tool === null || !('name' in tool) || !('version' in tool)) return null;
  return `${tool.name} ${tool.version}`;
}
