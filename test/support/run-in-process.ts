import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {start} from '../../src/cli/start.ts';

export interface Ended {
  readonly status: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

const TOOL = join(import.meta.dirname, '../..');

/**
 * A command line from its first word to its exit status, without the cost of starting a process: for help, refusals and
 * printed documents. Signals, pipes and crashes need a separate process.
 */
export async function runInProcess(
  argv: readonly string[],
  {root = TOOL, env = {}}: {readonly root?: string; readonly env?: NodeJS.ProcessEnv} = {},
): Promise<Ended> {
  const pjson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const before = {env: {...process.env}, exitCode: process.exitCode};
  const written = {stdout: '', stderr: ''};
  const letGo = [heldListeners(process), heldListeners(process.stdout), heldListeners(process.stderr)];
  const free = [capture('stdout'), capture('stderr')];
  Object.assign(process.env, env);
  process.exitCode = undefined;
  try {
    await start([...argv], {root, pjson, sources: true});
    return {status: process.exitCode ?? 0, ...written};
  } finally {
    for (const restore of [...free, ...letGo]) restore();
    for (const name of Object.keys(env)) {
      if (before.env[name] === undefined) delete process.env[name];
      else process.env[name] = before.env[name];
    }
    process.exitCode = before.exitCode;
  }

  function capture(name: 'stdout' | 'stderr'): () => void {
    const stream = process[name];
    const {write} = stream;
    stream.write = (chunk: string | Uint8Array) => {
      written[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
      return true;
    };
    return () => {
      stream.write = write;
    };
  }
}

/** Returns a function that removes the listeners added from now on. */
function heldListeners(emitter: NodeJS.EventEmitter): () => void {
  const held = new Map(emitter.eventNames().map((name) => [name, emitter.rawListeners(name)]));
  return () => {
    for (const name of emitter.eventNames()) {
      for (const listener of emitter.rawListeners(name)) {
        if (!held.get(name)?.includes(listener)) emitter.removeListener(name, listener as () => void);
      }
    }
  };
}
