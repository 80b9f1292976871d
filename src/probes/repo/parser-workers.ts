import type {Worker} from 'node:worker_threads';

/** For a program that runs one checklist after another; an idle one holds about 80 MB. */
const KEPT_MS = 10_000;

/** The idle ones of this process, each with the timer that ends it. */
const kept = new Map<Worker, NodeJS.Timeout>();

/** An idle worker, or a new one. It does not keep the process up. */
export function takeWorker(): Worker {
  for (const [worker, timer] of kept) {
    clearTimeout(timer);
    kept.delete(worker);
    if (isAlive(worker)) return worker;
  }
  return start();
}

/** Keeps an idle worker for the next who takes one. */
export function keepWorker(worker: Worker): void {
  const end = () => {
    kept.delete(worker);
    worker.terminate();
  };
  kept.set(worker, setTimeout(end, KEPT_MS).unref());
}

export function isAlive(worker: Worker): boolean {
  return worker.threadId !== -1;
}

function start(): Worker {
  // Not imported: loading it takes milliseconds, and most runs parse nothing.
  const threads = process.getBuiltinModule('node:worker_threads');
  const started = new threads.Worker(workerUrl(), {
    // Start options of the main thread, such as --input-type, may not suit a file.
    execArgv: [],
    resourceLimits: {maxOldGenerationSizeMb: 512},
    // Not passed on: stdout is for the requested document.
    stdout: true,
    stderr: true,
  });
  started.unref();
  // Also while nothing is being parsed, as an error without a listener would crash the process.
  return started.on('error', () => {});
}

/** Next to this file in the sources, a separate entry point in dist. */
function workerUrl(): URL {
  const fromSources = import.meta.filename.endsWith('.ts');
  const file = fromSources ? 'src/probes/repo/parser-worker.ts' : 'dist/probes/repo/parser-worker.js';
  return new URL(import.meta.resolve(`#package/${file}`));
}
