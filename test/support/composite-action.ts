import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {parse} from 'yaml';
import {type Contexts, interpolate, type JobStatus, stepRuns} from './github-expressions.ts';

interface Step {
  readonly id?: string;
  readonly name: string;
  readonly if?: string;
  readonly shell?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
}

export interface CompositeAction {
  readonly inputs: Readonly<Record<string, {readonly default?: string}>>;
  readonly outputs: Readonly<Record<string, {readonly value: string}>>;
  readonly runs: {readonly steps: readonly Step[]};
}

export function readAction(file: string): CompositeAction {
  return parse(readFileSync(file, 'utf8'));
}

export interface ActionRun {
  /** The steps that ran, with the exit codes of their commands; of an action of others, what it was given. */
  readonly steps: Readonly<Record<string, number | null | Readonly<Record<string, string>>>>;
  readonly outputs: Readonly<Record<string, string>>;
  /** What the commands printed. */
  readonly output: string;
  /** The Markdown that GitHub shows of the job. */
  readonly summary: string;
  readonly status: JobStatus;
}

export interface ActionOptions {
  readonly inputs: Readonly<Record<string, string>>;
  /** The workspace of the job. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Is called as each step starts, with what cancels the job: a signal to the step's process, or to its whole group. */
  started?(step: string, cancel: (signal: 'SIGINT' | 'SIGTERM', to: 'process' | 'group') => void): void;
}

/** Runs the commands of a composite action as GitHub does. Other people's actions are not run. */
export async function runAction(file: string, {inputs, cwd, env, started}: ActionOptions): Promise<ActionRun> {
  const action = readAction(file);
  const defaults = Object.entries(action.inputs).map(([name, {default: value = ''}]) => [name, value]);
  const unknown = Object.keys(inputs).filter((name) => !Object.hasOwn(action.inputs, name));
  if (unknown.length > 0) throw new Error(`the action has no input ${unknown.join(', ')}`);
  const scripts = mkdtempSync(join(tmpdir(), 'action-step-'));
  const script = join(scripts, 'step.sh');
  const written = join(scripts, 'output');
  const summary = join(scripts, 'summary');
  writeFileSync(summary, '');
  const steps: Record<string, {outputs: Record<string, string>}> = {};
  const ran: Record<string, number | null | Record<string, string>> = {};
  let output = '';
  let status: JobStatus = 'success';
  const contexts = (): Contexts => ({inputs: {...Object.fromEntries(defaults), ...inputs}, steps});
  const evaluated = (values: Readonly<Record<string, string>> = {}) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, interpolate(value, contexts())]));
  for (const step of action.runs.steps) {
    if (!stepRuns(step.if, contexts(), status)) continue;
    if (step.run === undefined) {
      ran[step.name] = evaluated(step.with);
      continue;
    }
    writeFileSync(script, interpolate(step.run, contexts()));
    writeFileSync(written, '');
    // What GitHub starts for `shell: bash`.
    const child = spawn('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', script], {
      cwd: resolve(cwd, interpolate(step['working-directory'] ?? '.', contexts())),
      env: {
        ...env,
        ...evaluated(step.env),
        GITHUB_OUTPUT: written,
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_ACTION_PATH: dirname(file),
      },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    const {pid} = child;
    if (pid === undefined) throw new Error('bash did not start');
    started?.(step.name, (signal, to) => {
      status = 'cancelled';
      process.kill(to === 'group' ? -pid : pid, signal);
    });
    const [code] = (await once(child, 'close')) as [number | null];
    ran[step.name] = code;
    if (step.id !== undefined) steps[step.id] = {outputs: outputsIn(readFileSync(written, 'utf8'))};
    if (code !== 0 && status === 'success') status = 'failure';
  }
  const shown = readFileSync(summary, 'utf8');
  rmSync(scripts, {recursive: true});
  const outputs = Object.entries(action.outputs).map(([name, {value}]) => [name, interpolate(value, contexts())]);
  return {steps: ran, outputs: Object.fromEntries(outputs), output, summary: shown, status};
}

/** What is in the file that `GITHUB_OUTPUT` names: `name=value`, or `name<<END` and lines until the one that is END. */
function outputsIn(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split('\n');
  while (lines.length > 0) {
    const line = lines.shift() ?? '';
    const [, name = '', end = ''] = /^([^=]+?)<<(.+)$/.exec(line) ?? [];
    if (name !== '') {
      const at = lines.indexOf(end);
      if (at === -1) throw new Error(`${name} has no end`);
      outputs[name] = lines
        .splice(0, at + 1)
        .slice(0, -1)
        .join('\n');
    } else if (line !== '') {
      const equals = line.indexOf('=');
      if (equals < 1) throw new Error(`not an output: ${line}`);
      outputs[line.slice(0, equals)] = line.slice(equals + 1);
    }
  }
  return outputs;
}
