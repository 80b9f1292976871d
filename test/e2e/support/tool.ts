import {execFile} from 'node:child_process';
import path from 'node:path';
import type {Report} from '../../../src/model/report.ts';
import {BUILT_TOOL} from '../../support/built-tool.ts';
import {type ServerProcess, startServer} from './server-process.ts';

export const ROOT = path.join(import.meta.dirname, '../../..');

/** The tool as it is installed: built, not from its sources. */
export const BIN = BUILT_TOOL;

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ToolOptions {
  readonly cwd?: string;
  /** Added to the environment of the tests, which knows no credentials. */
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs the tool to its end. */
export function runTool(args: readonly string[], {cwd = ROOT, env = {}}: ToolOptions = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    // A company's CA on this machine would be listed in reports, and does not matter to these tests.
    const environment = {...process.env, NODE_EXTRA_CA_CERTS: undefined, ...env};
    const options = {cwd, env: environment, maxBuffer: 64 * 1024 * 1024};
    const child = execFile(process.execPath, [BIN, ...args], options, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') reject(error);
      else resolve({code: child.exitCode ?? -1, stdout, stderr});
    });
  });
}

/** A run and the report that it printed. */
export async function runReport(
  args: readonly string[],
  options?: ToolOptions,
): Promise<{readonly code: number; readonly report: Report; readonly stderr: string}> {
  const {code, stdout, stderr} = await runTool(['run', ...args, '--json', '--no-color'], options);
  // A usage error and a bug are reported as `{"error": …}`.
  if (!stdout.includes('"items"')) throw new Error(`run ended with ${code} and no report:\n${stdout}${stderr}`);
  return {code, report: JSON.parse(stdout), stderr};
}

export interface ReferenceServer {
  readonly port: number;
  readonly process: ServerProcess;
}

/** The reference server in a process of its own. */
export async function startReferenceServer(args: readonly string[]): Promise<ReferenceServer> {
  const server = await startServer(process.execPath, [BIN, 'serve', '--port', '0', '--json', ...args], {
    ready: /^\{.*"port":(\d+).*\}$/m,
    env: process.env,
  });
  return {port: Number(server.ready[1]), process: server};
}
