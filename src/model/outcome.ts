/** What looking at one claim can yield. The words are a promise to users: they stand in reports and in their scripts. */

export const STATUSES = ['pass', 'fail', 'error', 'blocked', 'pending', 'not-due', 'skip'] as const;
export type Status = (typeof STATUSES)[number];

/** What the failure of an item is worth, from worst to least. */
export const CONSEQUENCES = ['rollback', 'hold', 'note'] as const;
export type Consequence = (typeof CONSEQUENCES)[number];

export type Json = null | boolean | number | string | readonly Json[] | {readonly [key: string]: Json};

/** One fact a verdict rests on: what was looked at, what it said, and where a person can read the same. */
export interface Evidence {
  readonly what: string;
  readonly value: Json;
  /** An ARN, a URL, an API action with its subject, or a file. */
  readonly source: string;
}

/** What stands behind a verdict, whichever way it went. */
export interface Grounds {
  readonly expected: string;
  readonly actual: string;
  readonly evidence: readonly Evidence[];
  /** What to do about *this* failure, where it is more exact than the check's own `docs.fix`. */
  readonly fix?: string;
  /** The command that shows *this*, where it is more exact than the check's own `docs.byHand`. */
  readonly byHand?: string;
}

export interface Verdict extends Grounds {
  readonly status: 'pass' | 'fail';
  /** One line: where, what is, and (for a failure) not what should be. */
  readonly summary: string;
}

/** It was looked at, and it holds. */
export function pass(summary: string, grounds: Grounds): Verdict {
  return {status: 'pass', summary, ...grounds};
}

/** It was looked at, and it does not hold. For "could not look" throw {@link CannotTell} instead. */
export function fail(summary: string, grounds: Grounds): Verdict {
  return {status: 'fail', summary, ...grounds};
}
