import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {delimiter, dirname, join} from 'node:path';
import {text} from 'node:stream/consumers';
import {toolVersion} from '../../src/app/tool-version.ts';
import {BUILT_TOOL} from '../support/built-tool.ts';
import type {PathologyServer} from '../support/pathology-server.ts';
import type {Found, Scenario} from './scenario-file.ts';

export interface Surroundings {
  /** What the command's shell and checklists know as variables. */
  readonly env: Readonly<Record<string, string>>;
  /** Where a scenario's signal waits to be due. */
  readonly server: PathologyServer;
}

export interface Ended {
  readonly exitStatus: number | null;
  readonly found: Found;
  /** Unexpected files in the folder. */
  readonly left: readonly string[];
}

/** Runs a scenario's command with bash, in a folder of its own. */
export async function runScenario(scenario: Scenario, {env, server}: Surroundings): Promise<Ended> {
  const base = mkdtempSync(join(tmpdir(), 'migrate-check-scenario-'));
  const folder = join(base, 'work');
  mkdirSync(folder);
  try {
    writeFileSync(join(base, 'migrate-check'), `#!/bin/sh\nexec "${process.execPath}" "${BUILT_TOOL}" "$@"\n`, {
      mode: 0o755,
    });
    for (const {name, text} of scenario.files) writeFileSync(join(folder, name), text);
    const child = spawn('bash', ['-c', scenario.command], {
      cwd: folder,
      // A group of its own, which gets the signal as a terminal's foreground does.
      detached: true,
      env: {
        ...withoutOverrides(process.env),
        ...env,
        PATH: [base, dirname(process.execPath), process.env.PATH].join(delimiter),
        NO_COLOR: '1',
        MIGRATE_CHECK_VANTAGE: 'here',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const {signal} = scenario;
    if (signal !== null) void server.asked(signal.askedFor).then(() => process.kill(-(child.pid ?? 0), signal.name));
    const [stdout, stderr, [exitStatus]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close') as Promise<[number | null]>,
    ]);
    const reports = scenario.wanted.reports.map(({name, paths}): [string, string] => [
      name,
      valuesOf(join(folder, name), paths),
    ]);
    const found: [string, string][] = [['stdout', stdout], ['stderr', stderr], ...reports];
    const normalised = found.map(([name, raw]) => [name, normalise(raw, base)]);
    const left = readdirSync(folder).filter((name) => name.endsWith('.tmp'));
    return {exitStatus, found: Object.fromEntries(normalised), left};
  } finally {
    rmSync(base, {recursive: true, force: true});
  }
}

/** A machine's own CA or proxy is listed in every report. */
function withoutOverrides(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^NODE_(EXTRA|TLS)_|_proxy$/i.test(name)));
}

/** The values at these dotted paths, a line each; a `*` stands for every element. */
function valuesOf(file: string, paths: readonly string[]): string {
  const report: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const at = (value: unknown, [key, ...rest]: readonly string[]): unknown => {
    if (key === undefined) return value;
    if (key === '*') return (value as unknown[]).map((element) => at(element, rest));
    return at((value as Record<string, unknown>)[key], rest);
  };
  return `${paths.map((path) => `${path} = ${JSON.stringify(at(report, path.split('.')))}`).join('\n')}\n`;
}

/** What differs from run to run, and nothing else: times that were measured, ports, folders, versions, stacks. */
function normalise(raw: string, base: string): string {
  return (
    raw
      .replaceAll(base, '<tmp>')
      .replaceAll(`migrate-check ${toolVersion()}, Node.js ${process.versions.node}`, 'migrate-check <version>')
      .replace(/(?<=migrate-check <version>), .*$/gm, '')
      .replace(/(?:^ {4}at .*\n)+/gm, '    at <stack>\n')
      .replace(/\b(127\.0\.0\.1|localhost):\d{4,5}\b/g, '$1:<port>')
      .replace(/(?<!(?:within|up to|than|every|holdFor)\s+)\b\d+(?:\.\d+)?\s+(?:ms|s)\b/g, '<time>')
      // The pauses between attempts are random.
      .replace(/throttled after \d+ attempts/g, 'throttled after <n> attempts')
      .replace(/"(durationMs|\w+AtMs)": \d+(?:\.\d+)?/g, '"$1": <ms>')
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<instant>')
  );
}
