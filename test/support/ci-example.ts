import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parse} from 'yaml';

const ROOT = join(import.meta.dirname, '../..');

export interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

export interface Job {
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

/** The workflow that README shows, as text. */
export function workflowText(): string {
  const blocks = readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/^```yaml\n(.*?)^```$/gms);
  const found = [...blocks].map(([, text = '']) => text).filter((text) => /^jobs:$/m.test(text));
  const [only, ...others] = found;
  if (only === undefined || others.length > 0) throw new Error(`README.md has ${found.length} workflows, not one`);
  return only;
}

export function workflow(): {readonly on: object; readonly jobs: Readonly<Record<string, Job>>} {
  return parse(workflowText());
}

export interface JobRun {
  /** The commands that were run, with their exit codes. */
  readonly ran: readonly (readonly [name: string, code: number | null])[];
  /** Of the job: that of the first step that failed, else 0. */
  readonly code: number | null;
  readonly output: string;
}

/**
 * Runs the commands of a job as GitHub does where no shell is named: each as a file, by `bash -e`, the rest not at all
 * once one has failed. What actions do is not done. `env` is all of the environment.
 */
export function runJob({steps}: Job, cwd: string, env: NodeJS.ProcessEnv): JobRun {
  const ran: [string, number | null][] = [];
  let code: number | null = 0;
  let output = '';
  const scripts = mkdtempSync(join(tmpdir(), 'ci-step-'));
  const file = join(scripts, 'step.sh');
  for (const {run, name = run, if: always} of steps) {
    if (run === undefined || (code !== 0 && always !== 'always()')) continue;
    writeFileSync(file, run);
    const ended = spawnSync('bash', ['-e', file], {cwd, env, encoding: 'utf8'});
    ran.push([name ?? '', ended.status]);
    output += ended.stdout + ended.stderr;
    if (code === 0) code = ended.status;
  }
  rmSync(scripts, {recursive: true});
  return {ran, code, output};
}
