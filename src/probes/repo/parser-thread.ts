import type {Worker} from 'node:worker_threads';
import {CannotTell, messageOf} from '../../model/errors.ts';
import type {Json} from '../../model/outcome.ts';

export interface ParserQuestion {
  readonly format: 'hcl' | 'markdown';
  readonly file: string;
  readonly text: string;
}

export type ParserReply =
  /** JSON. */
  | {readonly document: string}
  /** What is wrong with the file. */
  | {readonly problem: string}
  /** The parser is in no state to be used again. */
  | {readonly crash: string};

export interface ParserThread {
  /**
   * For HCL, `resource` in HCL's JSON form; for Markdown, the headings. Rejects with {@link CannotTell} when the file
   * does not parse.
   */
  parse(question: ParserQuestion, signal: AbortSignal): Promise<Json>;
  /** Ends the thread if one was started. */
  close(): Promise<void>;
}

/**
 * Parses files in a worker thread: some take a second and some broken ones minutes, a parser cannot be interrupted, and
 * the main thread measures time. One worker takes one file after the other; it is started for the first one, and again
 * after an abort or a crash, which end it.
 */
export function createParserThread(): ParserThread {
  let worker: Worker | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  const start = (): Worker => {
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
    // Also while nothing is being parsed, as an error without a listener would crash the process.
    const forget = () => {
      if (worker === started) worker = null;
    };
    started.on('error', forget).on('exit', forget);
    return started;
  };

  const end = async (): Promise<void> => {
    const ending = worker;
    worker = null;
    await ending?.terminate();
  };

  const ask = async (question: ParserQuestion, signal: AbortSignal): Promise<Json> => {
    signal.throwIfAborted();
    worker ??= start();
    const reply = await replyOf(worker, question, signal).catch(async (thrown) => {
      await end();
      throw signal.aborted ? signal.reason : brokenOff(question.file, messageOf(thrown), thrown);
    });
    if ('document' in reply) return JSON.parse(reply.document);
    if ('problem' in reply) throw notParsed(question.file, reply.problem);
    await end();
    throw brokenOff(question.file, reply.crash);
  };

  return {
    parse(question, signal) {
      const answer = turn.then(() => ask(question, signal));
      turn = answer.catch(() => {});
      return untilAborted(answer, signal);
    },
    close: end,
  };
}

/** Next to this file in the sources, a separate entry point in dist. */
function workerUrl(): URL {
  const fromSources = import.meta.filename.endsWith('.ts');
  const file = fromSources ? 'src/probes/repo/parser-worker.ts' : 'dist/probes/repo/parser-worker.js';
  return new URL(import.meta.resolve(`#package/${file}`));
}

/** The next message; the process stays alive for it. */
async function replyOf(worker: Worker, question: ParserQuestion, signal: AbortSignal): Promise<ParserReply> {
  const {promise, resolve, reject} = Promise.withResolvers<ParserReply>();
  const exit = (code: number) => reject(new Error(`its thread ended with ${code}`));
  const abort = () => reject(signal.reason);
  worker.on('message', resolve).on('error', reject).on('exit', exit);
  signal.addEventListener('abort', abort, {once: true});
  worker.ref();
  worker.postMessage(question);
  try {
    return await promise;
  } finally {
    worker.unref();
    worker.off('message', resolve).off('error', reject).off('exit', exit);
    signal.removeEventListener('abort', abort);
  }
}

function brokenOff(file: string, why: string, cause?: unknown): CannotTell {
  return new CannotTell(
    `${file}: its parser stopped early (${why})`,
    'split the file, or take it out of what the item reads',
    {cause},
  );
}

/** HCL's parser says `parse config: [main.tf:2,7-3,1: what is wrong]`. */
export function notParsed(file: string, problem: string, cause?: unknown): CannotTell {
  const message = problem.replace(/^parse config: \[(.*)\]$/s, '$1');
  const where = message.startsWith(`${file}:`) ? message : `${file}: ${message}`;
  return new CannotTell(`${where} (it cannot be read as HCL)`, 'correct the file; `terraform validate` says more', {
    cause,
  });
}

/** A file that waits for its turn gives up at once. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, {once: true});
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
