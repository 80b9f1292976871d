import {ROLLBACK_STAGE} from '../model/checklist.ts';
import {
  causeText,
  HELD_AFTERWARDS,
  heldAfterwards,
  MOST_CAUSES,
  skippedTexts,
} from '../model/decision/decision-text.ts';
import {effectiveVerdict, pointsOf} from '../model/decision/points.ts';
import {nextStep, type RollbackText, rollbackText, verdictWord, wouldBeText} from '../model/decision/words.ts';
import type {Decision, Report} from '../model/report.ts';
import {plainText} from '../model/text/plain-text.ts';
import {causePoints, point} from './cause-text.ts';
import type {Paint} from './style.ts';
import {wrap} from './text-width.ts';

const DECISION_FORMAT = {proceed: 'green', hold: 'yellow', rollback: 'red'} as const;

/** The last lines of a run: the decision, what it rests on, and what to do now. */
export function decisionLines(report: Report, decision: Decision, paint: Paint, width: number): string[] {
  const points = pointsOf(decision, [report]);
  const {causes, rest} = points;
  const shown = causes.slice(0, MOST_CAUSES);
  const verdict = effectiveVerdict(decision);
  // Who is to roll back has no use for what would mend it.
  const causeLines =
    verdict === 'rollback' ? shown.flatMap((cause) => point(causeText(cause), width)) : causePoints(shown, width);
  const more = causes.length - shown.length;
  const isOfRollback = verdict === 'rollback' || (report.stage === ROLLBACK_STAGE && verdict !== 'proceed');
  const rollback = isOfRollback ? rollbackText(decision, report) : null;
  const modes = decision.reasons.filter(({code}) => code === 'mode');
  const listed = (reasons: readonly {readonly text: string}[]) => reasons.flatMap(({text}) => point(text, width));
  return [
    ...decisionHead(decision, report, paint, width),
    ...listed(modes),
    ...causeLines,
    ...(more === 0 ? [] : point(`and ${more} more, above`, width)),
    ...(verdict === 'rollback' && rest.length > 1
      ? point(`besides, ${rest.map(({text}) => text).join('; ')}`, width)
      : listed(rest)),
    ...skippedTexts(decision).flatMap((text) => point(text, width)),
    ...(rollback === null ? [] : rollbackLines(rollback, paint, width)),
    ...(isOfRollback && report.stage !== ROLLBACK_STAGE ? afterwardsLines(report, width) : []),
    ...wrap(nextStep(decision, report, points, rollback !== null), width).map((line) => paint('bold', line)),
  ];
}

/** By their ids, so that verdict and steps stay on the screen; `decide --explain` has the titles. */
function afterwardsLines(report: Report, width: number): string[] {
  const ids = heldAfterwards([report]).map(({id}) => id);
  return ids.length === 0 ? [] : [...wrap(HELD_AFTERWARDS, width), ...point(ids.join(', '), width)];
}

/** A command must survive copying, so it is never wrapped. */
function rollbackLines({heading, steps, after}: RollbackText, paint: Paint, width: number): string[] {
  return [
    ...wrap(heading, width).map((line) => paint('bold', line)),
    ...steps.flatMap(({text, command}, index) => [
      ...wrap(plainText(text, 2000), width - 5).map(
        (line, row) => `${(row === 0 ? `  ${index + 1}.` : '').padEnd(5)}${line}`,
      ),
      ...command.map((line) => `     ${line}`),
    ]),
    ...after.flatMap((text) => point(text, width)),
  ];
}

function decisionHead(decision: Decision, report: Report, paint: Paint, width: number): string[] {
  const word = verdictWord(decision.verdict, report).toUpperCase();
  const instead = decision.wouldBe === undefined ? '' : ` (${wouldBeText(decision, report)})`;
  const [first = '', ...more] = wrap(`Decision: ${word}${instead}`, width);
  return [first.replace(word, paint(['bold', DECISION_FORMAT[decision.verdict]], word)), ...more];
}
