import {brokenOffDecision} from '../model/decision/broken-off.ts';
import type {Report} from '../model/report.ts';
import type {StatusDocument} from '../model/sign-off/status.ts';
import type {TraceDocument} from '../model/trace.ts';
import {codeQualityReport} from './code-quality.ts';
import {ctrfReport} from './ctrf.ts';
import type {ReportKind} from './destinations.ts';
import {githubAnnotations} from './github.ts';
import {runHtml} from './html/page.ts';
import {jsonReport} from './json.ts';
import {junitReport} from './junit.ts';
import {ndjsonLines, ndjsonReport} from './ndjson.ts';
import {runMarkdown} from './run-markdown.ts';
import {type Strictness, USUAL} from './run-problem.ts';
import {sarifReport} from './sarif.ts';
import {statusMarkdown} from './status-markdown.ts';
import {streamsSvg} from './streams-svg.ts';
import {tapReport} from './tap.ts';
import {traceMarkdown} from './trace-markdown.ts';
import {unfinishedReport, unfinishedStatus, unfinishedTrace} from './unfinished.ts';

/** What `--reporter` of a run knows without the docs of the checks, which are of another room. */
export const RUN_REPORTS: ReportKind<Report> = {
  name: 'run',
  formats: {
    json: jsonReport,
    ndjson: ndjsonReport,
    ...judgedFormats(USUAL),
    sarif: (report) => sarifReport(report, {docsOf: () => undefined, baseline: null}),
    markdown: (report) => runMarkdown(report),
    html: runHtml,
    svg: streamsSvg,
  },
  lines: {ndjson: ndjsonLines},
  obeyed: ['github'],
  // On stderr, while the run goes on.
  drawn: ['pretty'],
  unfinished: unfinishedReport,
  brokenOff(report) {
    const {decision} = report;
    return {...report, incomplete: 'bug', decision: decision === null ? null : brokenOffDecision(decision)};
  },
};

/** The formats whose readers make a verdict of their own of what they read, which must be that of the exit code. */
export function judgedFormats(strictness: Strictness): ReportKind<Report>['formats'] {
  return {
    junit: (report) => junitReport(report, strictness),
    tap: (report) => tapReport(report, strictness),
    ctrf: (report) => ctrfReport(report, strictness),
    'code-quality': (report) => codeQualityReport(report, strictness),
    github: (report) => githubAnnotations(report, strictness),
  };
}

/** What `--reporter` of a trace knows. */
export const TRACE_REPORTS: ReportKind<TraceDocument> = {
  name: 'trace',
  formats: {json: (document) => `${JSON.stringify(document, null, 2)}\n`, markdown: traceMarkdown},
  drawn: [],
  unfinished: unfinishedTrace,
  brokenOff: (document) => document,
};

/** What `--reporter` of `status` knows. */
export const STATUS_REPORTS: ReportKind<StatusDocument> = {
  name: 'status',
  formats: {json: (document) => `${JSON.stringify(document, null, 2)}\n`, markdown: statusMarkdown},
  drawn: [],
  unfinished: unfinishedStatus,
  brokenOff: (document) => document,
};
