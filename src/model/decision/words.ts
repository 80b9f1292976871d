import {ROLLBACK_STAGE} from '../checklist.ts';
import type {Decision, DecisionVerdict, Report} from '../report.ts';
import {formatDuration, parseDuration} from '../text/duration.ts';
import {plainText} from '../text/plain-text.ts';
import {nameOf} from './causes.ts';
import type {Decidable} from './looks.ts';
import {effectiveVerdict, type Points} from './points.ts';
import {canRollBack} from './stage.ts';

/** The words for a decision, the same wherever it is said. */

type About = Pick<Decidable, 'stage' | 'checklist'>;

/** One word for one decision; in a rollback, whether we are back. */
export function verdictWord(verdict: DecisionVerdict, {stage}: Pick<About, 'stage'>): string {
  if (stage !== ROLLBACK_STAGE) return verdict;
  return verdict === 'proceed' ? 'we are back' : 'not back yet';
}

/** How a decision on a run that was not live continues: what it would be on one. Empty for one that was. */
export function wouldBeText({wouldBe}: Decision, about: Pick<About, 'stage'>): string {
  return wouldBe === undefined ? '' : `on a live run it would be ${verdictWord(wouldBe, about)}`;
}

/** What to do now, as one sentence. */
export function nextStep(decision: Decision, about: About, points: Points, hasSteps: boolean): string {
  if (decision.wouldBe !== undefined) return 'Next: make a live run; only that decides.';
  if (decision.verdict === 'rollback') {
    return hasSteps
      ? 'Next: roll back now, with these steps, then run again with `--stage rollback`: it says whether we are back.'
      : 'Next: take back what the cutover changed (the checklist has no `rollback:` that says how), then run again with `--stage rollback`.';
  }
  if (decision.verdict === 'proceed') return nextStage(about);
  return `Next: ${whatToSeeTo(points)}${notForThis(about)}.`;
}

function nextStage({stage, checklist: {stages}}: About): string {
  if (stage === ROLLBACK_STAGE) return 'Next: nothing more has to be taken back.';
  const next = stage === null ? undefined : stages[stages.indexOf(stage) + 1];
  if (next === undefined) return `Next: nothing; ${stage} is the last stage.`;
  return `Next: stage ${next}; run again with \`--stage ${next}\` once what the plan has for it is done.`;
}

function whatToSeeTo({causes, rest}: Points): string {
  const [first, ...others] = causes;
  if (first === undefined)
    return rest.flatMap(({code}) => ABOUT_THE_RUN[code] ?? [])[0] ?? 'see to the reasons, and run again';
  const name = nameOf(first);
  if (others.length === 0) return `see to ${name ?? 'that'}, and run again`;
  return `see to ${name ?? 'the first of these'}, then to the others, and run again`;
}

/** What to do about a reason that no item is behind, by its code. */
const ABOUT_THE_RUN: Readonly<Record<string, string>> = {
  mismatch: 'decide from the reports of what is in question',
  incomplete: 'run again, to the end',
  selection: 'run all items that are due',
  shards: 'run the shards that are missing, and decide from the reports of all',
  'no-stage': 'run again with `--stage`',
  environment: 'run again with `--env`',
  'no-items': 'see whether this is the right stage',
  'nothing-judged': 'see whether this is the right stage',
  age: 'run again',
  pending: 'have the questions answered, and run again',
  blocked: 'have the questions answered, and run again',
  unblocked: 'run again what was not looked at',
};

function notForThis({stage, checklist: {stages}}: About): string {
  return canRollBack(stage, stages) ? '; do not roll back for this' : '';
}

/** What people do to go back, in words. */
export interface RollbackText {
  readonly heading: string;
  readonly steps: readonly {
    readonly text: string;
    /** Line by line, as it is written: it is there to be copied. */
    readonly command: readonly string[];
  }[];
  /** What the looks showed of how long it takes until all are back. */
  readonly after: readonly string[];
}

/** The checklist's own `rollback:`; null where it has none. */
export function rollbackText(
  decision: Decision,
  {stage, rollback, items}: Pick<Decidable, 'stage' | 'rollback' | 'items'>,
): RollbackText | null {
  if (rollback === null) return null;
  const {decider, steps} = rollback;
  const durations = steps.map(({takes}) => (takes === null ? null : parseDuration(takes)));
  const inAll = durations.reduce<number | null>((sum, ms) => (sum === null || ms === null ? null : sum + ms), 0);
  const facts = [
    ...(decider === null ? [] : [`${plainText(decider)} decides`]),
    `${steps.length} step${steps.length === 1 ? '' : 's'}`,
    ...(inAll === null ? [] : [`${formatDuration(inAll)} in all`]),
  ];
  return {
    heading: `${rollbackHeading(decision, stage)} (${facts.join('; ')}):`,
    steps: steps.map((step) => ({
      text: `${plainText(step.do, 2000)}${stepFacts(step)}`,
      command: step.command === null ? [] : step.command.trimEnd().split('\n').map(whole),
    })),
    after: items.flatMap(({id, wayBack}) => (wayBack === undefined ? [] : [`${plainText(wayBack, 2000)} (${id})`])),
  };
}

function whole(line: string): string {
  return plainText(line, Number.POSITIVE_INFINITY);
}

function stepFacts({by, takes}: NonNullable<Report['rollback']>['steps'][number]): string {
  const ms = takes === null ? null : parseDuration(takes);
  const facts = [...(by === null ? [] : [plainText(by)]), ...(ms === null ? [] : [formatDuration(ms)])];
  return facts.length === 0 ? '' : ` (${facts.join(', ')})`;
}

/** Steps that are being done, may have to be, or have to be done now. */
function rollbackHeading(decision: Decision, stage: string | null): string {
  if (stage === ROLLBACK_STAGE) return 'Steps of the rollback';
  if (effectiveVerdict(decision) !== 'rollback') return 'Should it come to a rollback';
  return decision.wouldBe === undefined ? 'Rollback' : 'The rollback, were this run live';
}
