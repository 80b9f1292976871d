import {Worker} from 'node:worker_threads';
import {CannotTell, messageOf} from '../../model/errors.ts';
import type {Json} from '../../model/outcome.ts';
import {HCL_WORKER, type HclQuestion, type HclReply} from './hcl-worker.ts';

export interface HclParser {
  /** The file's `resource` in HCL's JSON form. Rejects with {@link CannotTell} when the file does not parse. */
  resource(file: string, text: string, signal: AbortSignal): Promise<Json>;
  /** Ends the worker, if one was started. */
  close(): Promise<void>;
}

/**
 * Parses HCL in a worker thread: the parser takes a second for a file of 300 KB, minutes for some that are broken, and
 * can't be interrupted, and the main thread has clocks to keep. One worker takes one file after the other; it is started by
 * the first, and anew after an abort or a crash, which end it.
 */
export function createHclParser(): HclParser {
  let worker: Worker | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  const start = (): Worker => {
    const started = new Worker(HCL_WORKER, {
      eval: true,
      workerData: import.meta.resolve('@cdktn/hcl2json'),
      resourceLimits: {maxOldGenerationSizeMb: 512},
      // Not passed on: stdout is for the document that was asked for.
      stdout: true,
      stderr: true,
    });
    // Also while nobody asks, as an error without a listener is a crash of ours.
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

  const ask = async (question: HclQuestion, signal: AbortSignal): Promise<Json> => {
    signal.throwIfAborted();
    worker ??= start();
    const reply = await replyOf(worker, question, signal).catch(async (thrown) => {
      await end();
      throw signal.aborted ? signal.reason : crashed(question.file, messageOf(thrown), thrown);
    });
    if ('problem' in reply) throw broken(question.file, reply.problem);
    if ('resource' in reply) return JSON.parse(reply.resource);
    await end();
    throw crashed(question.file, reply.crash);
  };

  return {
    resource(file, text, signal) {
      const answer = turn.then(() => ask({file, text}, signal));
      turn = answer.catch(() => {});
      return untilAborted(answer, signal);
    },
    close: end,
  };
}

/** The next message; the process stays up for it. */
async function replyOf(worker: Worker, question: HclQuestion, signal: AbortSignal): Promise<HclReply> {
  const {promise, resolve, reject} = Promise.withResolvers<HclReply>();
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

function crashed(file: string, why: string, cause?: unknown): CannotTell {
  return new CannotTell(
    `${file}: the HCL parser broke off (${why})`,
    'split the file, or leave it out of `files`; `terraform validate` says whether it can be read at all',
    {cause},
  );
}

/** The parser says `parse config: [main.tf:2,7-3,1: what is wrong]`. */
export function broken(file: string, problem: string, cause?: unknown): CannotTell {
  const message = problem.replace(/^parse config: \[(.*)\]$/s, '$1');
  const where = message.startsWith(`${file}:`) ? message : `${file}: ${message}`;
  return new CannotTell(`${where} (no HCL that can be read)`, 'correct the file; `terraform validate` says more', {
    cause,
  });
}

/** One that waits for its turn gives up at once. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, {once: true});
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
