import type {Checklist, SignOff, Waiver} from '../checklist.ts';
import {isDueLater} from '../decision/stage.ts';
import {waiverEndsSoon} from './ending.ts';
import {isOpen, type Question, type QuestionsAt, questionsOf} from './questions.ts';
import {everybody, whyWaiverDoesNotCount} from './waiver-objection.ts';

/** Who owes what, before the stage can be passed. */
export interface StatusDocument {
  readonly checklist: string;
  readonly title: string;
  readonly environment: string | null;
  readonly stage: string | null;
  readonly stageBegan: string | null;
  /** When this was so. */
  readonly at: string;
  /** Of the questions that are due. */
  readonly counts: {readonly due: number; readonly approved: number; readonly rejected: number; readonly open: number};
  /** Questions without an answer that are due at a later stage only. */
  readonly openLater: number;
  /** Due questions without an answer that counts, by who may answer them. */
  readonly owed: readonly Owed[];
  readonly rejected: readonly Question[];
  /** Waivers that do not count, or are about to end. */
  readonly waivers: readonly EndingWaiver[];
}

export interface Owed {
  /** Groups of `people:`. */
  readonly approvers: readonly string[];
  readonly people: readonly string[];
  readonly questions: readonly Question[];
}

export interface EndingWaiver {
  readonly item: string;
  readonly approver: string;
  readonly expires: string;
  readonly reason: string;
  readonly ticket: string | null;
  readonly counts: boolean;
  /** `expired at …`, `does not count: …`, `ends …`. */
  readonly what: string;
}

export function statusOf(
  checklist: Checklist,
  {signOffs, waivers}: {readonly signOffs: readonly SignOff[]; readonly waivers: readonly Waiver[]},
  at: QuestionsAt,
): StatusDocument {
  const all = questionsOf(checklist, signOffs, at).filter(({state}) => state !== 'skipped');
  const due = all.filter((question) => question.isDue);
  const people = everybody(checklist.people);
  const open = due.filter(isOpen);
  const rejected = due.filter(({state}) => state === 'rejected');
  const isLater = ({stages}: Question) => isDueLater(stages, at.stage, checklist.stages);
  return {
    checklist: checklist.file,
    title: checklist.title,
    environment: checklist.environment,
    stage: at.stage,
    stageBegan: at.stageBegan?.toISOString() ?? null,
    at: at.judgedAt.toISOString(),
    counts: {
      due: due.length,
      approved: due.length - open.length - rejected.length,
      rejected: rejected.length,
      open: open.length,
    },
    openLater: all.filter((question) => isOpen(question) && isLater(question)).length,
    owed: owedOf(open),
    rejected,
    waivers: waivers.flatMap((waiver) => endingWaiver(waiver, checklist.environment, people, at.judgedAt)),
  };
}

function owedOf(open: readonly Question[]): Owed[] {
  const byApprovers = Map.groupBy(open, ({approvers}) => JSON.stringify(approvers));
  return [...byApprovers.values()].flatMap((questions) => {
    const [first] = questions;
    return first === undefined ? [] : [{approvers: first.approvers, people: first.people, questions}];
  });
}

function endingWaiver(
  waiver: Waiver,
  environment: string | null,
  people: ReadonlySet<string>,
  now: Date,
): EndingWaiver[] {
  const {item, approver, expires, reason, ticket, env} = waiver;
  if (env !== null && env !== environment) return [];
  const objection = whyWaiverDoesNotCount(waiver, people, now);
  if (objection === null && !waiverEndsSoon(expires, now)) return [];
  const what = objection ?? `ends at the end of ${expires} (UTC)`;
  return [{item, approver, expires, reason, ticket, counts: objection === null, what}];
}
