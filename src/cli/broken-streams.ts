import {EXIT} from '../model/decision/exit-code.ts';
import {messageOf} from '../model/errors.ts';

/** Each has been dealt with here; oclif's own listener throws it once more. */
const streamErrors = new WeakSet<Error>();

export function isOfBrokenStream(error: unknown): boolean {
  return error instanceof Error && streamErrors.has(error);
}

/**
 * stdout and stderr can break at any time: `| head` closes the pipe, a terminal is closed while a run outlives it, a disk
 * is full. Nothing more is then written to the broken one: reporting it there would fail again, in a loop. The work goes
 * on, as other reports and the verdict still matter. Only a document that stdout could not take is a failure, unless its
 * reader went away.
 */
export function surviveBrokenStreams(): void {
  surviveBreaking(process.stderr, () => {});
  surviveBreaking(process.stdout, (error) => {
    // After whatever verdict the command still sets.
    process.on('exit', () => {
      process.exitCode = EXIT.bug;
    });
    process.stderr.write(`stdout: cannot be written, so what was asked for is not complete: ${messageOf(error)}\n`);
  });
}

function surviveBreaking(stream: NodeJS.WriteStream, whenLost: (error: unknown) => void): void {
  let isBroken = false;
  const breaks = (error: NodeJS.ErrnoException) => {
    streamErrors.add(error);
    if (isBroken) return;
    isBroken = true;
    const nobodyReads = error.code === 'EPIPE' || (error.code === 'EIO' && stream.isTTY);
    if (!nobodyReads) whenLost(error);
  };
  stream.on('error', breaks);
  const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
  const writeWhileWhole = (...args: unknown[]) => {
    const done = args.findLast((arg) => typeof arg === 'function');
    if (!isBroken) {
      // Reports a failed write to the callback first, and as an event only later.
      const own = (error?: Error | null) => {
        if (error) breaks(error);
        done?.();
      };
      return write(...args.filter((arg) => typeof arg !== 'function'), own);
    }
    if (done !== undefined) process.nextTick(done);
    return true;
  };
  stream.write = writeWhileWhole as typeof stream.write;
}
