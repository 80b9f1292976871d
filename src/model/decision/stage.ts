import {ROLLBACK_STAGE} from '../checklist.ts';

/** What the order of a checklist's stages means. `stages` is that order, without `rollback`, which stands outside it. */

/** Whether there is something to roll back: from the stage `cutover` on, but in neither `cleanup` nor `rollback`. */
export function canRollBack(stage: string | null, stages: readonly string[]): boolean {
  if (stage === null || stage === 'cleanup') return false;
  const cutover = stages.indexOf('cutover');
  return cutover >= 0 && stages.indexOf(stage) >= cutover;
}

/** Whether the cutover is still to come: the run's stage stands before it in the list. */
export function isBeforeCutover(stage: string | null, stages: readonly string[]): boolean {
  if (stage === null) return false;
  const index = stages.indexOf(stage);
  return index >= 0 && index < stages.indexOf('cutover');
}

/** Whether a claim that holds in `holdsIn` is looked at in a run of `stage`. Without a stage all are but `rollback`'s. */
export function isDue(holdsIn: readonly string[], stage: string | null): boolean {
  return stage === null ? holdsIn.some((name) => name !== ROLLBACK_STAGE) : holdsIn.includes(stage);
}

/** Whether it is not due now, but will be in a later stage of the list. */
export function isDueLater(holdsIn: readonly string[], stage: string | null, stages: readonly string[]): boolean {
  if (stage === null || isDue(holdsIn, stage) || !stages.includes(stage)) return false;
  return stages.slice(stages.indexOf(stage) + 1).some((name) => holdsIn.includes(name));
}

/** Why a claim is not looked at in a run of `stage`: `not due before ready`, `not due after prepare`, … */
export function whyNotDue(holdsIn: readonly string[], stage: string | null, stages: readonly string[]): string {
  const inOrder = stages.filter((name) => holdsIn.includes(name));
  const first = inOrder[0];
  const last = inOrder.at(-1);
  if (first === undefined || last === undefined) {
    return holdsIn.includes(ROLLBACK_STAGE) ? 'not due but in a rollback' : 'not due in any stage';
  }
  const now = stage === null ? -1 : stages.indexOf(stage);
  if (now < 0) return 'not due in a rollback';
  if (now < stages.indexOf(first)) return `not due before ${first}`;
  if (now > stages.indexOf(last)) return `not due after ${last}`;
  return `not due in ${stage}: it is in ${inOrder.join(', ')}`;
}
