import type {Worker} from 'node:worker_threads';
import {CannotTell, messageOf} from '../../model/errors.ts';
import type {Json} from '../../model/outcome.ts';
import {untilAborted} from '../until-aborted.ts';
import {isAlive, keepWorker, takeWorker} from './parser-workers.ts';

export interface ParserQuestion {
  readonly format: 'hcl' | 'markdown' | 'plan';
  readonly file: string;
  readonly text: string;
  /** Of a plan: the types of resources that are asked for. */
  readonly types?: readonly string[];
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
   * For HCL, all of it in HCL's JSON form; for Markdown, what `markdownIn` says; for a plan, what `planIn` says. Rejects with {@link CannotTell} when the file
   * does not parse.
   */
  parse(question: ParserQuestion, signal: AbortSignal): Promise<Json>;
  /** Ends what it parses, and lets go of the thread if one was started. */
  close(): Promise<void>;
}

/** A parser never gives back the memory that it took for a file. */
const LARGE_FILE_CHARACTERS = 100_000;

/**
 * Parses files in a worker thread: some take a second and some broken ones minutes, a parser cannot be interrupted, and
 * the main thread measures time. One worker takes one file after the other; it is taken for the first one, and another
 * after an abort or a crash, which end it. No two of these share one at the same time, so that a file never waits for
 * those of another run.
 */
export function createParserThread(): ParserThread {
  let worker: Worker | null = null;
  let asking = false;
  let large = false;
  let turn: Promise<unknown> = Promise.resolve();

  const end = async (): Promise<void> => {
    const ending = worker;
    worker = null;
    large = false;
    await ending?.terminate();
  };

  const ask = async (question: ParserQuestion, signal: AbortSignal): Promise<Json> => {
    signal.throwIfAborted();
    if (worker === null || !isAlive(worker)) worker = takeWorker();
    asking = true;
    large ||= question.text.length > LARGE_FILE_CHARACTERS;
    const reply = await replyOf(worker, question, signal)
      .catch(async (thrown) => {
        await end();
        throw signal.aborted ? signal.reason : brokenOff(question.file, messageOf(thrown), thrown);
      })
      .finally(() => {
        asking = false;
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
      // A file that waits for its turn gives up at once.
      return untilAborted(answer, signal);
    },
    async close() {
      if (worker === null || asking || large) return await end();
      keepWorker(worker);
      worker = null;
    },
  };
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
