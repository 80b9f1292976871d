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
