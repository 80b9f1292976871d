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

/** How long the last acts of a crash may still take when something throws meanwhile: perhaps it is one of them that did. */
const GRACE_MS = 2000;

let first: {readonly error: unknown; readonly over: Promise<void>} | null = null;

/**
 * Ends the process with our bug, after the last acts. What is thrown meanwhile is reported, unless it is the same again (many
 * timers may throw alike), and leaves them little time.
 */
export async function crash(error: unknown): Promise<void> {
  if (first === null) {
    first = {error, over: act(error)};
    await first.over;
  } else {
    if (String(error) !== String(first.error)) reportBug(error);
    await Promise.race([first.over, new Promise((resolve) => setTimeout(resolve, GRACE_MS))]);
  }
  process.exit();
}

async function act(error: unknown): Promise<void> {
  const acts = [...lastActs];
  // Under `--json` a last act may already have printed the document, and stdout must hold only one.
  if (acts.length > 0) reportBug(error);
  else reportFailure(error, process.argv);
  lastActs.clear();
  for (const failed of await Promise.allSettled(acts.map((lastAct) => lastAct(error)))) {
    if (failed.status === 'rejected') reportBug(failed.reason);
  }
}
