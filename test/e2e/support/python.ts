import {existsSync} from 'node:fs';
import path from 'node:path';
import {type ServerProcess, startServer} from './server-process.ts';
import {ROOT} from './tool.ts';

export interface PythonServer {
  readonly port: number;
  readonly process: ServerProcess;
}

/** `venv`: MCP's Python SDK of line 1, and all else; `venv-mcp-2`: the SDK of line 2. */
export type PythonEnvironment = 'venv' | 'venv-mcp-2';

const SCRIPTS = path.join(ROOT, 'test/e2e/python');

/** A script of `test/e2e/python`, which says on which port it is ready. */
export function startPython(
  script: string,
  {venv = 'venv', env = {}}: {readonly venv?: PythonEnvironment; readonly env?: NodeJS.ProcessEnv} = {},
): Promise<PythonServer> {
  return start(venv, [path.join(SCRIPTS, script)], /^ready on port (\d+)$/m, env);
}

/** gunicorn with one worker for an application of `test/e2e/python`, as `workers:app`. */
export function startGunicorn(app: string, args: readonly string[]): Promise<PythonServer> {
  const given = ['-m', 'gunicorn', app, '--chdir', SCRIPTS, '--bind', '127.0.0.1:0', '--no-control-socket', ...args];
  return start('venv', given, /Listening at: http:\/\/127\.0\.0\.1:(\d+)/, {});
}

async function start(
  venv: PythonEnvironment,
  args: readonly string[],
  ready: RegExp,
  env: NodeJS.ProcessEnv,
): Promise<PythonServer> {
  const python = path.join(ROOT, '.e2e', venv, 'bin/python');
  if (!existsSync(python)) throw new Error(`${python} is missing; run scripts/e2e-setup`);
  const server = await startServer(python, args, {
    ready,
    // Sets have the same order each time: FastAPI says the allowed methods in it.
    env: {PATH: process.env.PATH, PYTHONUTF8: '1', PYTHONDONTWRITEBYTECODE: '1', PYTHONHASHSEED: '0', ...env},
  });
  return {port: Number(server.ready[1]), process: server};
}
