import {type ChildProcessWithoutNullStreams, spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import path from 'node:path';
import {createInterface} from 'node:readline';
import type {PythonEnvironment} from './python.ts';
import type {Ran} from './run.ts';
import {ROOT} from './tool.ts';

const SCRIPT = path.join(ROOT, 'test/e2e/python/many_runs.py');

/** Runs scripts of `test/e2e/python` that use MCP's SDK: each of the two is loaded once, when it is first needed. */
export class PythonSdks {
  readonly #loaded = new Map<PythonEnvironment, LoadedSdk>();

  /** @param seconds after which it is killed, which gives it a negative exit code. */
  run(venv: PythonEnvironment, script: string, args: readonly string[], seconds: number): Promise<Ran> {
    const sdk = this.#loaded.get(venv) ?? new LoadedSdk(venv);
    this.#loaded.set(venv, sdk);
    return sdk.run(script, args, seconds);
  }

  close(): void {
    for (const sdk of this.#loaded.values()) sdk.close();
    this.#loaded.clear();
  }
}

class LoadedSdk {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting: ((ran: Ran) => void)[] = [];
  #said = '';

  constructor(venv: PythonEnvironment) {
    const python = path.join(ROOT, '.e2e', venv, 'bin/python');
    if (!existsSync(python)) throw new Error(`${python} is missing; run scripts/e2e-setup`);
    const env = {PATH: process.env.PATH, HOME: '/nonexistent', PYTHONUTF8: '1'};
    this.#child = spawn(python, [SCRIPT], {env});
    createInterface(this.#child.stdout).on('line', (line) => {
      const {number, ...ran} = JSON.parse(line);
      this.#waiting[number]?.(ran);
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#said += text;
    });
    this.#child.stdin.on('error', () => {});
    this.#child.on('close', (code) => {
      for (const done of this.#waiting) done({code: code ?? -1, stdout: '', stderr: this.#said});
    });
  }

  run(script: string, args: readonly string[], seconds: number): Promise<Ran> {
    return new Promise((resolve) => {
      const number = this.#waiting.push(resolve) - 1;
      this.#child.stdin.write(`${JSON.stringify({number, script, args, seconds})}\n`);
    });
  }

  close(): void {
    this.#child.kill('SIGKILL');
  }
}
