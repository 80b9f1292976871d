import {spawn} from 'node:child_process';

/** A server started for a test, which said that it is ready. */
export interface ServerProcess {
  /** What the ready line matched. */
  readonly ready: RegExpExecArray;
  /** Everything it wrote so far, stdout and stderr as they came. */
  output(): string;
  /** Ends it and everything it started; resolves when it is gone. */
  close(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface ServerOptions {
  /** Matched against the output; a server without a ready line cannot be waited for. */
  readonly ready: RegExp;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly readyWithinMs?: number;
}

/** A server that ended before it was ready. */
export class ServerDidNotStart extends Error {
  override readonly name = 'ServerDidNotStart';
  readonly output: string;

  constructor(command: string, why: string, output: string) {
    super(`${command}: ${why}; it wrote:\n${output}`);
    this.output = output;
  }
}

/** Ends what is still running when the tests are over, however they end: one listener for any number of servers. */
const running = new Set<() => void>();
process.once('exit', () => {
  for (const kill of running) kill();
});

/** Starts a server in a process group of its own, so that what it forks ends with it, and waits for its ready line. */
export async function startServer(
  command: string,
  args: readonly string[],
  options: ServerOptions,
): Promise<ServerProcess> {
  const child = spawn(command, args, {
    env: options.env,
    cwd: options.cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const killGroup = (signal: NodeJS.Signals): void => {
    // Without a pid it never started, and -0 would be our own group. Once it is gone the number may belong to another
    // process.
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    try {
      process.kill(-child.pid, signal);
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'ESRCH') throw thrown;
    }
  };
  const killAtExit = (): void => killGroup('SIGKILL');
  running.add(killAtExit);
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      running.delete(killAtExit);
      resolve(code);
    });
  });

  async function close(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    killGroup(signal);
    const killTimer = setTimeout(() => killGroup('SIGKILL'), 10_000);
    const code = await exited;
    clearTimeout(killTimer);
    return code;
  }

  const ready = await new Promise<RegExpExecArray>((resolve, reject) => {
    const give = (why: string): void => reject(new ServerDidNotStart(command, why, output));
    const limit = setTimeout(() => {
      give('it did not say that it is ready in time');
      killGroup('SIGKILL');
    }, options.readyWithinMs ?? 60_000);
    const read = (chunk: string): void => {
      output += chunk;
      const match = options.ready.exec(output);
      if (match === null) return;
      clearTimeout(limit);
      resolve(match);
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    child.once('error', (error) => {
      clearTimeout(limit);
      running.delete(killAtExit);
      give(error.message);
    });
    // `close`, not `exit`: only then has all of its output been read.
    child.once('close', (code) => {
      clearTimeout(limit);
      give(`it ended with status ${code} before it was ready`);
    });
  });
  return {ready, output: () => output, close};
}
