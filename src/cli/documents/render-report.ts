import {exitCodeOf} from '../../model/decision/exit-code.ts';
import type {Report} from '../../model/report.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {openDestinations} from '../../reports/destinations.ts';
import type {Strictness} from '../../reports/run-problem.ts';
import {reportBug} from '../failure.ts';
import {openGithubFiles} from '../run/github-files.ts';
import {readBaseline} from '../run/read-baseline.ts';
import {runReports} from '../run/run-reports.ts';
import {columnsOf, usesColor, writeStdout} from '../terminal.ts';
import {begun} from '../unfinished-reports.ts';
import {joinedReport} from './joined-report.ts';
import type {Paths} from './saved-reports.ts';

export interface RenderOptions {
  /** As `--reporter` has them. */
  readonly reporters: readonly string[];
  /** What `sarif` compares with; null: nothing. */
  readonly baseline: string | null;
  readonly strictness: Strictness;
  readonly verbose: boolean;
  readonly noColor: boolean;
}

/** Writes saved reports in other formats; without any, as the terminal would have shown them, to stdout. */
export async function renderReports(paths: Paths, options: RenderOptions): Promise<void> {
  const {reporters, strictness, verbose, noColor} = options;
  const report = await joinedReport(paths);
  const asText = reporters.length === 0 || reporters.includes('pretty');
  const text = asText ? await textOf(report, verbose, noColor) : '';
  const baseline = await readBaseline(options.baseline, reporters, report);
  const kind = await runReports({reporters, baseline, strictness, layout: {verbose}});
  const formats = asText && kind.formats.pretty === undefined ? {...kind.formats, pretty: () => text} : kind.formats;
  const outputs = await openDestinations(
    {...kind, formats, drawn: []},
    {
      reporters: reporters.length === 0 ? ['pretty'] : reporters,
      otherwise: null,
      recordTo: null,
      begun: begun(),
      writeStdout,
    },
  );
  const github = await openGithubFiles(reporters, process.env, (warning) =>
    process.stderr.write(`${plainText(warning)}\n`),
  );
  for (const failure of await outputs.write(report, null)) reportBug(failure);
  const exitCode = report.incomplete === null ? exitCodeOf(report.items, strictness) : null;
  for (const failure of github?.write(report, exitCode) ?? []) reportBug(failure);
}

async function textOf(report: Report, verbose: boolean, noColor: boolean): Promise<string> {
  // Measuring text takes 25 ms to load, which other formats do not need.
  const [{headText, runText}, {createPaint}] = await Promise.all([
    import('../../render/run-text.ts'),
    import('../../render/style.ts'),
  ]);
  const layout = {
    paint: createPaint(usesColor(process.stdout, noColor)),
    width: columnsOf(process.stdout),
    verbose,
  };
  const {checklist, items, mode, overrides} = report;
  const head = headText({type: 'run-started', title: checklist.title, mode, overrides, items}, layout);
  return `${head}\n\n${runText(report, layout)}\n`;
}
