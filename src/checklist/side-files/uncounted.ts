import type {Checklist, Problem, SignOff, Waiver} from '../../model/checklist.ts';
import {answerEndsSoon, waiverEndsSoon} from '../../model/sign-off/ending.ts';
import {judgeQuestion} from '../../model/sign-off/judge.ts';
import {everybody, isByStranger, whyWaiverDoesNotCount} from '../../model/sign-off/waiver-objection.ts';
import {quote} from '../phrases.ts';
import {warningAt} from '../yaml/problem-log.ts';

export interface SideFilesJudged {
  /** Warnings of what does not count, and why. */
  readonly uncounted: readonly Problem[];
  /** Warnings of what counts, and is about to end. */
  readonly ending: readonly Problem[];
}

/** Fresh answers need a stage that began, which is known to a run only. */
const ALWAYS = new Date(0);

/** Which sign-offs of the checklist's environment count at a time, and until when. */
export function judgeSignOffFiles(checklist: Checklist, signOffs: readonly SignOff[], now: Date): SideFilesJudged {
  const {people, environment} = checklist;
  const circumstances = {people, environment, judgedAt: now, stageBegan: ALWAYS};
  const [uncounted, ending]: [Problem[], Problem[]] = [[], []];
  for (const {id, manual} of checklist.items) {
    if (manual === null) continue;
    const {signOffs: judged} = judgeQuestion(id, manual, signOffs, circumstances);
    for (const {signOff, objection, validUntil} of judged) {
      const what = `the sign-off by ${quote(signOff.by)} of ${signOff.at}`;
      const say = (text: string) => warningAt(signOff.source, `${what} ${text}`);
      if (objection !== null) {
        if (objection.code !== 'superseded') uncounted.push(say(`does not count: ${objection.text}`));
      } else if (validUntil !== null && answerEndsSoon(validUntil, manual.validForMs ?? 0, now)) {
        ending.push(say(`counts until ${validUntil.toISOString()}; ask again before that`));
      }
    }
  }
  return {uncounted, ending};
}

/** Which waivers count at a time, and until when. Who may not waive is said when the file is read. */
export function judgeWaivers(checklist: Checklist, waivers: readonly Waiver[], now: Date): SideFilesJudged {
  const people = everybody(checklist.people);
  const [uncounted, ending]: [Problem[], Problem[]] = [[], []];
  for (const waiver of waivers) {
    const {item, expires, source} = waiver;
    const say = (text: string) => warningAt(source, `the waiver of ${quote(item)} ${text}`);
    const objection = whyWaiverDoesNotCount(waiver, people, now);
    if (objection === null && waiverEndsSoon(expires, now)) {
      ending.push(say(`ends at the end of ${expires} (UTC)`));
    } else if (objection !== null && !isByStranger(waiver, people)) uncounted.push(say(objection));
  }
  return {uncounted, ending};
}
