import {type Checklist, type Item, type Manual, ROLLBACK_STAGE, type SignOff} from '../checklist.ts';
import {isDue} from '../decision/stage.ts';
import {answerCommand, signOffPath} from './answer-command.ts';
import {
  approversOf,
  type JudgedSignOff,
  judgeQuestion,
  type QuestionState,
  type SignOffCircumstances,
} from './judge.ts';

/** A question of a checklist, and how far it is answered. */
export interface Question {
  readonly id: string;
  readonly title: string;
  readonly ask: string;
  /** Groups of `people:`. */
  readonly approvers: readonly string[];
  /** Who belongs to them. */
  readonly people: readonly string[];
  readonly evidence: Manual['evidence'];
  readonly fresh: boolean;
  /** Where it has to be answered, in the checklist's order. */
  readonly stages: readonly string[];
  /** `from ready`, `ready to soak`, `any stage`. */
  readonly due: string;
  /** Whether it is due at the stage that was asked about; without one, in any but `rollback`. */
  readonly isDue: boolean;
  /** `skipped`: the checklist's `when:` says that it does not apply. */
  readonly state: QuestionState | 'skipped';
  /** What there is to say about the state; null where the state says it all. */
  readonly why: string | null;
  readonly asked: string;
  /** Where the answer belongs. */
  readonly file: string;
  /** The command that answers it. */
  readonly answerWith: string;
  readonly answers: readonly Answer[];
}

export interface Answer {
  readonly verdict: SignOff['verdict'];
  readonly by: string;
  readonly at: string;
  readonly evidence: string | null;
  readonly comment: string | null;
  readonly counts: boolean;
  /** Why it does not count. */
  readonly objection: string | null;
  readonly validUntil: string | null;
}

export interface QuestionsAt extends Pick<SignOffCircumstances, 'judgedAt' | 'stageBegan'> {
  readonly stage: string | null;
}

/** Every question of a checklist, in the file's order. */
export function questionsOf(checklist: Checklist, signOffs: readonly SignOff[], at: QuestionsAt): readonly Question[] {
  return checklist.items.flatMap((item) =>
    item.manual === null ? [] : [questionOf(item, item.manual, checklist, signOffs, at)],
  );
}

/** Whether somebody still has to answer it. */
export function isOpen({state}: Pick<Question, 'state'>): boolean {
  return state !== 'approved' && state !== 'rejected' && state !== 'skipped';
}

function questionOf(
  item: Item,
  manual: Manual,
  checklist: Checklist,
  signOffs: readonly SignOff[],
  {stage, ...at}: QuestionsAt,
): Question {
  const {people, environment, stages} = checklist;
  const judged = judgeQuestion(item.id, manual, signOffs, {people, environment, ...at});
  const state = item.skipReason === null ? judged.state : 'skipped';
  return {
    id: item.id,
    title: item.title,
    ask: manual.ask,
    approvers: manual.approvers,
    people: approversOf(manual, people),
    evidence: manual.evidence,
    fresh: manual.fresh,
    stages: [...stages, ROLLBACK_STAGE].filter((name) => item.stages.includes(name)),
    due: dueText(item.stages, stages),
    isDue: isDue(item.stages, stage),
    state,
    why: item.skipReason ?? whyText(judged.signOffs, state),
    asked: manual.asked,
    file: signOffPath(checklist, item.id),
    answerWith: answerCommand(checklist, item, manual),
    answers: judged.signOffs.map(answerOf),
  };
}

function whyText(signOffs: readonly JudgedSignOff[], state: Question['state']): string | null {
  if (state === 'missing') return null;
  const of = (verdict: SignOff['verdict']) =>
    signOffs.filter(({signOff, objection}) => objection === null && signOff.verdict === verdict);
  if (state === 'approved')
    return of('approved')
      .map(({signOff: {by, at}}) => `by ${by} at ${at}`)
      .join('; ');
  if (state === 'rejected') {
    const comment = (text: string | null) => (text === null ? '' : `: ${text}`);
    return of('rejected')
      .map(({signOff}) => `by ${signOff.by}${comment(signOff.comment)}`)
      .join('; ');
  }
  return objectionsText(signOffs);
}

/** What is wrong with each answer that does not count, but for those that a later one of the same person replaced. */
export function objectionsText(signOffs: readonly JudgedSignOff[]): string {
  return signOffs
    .flatMap(({signOff: {by, at}, objection}) =>
      objection === null || objection.code === 'superseded'
        ? []
        : [`the sign-off by ${by} of ${at} does not count: ${objection.text}`],
    )
    .join('; ');
}

function answerOf({signOff: {verdict, by, at, evidence, comment}, objection, validUntil}: JudgedSignOff): Answer {
  const [counts, why] = [objection === null, objection?.text ?? null];
  return {verdict, by, at, evidence, comment, counts, objection: why, validUntil: validUntil?.toISOString() ?? null};
}

function dueText(holdsIn: readonly string[], stages: readonly string[]): string {
  const inOrder = stages.filter((name) => holdsIn.includes(name));
  const [first, last] = [inOrder[0], inOrder.at(-1)];
  if (first === undefined || last === undefined) return holdsIn.includes(ROLLBACK_STAGE) ? ROLLBACK_STAGE : 'never';
  if (inOrder.length === stages.length) return 'any stage';
  if (first === last) return first;
  const isSpan = stages.indexOf(last) - stages.indexOf(first) === inOrder.length - 1;
  if (!isSpan) return inOrder.join(', ');
  return last === stages.at(-1) ? `from ${first}` : `${first} to ${last}`;
}
