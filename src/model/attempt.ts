import type {Item} from './checklist.ts';
import type {OnLook} from './look-progress.ts';
import type {Evidence, Verdict} from './outcome.ts';

/** What the runner hands to one attempt at one item. */
export interface AttemptContext {
  /** Aborted when the item's time is up or the run is interrupted. */
  readonly signal: AbortSignal;
  /** Facts fetched before this (monotonic milliseconds) are stale; `-Infinity` at the first attempt. */
  readonly factsNotBefore: number;
  /**
   * Runs work that only waits (an open stream) once it has said so by calling `begin`: the item gives its concurrency slot
   * back from then on, and its time is extended by `declaredMs`.
   */
  waiting<T>(declaredMs: number, work: (begin: () => void) => Promise<T>): Promise<T>;
  /** Told how a look is getting on, where somebody watches. */
  readonly onLook?: OnLook;
}

/** Makes one attempt at an item that has a check. Whatever it throws becomes the outcome `errors.ts` names. */
export type Look = (item: Item, context: AttemptContext) => Promise<Verdict>;

/** Asks a control URL whether it answers at all; never rejects. Any HTTP answer counts. */
export type AskControl = (url: string) => Promise<{readonly answered: boolean; readonly evidence: Evidence}>;
