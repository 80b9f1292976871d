import {ROLLBACK_STAGE} from '../checklist.ts';
import type {Decision} from '../report.ts';
import type {Decidable} from './looks.ts';
import {canRollBack} from './stage.ts';

/**
 * Three sentences that can be read out on the phone (what, why, what now), and under them the checklist's own rollback
 * steps: its items of the stage `rollback`. `reports` are those that were decided, which are about the same thing.
 */
export function explainDecision(decision: Decision, reports: readonly [Decidable, ...Decidable[]]): string {
  const [about] = reports;
  const steps = rollbackSteps(reports);
  const sentences = [whatIsDecided(decision, about), why(decision), whatNow(decision, about, steps.length > 0)];
  const heading = decision.verdict === 'rollback' ? 'Rollback steps:' : 'Rollback steps, should it come to that:';
  const list = steps.map((step, index) => `  ${index + 1}. ${step}`);
  const skipped = skippedTexts(decision).map((text) => `- ${text}`);
  return [
    sentences.join(' '),
    ...(skipped.length === 0 ? [] : ['', ...skipped]),
    ...(steps.length === 0 ? [] : ['', heading, ...list]),
  ].join('\n');
}

/** What the checklist's own `when:` left out. */
export function skippedTexts({skipped}: Decision): string[] {
  return skipped.map(({item, because}) => `skipped: ${item} (${because})`);
}

function whatIsDecided({verdict}: Decision, {checklist, stage, environment}: Decidable): string {
  const where = (stage === null ? '' : ` at stage ${stage}`) + (environment === null ? '' : ` in ${environment}`);
  switch (verdict) {
    case 'proceed':
      return `Proceed: "${checklist.title}" may go on${where}.`;
    case 'hold':
      return `Hold: "${checklist.title}" must not go on${where}.`;
    case 'rollback':
      return `Roll back: "${checklist.title}" has to be taken back${where}.`;
  }
}

function why({reasons}: Decision): string {
  const [first, ...others] = reasons;
  if (first === undefined) return 'No reason is known.';
  const more =
    others.length === 0
      ? ''
      : `; there ${others.length === 1 ? 'is one further reason' : `are ${others.length} further reasons`}`;
  return `The reason is that ${first.text}${more}.`;
}

function whatNow({verdict, wouldBe, reasons}: Decision, {stage, checklist}: Decidable, hasSteps: boolean): string {
  if (verdict === 'proceed') return 'Take the next step of the plan, and run again after it.';
  if (verdict === 'rollback') {
    return hasSteps
      ? 'Start the rollback now, with the steps below.'
      : 'Start the rollback now; the checklist names no steps for it.';
  }
  if (wouldBe !== undefined) return `A live run would have said ${wouldBe}: make one for a decision that counts.`;
  const early = reasons.find(({code}) => code === 'before-cutover');
  if (early !== undefined) return `There is ${early.text}: see to the reasons, and run again.`;
  return canRollBack(stage, checklist.stages)
    ? 'Do not roll back for this: see to the reasons, and run again.'
    : 'See to the reasons, and run again.';
}

function rollbackSteps(reports: readonly Decidable[]): string[] {
  const steps = new Map<string, string>();
  for (const item of reports.flatMap(({items}) => items)) {
    if (item.stages.includes(ROLLBACK_STAGE)) steps.set(item.id, `${item.path.at(-1)} (${item.id})`);
  }
  return [...steps.values()];
}
