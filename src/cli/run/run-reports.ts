import type {Report} from '../../model/report.ts';
import type {Layout} from '../../render/style.ts';
import type {ReportKind} from '../../reports/destinations.ts';
import {judgedFormats, RUN_REPORTS} from '../../reports/formats.ts';
import {reporterName} from '../../reports/reporter-name.ts';
import {type Strictness, USUAL} from '../../reports/run-problem.ts';
import {fromRepositoryRoot} from './repository-paths.ts';

/** What the formats of a run take beside the report. */
export interface ReportContext {
  /** As `--reporter` has them. */
  readonly reporters: readonly string[];
  /** What `sarif` compares with. */
  readonly baseline: Report | null;
  /** Left out: as without any flag. */
  readonly strictness?: Strictness;
  /** How `pretty` is laid out. */
  readonly layout: Pick<Layout, 'verbose' | 'streams' | 'names'>;
}

/** Those whose readers show items at the lines of the checklist, in the repository that they know. */
const AT_LINES = ['ctrf', 'code-quality', 'github', 'sarif'];

/** Of a file that a person opens. */
const COLUMNS = 120;

/** The formats of a run, with what other rooms add to them: loaded only where it is asked for, as measuring text takes 25 ms. */
export async function runReports({
  reporters,
  baseline,
  strictness = USUAL,
  layout,
}: ReportContext): Promise<ReportKind<Report>> {
  const formats = {...RUN_REPORTS.formats, ...judgedFormats(strictness)};
  if (isAsked('sarif', reporters)) {
    const [{CHECKS}, {sarifReport}] = await Promise.all([
      import('../../checks/index.ts'),
      import('../../reports/sarif.ts'),
    ]);
    const checks = new Map(CHECKS.map((check) => [check.id, check]));
    // What is absent now has its place in the baseline alone.
    const before = baseline && fromRepositoryRoot(baseline, process.cwd(), process.env);
    formats.sarif = (report) => sarifReport(report, {docsOf: (id) => checks.get(id), baseline: before, strictness});
  }
  for (const name of AT_LINES) {
    const format = formats[name];
    if (format === undefined) continue;
    formats[name] = (report) => format(fromRepositoryRoot(report, process.cwd(), process.env));
  }
  if (reporters.map(reporterName).some(({name, path}) => name === 'pretty' && path !== null)) {
    const {reportText} = await import('../../render/report-text.ts');
    formats.pretty = (report) => reportText(report, {...layout, width: COLUMNS});
  }
  return {...RUN_REPORTS, formats};
}

/** Whether `--reporter NAME` or `NAME:PATH` is among them. */
export function isAsked(name: string, reporters: readonly string[]): boolean {
  return reporters.some((text) => reporterName(text).name === name);
}
