/**
 * What looking at one claim can yield. The words are a promise to users: they appear in reports and in users' scripts.
 */

export const STATUSES = ['pass', 'fail', 'error', 'blocked', 'pending', 'not-due', 'skip'] as const;
export type Status = (typeof STATUSES)[number];

/** The consequences of an item's failure, from worst to least. */
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

/**
 * What may have caused a failure, where one look cannot tell which of several did: never said as if it were known.
 * All are for people, without a full stop but for `fix`.
 */
export interface Candidate {
  /** A noun phrase: `the idle timeout of an Application Load Balancer (60 s)`. */
  readonly cause: string;
  /** The numbers that speak for it: `60.2 s of silence before the end`. */
  readonly because: string;
  /** What to do if it is this. */
  readonly fix: string;
  /** The run that tells it from the others. */
  readonly decidedBy: string;
}

/** The evidence for a verdict, whichever way it went. */
export interface Grounds {
  readonly expected: string;
  readonly actual: string;
  readonly evidence: readonly Evidence[];
  /** What to do about *this* failure: every `fail` has one. */
  readonly fix?: string;
  /** The command that shows *this*, where it is more exact than the check's own `byHand`. */
  readonly byHand?: string;
  /** What may have caused a failure; at least one, or left out. */
  readonly candidates?: readonly Candidate[];
  /** What whoever goes back has to know, whatever the verdict: a clause with its place. */
  readonly wayBack?: string;
}

export interface Verdict extends Grounds {
  readonly status: 'pass' | 'fail';
  /** One line: where, what is, and (for a failure) not what should be. */
  readonly summary: string;
}

/** What a verdict is made of: its sentence, *place: actual, not expected*, is made of the same words that it keeps. */
interface Judged {
  /** Where was looked: `listener 443`, `target group sse`. */
  readonly place: string;
  readonly expected: string;
  readonly evidence: readonly Evidence[];
  readonly byHand?: string | null;
  /** How the sentence continues: the reason. */
  readonly because?: string | null;
  /** See {@link Grounds.wayBack}. */
  readonly wayBack?: string;
}

/** It was looked at, and it holds: *place: actual*. */
export function pass({place, ...judged}: Judged & {readonly actual: string}): Verdict {
  return verdict('pass', `${place}: ${judged.actual}`, judged);
}

/** One thing that is wrong, as it goes into the sentence, and what mends just that. */
export interface Fault {
  readonly what: string;
  readonly fix: string;
  /** What may have caused it; the fix is then the run that would tell, or what helps in any case. */
  readonly candidates?: readonly Candidate[];
}

/**
 * It was looked at, and it does not hold: *place: actual, not expected*. Where faults say themselves what should be, they
 * are the sentence. Advice belongs to the reason: each fault brings its own. For "could not look" throw
 * {@link CannotTell} instead.
 */
export function fail({place, ...judged}: Judged & Wrong): Verdict {
  if ('faults' in judged) {
    const {faults, ...rest} = judged;
    const actual = faults.map(({what}) => what).join('; ');
    const candidates = candidatesOf(faults);
    return verdict('fail', `${place}: ${actual}`, {...rest, actual, fix: adviceOn(faults), candidates});
  }
  return verdict('fail', `${place}: ${judged.actual}, not ${judged.expected}`, judged);
}

/** What to do about all of them, each advice once. */
export function adviceOn(faults: readonly Fault[]): string {
  return [...new Set(faults.map(({fix}) => fix))].join(' ');
}

/** What may have caused any of them, each cause once for each reason, whose numbers are those of the first that has it. */
function candidatesOf(faults: readonly Fault[]): readonly Candidate[] {
  const known = new Map<string, Candidate>();
  for (const candidate of faults.flatMap(({candidates = []}) => candidates)) {
    const key = `${candidate.cause}\n${candidate.because.replace(/\d+(?:\.\d+)?/g, '#')}`;
    if (!known.has(key)) known.set(key, candidate);
  }
  return [...known.values()];
}

type Wrong = {readonly actual: string; readonly fix: string} | {readonly faults: readonly Fault[]};

function verdict(
  status: Verdict['status'],
  sentence: string,
  {
    expected,
    actual,
    evidence,
    fix = null,
    byHand = null,
    because = null,
    candidates = [],
    wayBack,
  }: Omit<Judged, 'place'> & {
    readonly actual: string;
    readonly fix?: string | null;
    readonly candidates?: readonly Candidate[];
  },
): Verdict {
  const advice = {...(fix === null ? {} : {fix}), ...(byHand === null ? {} : {byHand})};
  return {
    status,
    summary: because === null ? sentence : `${sentence}; ${because}`,
    expected,
    actual,
    evidence,
    ...advice,
    ...(candidates.length === 0 ? {} : {candidates}),
    ...(wayBack === undefined ? {} : {wayBack}),
  };
}
