import {randomUUID} from 'node:crypto';
import {resolve} from 'node:path';
import type {Report} from '../../model/report.ts';
import {openFileEnd} from '../../reports/disk/file-end.ts';
import {type GithubOutputs, githubOutputText, githubSummary} from '../../reports/github.ts';
import {reporterName} from '../../reports/reporter-name.ts';
import {unfinishedReport} from '../../reports/unfinished.ts';
import {begun} from '../unfinished-reports.ts';
import {isAsked} from './run-reports.ts';

/** What a workflow of GitHub is given beside annotations. */
export interface GithubFiles {
  /** Writes the summary of the step and its outputs; returns what went wrong. Null: the run has no exit code. */
  write(report: Report, exitCode: number | null): readonly unknown[];
}

const VARIABLES = ['GITHUB_STEP_SUMMARY', 'GITHUB_OUTPUT'] as const;

/**
 * The files that GitHub names to a step, with an unfinished summary and a verdict of hold until there are others. Where it
 * names none, `warn` is told. Null unless the `github` reporter is asked for.
 * @throws UsageError when one cannot be written.
 */
export async function openGithubFiles(
  reporters: readonly string[],
  env: NodeJS.ProcessEnv,
  warn: (text: string) => void,
): Promise<GithubFiles | null> {
  if (!isAsked('github', reporters)) return null;
  const missing = VARIABLES.filter((name) => (env[name] ?? '') === '');
  if (missing.length > 0) {
    const areNot = missing.length > 1 ? 'are not set' : 'is not set';
    warn(
      `--reporter github: ${missing.join(' and ')} ${areNot}, as ${missing.length > 1 ? 'they are' : 'it is'} in a step of a GitHub workflow: no ${missing.map((name) => WRITTEN[name]).join(' and no ')} will be written.`,
    );
  }
  const [summaryPath = '', outputPath = ''] = VARIABLES.map((name) => env[name]);
  const report = jsonPath(reporters);
  const early = {verdict: 'hold', 'exit-code': '', counts: '{}', report};
  const summary =
    summaryPath === '' ? null : await openFileEnd(summaryPath, githubSummary(unfinishedReport(begun()), 0));
  const output = outputPath === '' ? null : await openFileEnd(outputPath, outputText(early));
  return {
    write(document, exitCode) {
      const outputs = {
        ...{verdict: document.decision?.verdict ?? '', 'exit-code': exitCode === null ? '' : String(exitCode)},
        ...{counts: JSON.stringify(document.summary), report},
      };
      return [
        failureOf(() => summary?.write(githubSummary(document, summary.bytesBefore))),
        failureOf(() => output?.write(outputText(outputs))),
      ].flat();
    },
  };
}

const WRITTEN = {GITHUB_STEP_SUMMARY: 'summary', GITHUB_OUTPUT: 'outputs'} as const;

function outputText(outputs: GithubOutputs): string {
  return githubOutputText(outputs, `end-${randomUUID()}`);
}

/** Where the JSON report goes, for steps that work elsewhere. */
function jsonPath(reporters: readonly string[]): string {
  const paths = reporters.map(reporterName).map(({name, path}) => (name === 'json' ? path : null));
  const path = paths.find((one) => one !== null);
  return path === undefined || path === null ? '' : resolve(path);
}

function failureOf(attempt: () => void): unknown[] {
  try {
    attempt();
    return [];
  } catch (error) {
    return [error];
  }
}
