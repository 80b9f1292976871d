import type {Report} from '../model/report.ts';

/** The report itself, as `schema/report.schema.json` has it. */
export function jsonReport(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
