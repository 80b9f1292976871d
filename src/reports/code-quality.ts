import type {ItemReport, Report} from '../model/report.ts';
import {plainText} from '../model/text/plain-text.ts';
import {notLiveText, placeOf} from './item-facts.ts';
import {runProblem, type Strictness, USUAL} from './run-problem.ts';

/**
 * GitLab's Code Quality report: an issue at the checklist's line for each item that does not hold, or is not known to.
 * An issue is the same one from run to run while its item has the same id. A list without issues looks clean to GitLab,
 * so a run that did not end, judged nothing, or was not live, is an issue itself.
 */
export function codeQualityReport(report: Report, strictness: Strictness = USUAL): string {
  const issues = [...issuesOfTheRun(report, strictness), ...report.items.flatMap((item) => issuesOf(item, report))];
  return `${JSON.stringify(issues, null, 2)}\n`;
}

type Severity = 'info' | 'minor' | 'major' | 'critical' | 'blocker';

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: Severity;
  readonly location: {readonly path: string; readonly lines: {readonly begin: number}};
}

function issuesOfTheRun(report: Report, strictness: Strictness): Issue[] {
  const text = runProblem(report, strictness);
  // No id of an item holds a space.
  const ofTheRun = (about: string, what: string, severity: Severity) =>
    issue(about, 'the run', what, severity, startOf(report));
  return [
    ...(text === null ? [] : [ofTheRun('the run', text, 'blocker')]),
    ...(report.mode === 'live' ? [] : [ofTheRun('the run: not live', notLiveText(report), 'info')]),
  ];
}

/** Of what has no line of its own. GitLab refuses an issue without a path: of a command by hand it is the repository. */
function startOf({checklist, decision}: Report) {
  return {file: decision === null ? '.' : checklist.file, line: 1};
}

function issuesOf(item: ItemReport, report: Report): Issue[] {
  const {id, check, summary, fix} = item;
  const severity = severityOf(item);
  if (severity === null) return [];
  const text = `${id}: ${summary}${fix === null ? '' : ` To do: ${fix}`}`;
  return [issue(id, check ?? 'manual', text, severity, placeOf(item, report) ?? startOf(report))];
}

function severityOf({status, consequence, waiver}: ItemReport): Severity | null {
  switch (status) {
    case 'fail':
      if (waiver !== null || consequence === 'note') return 'info';
      return consequence === 'rollback' ? 'blocker' : 'critical';
    case 'error':
      return consequence === 'note' ? 'info' : 'major';
    case 'blocked':
    case 'pending':
      return 'minor';
    default:
      return null;
  }
}

function issue(
  fingerprint: string,
  check: string,
  text: string,
  severity: Severity,
  {file, line}: {readonly file: string; readonly line: number},
): Issue {
  return {
    description: plainText(text.toWellFormed(), 1000),
    check_name: check,
    fingerprint: `migrate-check: ${fingerprint}`,
    severity,
    // GitLab knows paths from the root of the repository, without a dot in front.
    location: {path: file.replace(/^(\.\/)+/, ''), lines: {begin: line}},
  };
}
