import type {Attempt, ItemReport, Report} from '../model/report.ts';
import {plainLines, plainText} from '../model/text/plain-text.ts';
import {itemFacts, placeOf, testResult} from './item-facts.ts';
import {runProblem, type Strictness, USUAL} from './run-problem.ts';

type CtrfStatus = 'passed' | 'failed' | 'skipped' | 'pending' | 'other';

/** The version of the format's specification. */
const SPECIFICATION = '0.0.0';

const MOST_OF_A_LINE = 2000;

/** The Common Test Report Format: a test for each item, in the file's order. */
export function ctrfReport(report: Report, strictness: Strictness = USUAL): string {
  const {tool, startedAt, finishedAt, durationMs, environment, checklist} = report;
  const problem = runProblem(report, strictness);
  const tests = withTestOfTheRun(
    report.items.map((item) => testOf(item, report)),
    problem,
  );
  const count = (status: CtrfStatus) => tests.filter((test) => test.status === status).length;
  const document = {
    reportFormat: 'CTRF',
    specVersion: SPECIFICATION,
    timestamp: finishedAt,
    generatedBy: `${tool.name} ${tool.version}`,
    results: {
      tool,
      summary: {
        ...{tests: tests.length, passed: count('passed'), failed: count('failed')},
        ...{skipped: count('skipped'), pending: count('pending'), other: count('other')},
        flaky: tests.filter(({flaky}) => flaky === true).length,
        ...{start: msOf(startedAt), stop: msOf(finishedAt), duration: Math.round(durationMs)},
      },
      tests,
      environment: {
        reportName: shown(checklist.title),
        ...(environment === null ? {} : {testEnvironment: shown(environment)}),
        healthy: isHealthy(report, problem),
      },
      extra: extraOf(report),
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Not knowing is not healthy. */
function isHealthy({decision, items}: Report, problem: string | null): boolean {
  if (problem !== null || items.length === 0) return false;
  if (decision !== null) return decision.verdict === 'proceed';
  return items.every((item) => statusOf(item) === 'passed');
}

function extraOf({mode, overrides, stage, vantage, incomplete, decision, checklist}: Report) {
  return {
    ...{mode, overrides: overrides.map(shown), stage, vantage: shown(vantage), incomplete},
    ...{verdict: decision?.verdict ?? null, checklist: shown(checklist.file), checklistSha256: checklist.sha256},
  };
}

interface CtrfTest {
  readonly name: string;
  readonly status: CtrfStatus;
  /** Milliseconds; the format has no fractions. */
  readonly duration: number;
  readonly testId: string;
  readonly suite?: readonly string[];
  readonly message?: string;
  readonly rawStatus?: string;
  readonly flaky?: boolean;
  readonly tags?: readonly string[];
  readonly labels?: Readonly<Record<string, readonly number[]>>;
  readonly filePath?: string;
  readonly line?: number;
  readonly start?: number;
  readonly retries?: number;
  readonly retryAttempts?: readonly object[];
  readonly stdout?: readonly string[];
}

function testOf(item: ItemReport, report: Report): CtrfTest {
  const {id, path, status, tags, plan, durationMs, attempts, flaky} = item;
  const result = testResult(item);
  const place = placeOf(item, report);
  const groups = path.slice(0, -1);
  const [first] = attempts;
  const earlier = attempts.slice(0, -1);
  return {
    ...{name: shown(`${id}: ${path.at(-1) ?? ''}`), status: statusOf(item), duration: Math.round(durationMs)},
    ...(groups.length === 0 ? {} : {suite: groups.map(shown)}),
    ...{testId: shown(id), rawStatus: status, tags: tags.map(shown)},
    ...(result.kind === 'passed' ? {} : {message: shown(result.message)}),
    ...(first === undefined ? {} : {start: msOf(first.startedAt)}),
    ...(earlier.length === 0 ? {} : {retries: earlier.length, retryAttempts: earlier.map(attemptOf)}),
    // The format means by it that a test passed in the end.
    ...(flaky && status === 'pass' ? {flaky} : {}),
    ...(place === null ? {} : {filePath: place.file, line: place.line}),
    ...(plan.length === 0 ? {} : {labels: {plan}}),
    stdout: itemFacts(item).map(([label, text]) => plainText(`${label}: ${text}`.toWellFormed(), MOST_OF_A_LINE)),
  };
}

/** What could not be determined is neither passed nor failed; what waits for a person is pending. */
function statusOf(item: ItemReport): CtrfStatus {
  if (item.status === 'pending') return 'pending';
  const {kind} = testResult(item);
  return kind === 'error' ? 'other' : kind;
}

const ATTEMPT_STATUS = {pass: 'passed', fail: 'failed', error: 'other'} as const;

function attemptOf({status, summary, startedAt, durationMs}: Attempt, index: number) {
  return {
    ...{attempt: index + 1, status: ATTEMPT_STATUS[status], duration: Math.round(durationMs)},
    ...{start: msOf(startedAt), message: shown(summary)},
  };
}

/** Readers take a report without failed tests for a green one, also where some could not be determined. */
function withTestOfTheRun(tests: readonly CtrfTest[], problem: string | null): readonly CtrfTest[] {
  const isOpen = tests.some(({status}) => status === 'other') && !tests.some(({status}) => status === 'failed');
  const message = problem ?? (isOpen ? 'not everything could be determined' : null);
  if (message === null) return tests;
  const failed = {name: 'the run as a whole', status: 'failed' as const, duration: 0, suite: ['the run']};
  return [...tests, {...failed, testId: 'the-run-as-a-whole', message}];
}

function shown(text: string): string {
  return plainLines(text.toWellFormed());
}

function msOf(time: string): number {
  return Date.parse(time);
}
