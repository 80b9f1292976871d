import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** What must not be loaded before a command needs it: each costs more than all of the start. */
export const HEAVY =
  /\/node_modules\/(@aws-sdk|@smithy|zod|yaml|listr2|undici|@modelcontextprotocol|@cdktn|selfsigned)\//;

/** The modules that the tool loads for this command line, which has to end with status 0. */
export function loadedModules(bin: string, ...args: string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'migrate-check-modules-'));
  try {
    const list = join(folder, 'urls');
    const preload = new URL('preload-modules.ts', import.meta.url).href;
    const env = {...process.env, LOADED_MODULES: list};
    const {status, stderr} = spawnSync(process.execPath, ['--import', preload, bin, ...args], {env, encoding: 'utf8'});
    if (status !== 0) throw new Error(`${bin} ${args.join(' ')} ended with ${status}: ${stderr}`);
    return readFileSync(list, 'utf8').split('\n');
  } finally {
    rmSync(folder, {recursive: true});
  }
}
