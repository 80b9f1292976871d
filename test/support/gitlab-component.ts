import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {parseAllDocuments} from 'yaml';

interface GitlabJob {
  readonly needs?: readonly string[];
  readonly variables: Readonly<Record<string, {readonly value: string; readonly expand: boolean}>>;
  readonly before_script: readonly string[];
  readonly script: readonly string[];
  readonly allow_failure?: {readonly exit_codes: readonly number[]};
  readonly artifacts?: {readonly paths: readonly string[]; readonly reports: Readonly<Record<string, string>>};
}

interface Header {
  readonly spec: {readonly inputs: Readonly<Record<string, {readonly default?: string}>>};
}

/** What a component asks for, and its jobs as they are written. */
export function readComponent(file: string): readonly [header: Header, jobs: Readonly<Record<string, GitlabJob>>] {
  const [header, jobs, ...others] = parseAllDocuments(readFileSync(file, 'utf8')).map((one) => one.toJS());
  if (others.length > 0) throw new Error(`${file} has ${others.length + 2} documents`);
  return [header, jobs];
}

/** The jobs with the inputs in them, as GitLab puts them there: as text, after the YAML has been read. */
export function jobsWith(file: string, inputs: Readonly<Record<string, string>>): Readonly<Record<string, GitlabJob>> {
  const [{spec}, jobs] = readComponent(file);
  for (const name of Object.keys(inputs))
    if (spec.inputs[name] === undefined) throw new Error(`there is no input ${name}`);
  const put = (text: string) =>
    text.replace(/\$\[\[ inputs\.([\w-]+) \]\]/g, (_, name: string) => {
      const value = inputs[name] ?? spec.inputs[name]?.default;
      if (value === undefined) throw new Error(`the input ${name} is missing`);
      return value;
    });
  return putInto(jobs, put) as typeof jobs;
}

function putInto(value: unknown, put: (text: string) => string): unknown {
  if (typeof value === 'string') return put(value);
  if (Array.isArray(value)) return value.map((one) => putInto(one, put));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [put(key), putInto(one, put)]));
}

export interface GitlabRun {
  /** The jobs that ran, with their exit codes. */
  readonly jobs: Readonly<Record<string, number | null>>;
  readonly output: string;
}

/**
 * Runs the jobs in their order: each as one script by the shell of its image, its variables in the environment. A job is
 * left out where one that it needs has failed in a way that is not allowed.
 */
export function runJobs(
  jobs: Readonly<Record<string, GitlabJob>>,
  {
    shell,
    cwd,
    env,
  }: {readonly shell: readonly [string, ...string[]]; readonly cwd: string; readonly env: NodeJS.ProcessEnv},
): GitlabRun {
  const codes: Record<string, number | null> = {};
  const failed = new Set<string>();
  let output = '';
  for (const [name, job] of Object.entries(jobs)) {
    if (job.needs?.some((need) => failed.has(need) || !Object.hasOwn(codes, need))) continue;
    const [command, ...args] = shell;
    const variables = Object.entries(job.variables).map(([variable, {value}]) => [variable, value]);
    const input = [...job.before_script, ...job.script].join('\n');
    // As runners do: the script is what the shell reads from stdin.
    const ended = spawnSync(command, args, {
      ...{cwd, input, encoding: 'utf8'},
      env: {...env, ...Object.fromEntries(variables)},
    });
    codes[name] = ended.status;
    output += ended.stdout + ended.stderr;
    if (ended.status !== 0 && !job.allow_failure?.exit_codes.includes(ended.status ?? -1)) failed.add(name);
  }
  return {jobs: codes, output};
}
