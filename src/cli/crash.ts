import {reportBug, reportFailure} from './failure.ts';

type LastAct = (error: unknown) => Promise<void>;

const lastActs = new Set<LastAct>();

/**
 * Registers what still has to be done when something throws where nobody awaits it (a timer, an event handler), such as
 * writing the reports that were asked for. Returns the way to take it back.
 */
export function onCrash(act: LastAct): () => void {
  lastActs.add(act);
  return () => lastActs.delete(act);
}

/** Ends the process as a bug of ours, after the last acts. A crash in one of them is told as well, and ends it at once. */
export async function crash(error: unknown): Promise<void> {
  const acts = [...lastActs];
  // Under `--json` a last act prints the document: stdout has one and not two.
  if (acts.length > 0) reportBug(error);
  else reportFailure(error, process.argv);
  lastActs.clear();
  for (const failed of await Promise.allSettled(acts.map((act) => act(error)))) {
    if (failed.status === 'rejected') reportBug(failed.reason);
  }
  process.exit();
}

/**
 * `| head` closes the pipe early: what is left to print is nobody's any more, but the reports and the exit code still are.
 * So does a terminal that is closed while a run that outlives it (`nohup`, `disown`) goes on. Any other trouble with
 * stdout or stderr (a full disk) is a failure.
 */
export function survivePipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      const nobodyReads = error.code === 'EPIPE' || (error.code === 'EIO' && stream.isTTY);
      if (!nobodyReads) void crash(error);
    });
  }
}
