import type {Checklist, Manual, SignOff} from '../checklist.ts';
import {formatDuration} from '../text/duration.ts';

export interface SignOffCircumstances {
  readonly people: Checklist['people'];
  readonly environment: string | null;
  readonly judgedAt: Date;
  /** When the stage of the run began; absent: that is not known. */
  readonly stageBegan?: Date | undefined;
}

/** Why a sign-off does not count. */
export interface Objection {
  readonly code:
    | 'wrong-person'
    | 'other-environment'
    | 'question-changed'
    | 'in-future'
    | 'no-evidence'
    | 'expired'
    | 'not-fresh'
    | 'superseded';
  /** To be put after `does not count: `. */
  readonly text: string;
}

export interface JudgedSignOff {
  readonly signOff: SignOff;
  /** Null: it counts. */
  readonly objection: Objection | null;
  /** When it ceases to count; null: never. */
  readonly validUntil: Date | null;
}

export type QuestionState = 'approved' | 'rejected' | 'missing' | Exclude<Objection['code'], 'superseded'>;

export interface JudgedQuestion {
  readonly state: QuestionState;
  /** Every sign-off of the question, in the file's order. */
  readonly signOffs: readonly JudgedSignOff[];
}

/**
 * A question is approved when at least one approval counts and no rejection does; as long as no answer counts, its state
 * says why the latest one does not. If a person answered twice, only the later answer is considered.
 */
export function judgeQuestion(
  item: string,
  manual: Manual,
  all: readonly SignOff[],
  circumstances: SignOffCircumstances,
): JudgedQuestion {
  const about = all.filter((signOff) => signOff.item === item);
  const refused = new Map<SignOff, Objection>();
  const without = (signOffs: readonly SignOff[], objectionTo: (signOff: SignOff) => Objection | null) =>
    signOffs.filter((signOff) => {
      const objection = objectionTo(signOff);
      if (objection !== null) refused.set(signOff, objection);
      return objection === null;
    });
  const approvers = new Set(about.length === 0 ? [] : approversOf(manual, circumstances.people));
  const answers = without(about, (signOff) => whyNoAnswer(signOff, manual, approvers, circumstances));
  const latest = latestByPerson(answers);
  const last = without(answers, (signOff) =>
    latest.has(signOff) ? null : {code: 'superseded', text: `${signOff.by} answered again later`},
  );
  // A later answer that is not enough does not revive an earlier one.
  const counting = without(last, (signOff) => whyNotEnough(signOff, manual, circumstances));
  const signOffs = about.map((signOff) => ({
    signOff,
    objection: refused.get(signOff) ?? null,
    validUntil: validUntil(signOff, manual),
  }));
  return {state: stateOf(counting, signOffs), signOffs};
}

function stateOf(counting: readonly SignOff[], signOffs: readonly JudgedSignOff[]): QuestionState {
  if (counting.some(({verdict}) => verdict === 'rejected')) return 'rejected';
  if (counting.length > 0) return 'approved';
  let state: QuestionState = 'missing';
  let latestMs = Number.NEGATIVE_INFINITY;
  for (const {signOff, objection} of signOffs) {
    const atMs = Date.parse(signOff.at);
    if (objection === null || objection.code === 'superseded') continue;
    if (state !== 'missing' && !(atMs >= latestMs)) continue;
    state = objection.code;
    latestMs = Number.isNaN(atMs) ? latestMs : atMs;
  }
  return state;
}

function latestByPerson(signOffs: readonly SignOff[]): ReadonlySet<SignOff> {
  const latest = new Map<string, SignOff>();
  for (const signOff of signOffs) {
    const earlier = latest.get(signOff.by);
    if (earlier === undefined || Date.parse(signOff.at) >= Date.parse(earlier.at)) latest.set(signOff.by, signOff);
  }
  return new Set(latest.values());
}

/** Those who may answer, each once, in the order of the groups. */
export function approversOf(manual: Pick<Manual, 'approvers'>, people: Checklist['people']): readonly string[] {
  return [...new Set(manual.approvers.flatMap((group) => people[group] ?? []))];
}

/** Why it is not an answer to this question by one of its approvers; null when it is. */
function whyNoAnswer(
  signOff: SignOff,
  manual: Manual,
  approvers: ReadonlySet<string>,
  {environment, judgedAt}: SignOffCircumstances,
): Objection | null {
  if (!approvers.has(signOff.by)) {
    return {code: 'wrong-person', text: `${signOff.by} is not one of ${manual.approvers.join(', ')}`};
  }
  if (signOff.asked !== manual.asked) return whyOtherQuestion(signOff, environment);
  const saidAtMs = Date.parse(signOff.at);
  if (Number.isNaN(saidAtMs)) return {code: 'in-future', text: `"${signOff.at}" is not a time`};
  const aheadMs = saidAtMs - judgedAt.getTime();
  if (aheadMs <= 0) return null;
  return {
    code: 'in-future',
    text: `its time is in the future, ${formatDuration(aheadMs)} after ${judgedAt.toISOString()}; see to both clocks`,
  };
}

function whyOtherQuestion({askedFor}: SignOff, environment: string | null): Objection {
  if (askedFor === 'any') {
    return {
      code: 'question-changed',
      text: 'its `asked` was made before the question hash held the name of the environment; answer again',
    };
  }
  if (askedFor !== undefined) {
    const [other, here] = [environmentText(askedFor.environment), environmentText(environment)];
    return {code: 'other-environment', text: `it was given for ${other}, not for ${here}`};
  }
  return {code: 'question-changed', text: 'the question has changed since'};
}

export function environmentText(environment: string | null): string {
  return environment === null ? 'no environment' : `the environment ${environment}`;
}

/** Why an answer is not enough; null when it is. */
function whyNotEnough(
  signOff: SignOff,
  manual: Manual,
  {judgedAt, stageBegan}: SignOffCircumstances,
): Objection | null {
  if (lacksEvidence(signOff, manual)) return {code: 'no-evidence', text: 'its evidence is missing'};
  const until = validUntil(signOff, manual);
  if (until !== null && manual.validForMs !== null && judgedAt > until) {
    const text = `it was valid for ${formatDuration(manual.validForMs)}, until ${until.toISOString()}`;
    return {code: 'expired', text};
  }
  if (!manual.fresh) return null;
  if (stageBegan === undefined) {
    const text = 'the answer must be given after the stage began, and --stage-began does not say when that was';
    return {code: 'not-fresh', text};
  }
  if (Date.parse(signOff.at) >= stageBegan.getTime()) return null;
  return {code: 'not-fresh', text: `it was given before the stage began (${stageBegan.toISOString()})`};
}

/** Who rejects says why in a comment: that is evidence enough. */
function lacksEvidence({verdict, evidence, comment}: SignOff, {evidence: wanted}: Manual): boolean {
  if (wanted !== 'required') return false;
  const given = verdict === 'rejected' ? `${evidence ?? ''}${comment ?? ''}` : (evidence ?? '');
  return given.trim() === '';
}

function validUntil({at}: SignOff, {validForMs}: Manual): Date | null {
  const until = validForMs === null ? null : new Date(Date.parse(at) + validForMs);
  return until === null || Number.isNaN(until.getTime()) ? null : until;
}
