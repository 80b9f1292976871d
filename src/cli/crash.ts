import {reportBug, reportFailure} from './failure.ts';

type LastAct = (error: unknown) => Promise<void>;

const lastActs = new Set<LastAct>();

/**
 * Registers what still has to be done when something throws where nothing awaits it (a timer, an event handler), for
 * example writing the requested reports. Returns a function that unregisters it.
 */
export function onCrash(act: LastAct): () => void {
  lastActs.add(act);
  return () => lastActs.delete(act);
}

/** Ends the process with our bug, after the last acts. A crash in one of those is reported too, and ends it at once. */
export async function crash(error: unknown): Promise<void> {
  const acts = [...lastActs];
  // Under `--json` a last act may already have printed the document, and stdout must hold only one.
  if (acts.length > 0) reportBug(error);
  else reportFailure(error, process.argv);
  lastActs.clear();
  for (const failed of await Promise.allSettled(acts.map((act) => act(error)))) {
    if (failed.status === 'rejected') reportBug(failed.reason);
  }
  process.exit();
}

/**
 * `| head` closes the pipe early: nobody reads the rest of the output, but the reports and the exit code still matter.
 * The same happens when a terminal is closed while a run outlives it (`nohup`, `disown`). Any other error on stdout or
 * stderr (a full disk) is a failure.
 */
export function survivePipes(): void {
  // What tells of the failure may be written to the very stream that fails, which is no second failure.
  let isCrashing = false;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      const nobodyReads = error.code === 'EPIPE' || (error.code === 'EIO' && stream.isTTY);
      if (nobodyReads || isCrashing) return;
      isCrashing = true;
      void crash(error);
    });
  }
}
