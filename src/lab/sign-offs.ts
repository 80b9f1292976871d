import type {Checklist, SignOff} from '../model/checklist.ts';

/** An hour before the facts were recorded: within any validity. */
const ANSWERED_BEFORE_MS = 3_600_000;

/** An approval of every question of the checklist, by the first person who may give it. */
export function signOffsOf(checklist: Checklist, recordedAt: string): readonly SignOff[] {
  const at = new Date(Date.parse(recordedAt) - ANSWERED_BEFORE_MS).toISOString();
  return checklist.items.flatMap(({id, manual}) => {
    const by = manual?.approvers.flatMap((group) => checklist.people[group] ?? [])[0];
    if (manual === null || by === undefined) return [];
    const signOff: SignOff = {
      item: id,
      verdict: 'approved',
      by,
      at,
      evidence: 'built-in world',
      comment: null,
      asked: manual.asked,
      source: {file: 'built-in world', line: 1, column: 1},
    };
    return [signOff];
  });
}
