import {ROLLBACK_STAGE} from '../checklist.ts';
import type {Decision} from '../report.ts';
import {plainText} from '../text/plain-text.ts';
import {type Cause, nameOf, reachOf} from './causes.ts';
import type {Decidable} from './looks.ts';
import {effectiveVerdict, type Points, pointsOf} from './points.ts';
import {nextStep, type RollbackText, rollbackText, verdictWord, wouldBeText} from './words.ts';

type Reports = readonly [Decidable, ...Decidable[]];

/** So many causes can be kept in mind on the phone. */
export const MOST_CAUSES = 3;

/**
 * Three sentences that can be read out on the phone (what, why, what now); under them what to do about each cause, the
 * checklist's own `rollback:`, and what must hold after that. `reports` are those that were decided, which are about the
 * same thing.
 */
export function explainDecision(decision: Decision, reports: Reports): string {
  const [about] = reports;
  const points = pointsOf(decision, reports);
  const isBack = about.stage === ROLLBACK_STAGE && effectiveVerdict(decision) === 'proceed';
  const rollback = isBack ? null : rollbackText(decision, about);
  const sentences = [whatIsDecided(decision, about), why(points), nextStep(decision, about, points, rollback !== null)];
  const parts = [
    [sentences.join(' ')],
    effectiveVerdict(decision) === 'rollback' ? [] : listed('To do:', toDo(points)),
    skippedTexts(decision).map((text) => `- ${text}`),
    rollback === null ? [] : rollbackLines(rollback),
    about.stage === ROLLBACK_STAGE
      ? []
      : listed(
          HELD_AFTERWARDS,
          heldAfterwards(reports).map(({id, title}) => `${title} (${id})`),
        ),
  ];
  if (effectiveVerdict(decision) === 'rollback') parts.push(listed('To mend before the next attempt:', toDo(points)));
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/** The verdict, then a line for each cause and each other reason, and what was skipped. */
export function decisionText(decision: Decision, reports: Reports): string {
  const [about] = reports;
  const word = verdictWord(decision.verdict, about);
  const head = decision.wouldBe === undefined ? word : `${word} (${wouldBeText(decision, about)})`;
  return [head, ...decisionPoints(decision, reports).map((text) => `- ${text}`)].join('\n');
}

/** What a decision rests on, one text each. */
export function decisionPoints(decision: Decision, reports: Reports): string[] {
  const {causes, rest} = pointsOf(decision, reports);
  return [
    ...modesOf(decision),
    ...causes.map(causeText),
    ...rest.map(({text}) => onLine(text)),
    ...skippedTexts(decision),
  ];
}

/** `port-443-open: port 443 is closed to the internet (which blocks 7 items)` */
export function causeText(cause: Cause): string {
  const name = nameOf(cause);
  const facts = factsOf(cause);
  return onLine(
    `${name === null ? '' : `${name}: `}${cause.text}${facts.length === 0 ? '' : ` (${facts.join('; ')})`}`,
  );
}

/** What the checklist's own `when:` left out. */
export function skippedTexts({skipped}: Decision): string[] {
  return skipped.map(({item, because}) => onLine(`skipped: ${item} (${because})`));
}

function factsOf(cause: Cause): string[] {
  const {vantages} = cause;
  const reach = reachOf(cause);
  return [...(reach === null ? [] : [reach]), ...(vantages.length === 0 ? [] : [`seen from ${vantages.join(', ')}`])];
}

function whatIsDecided(decision: Decision, about: Decidable): string {
  const {checklist, stage, environment} = about;
  const where = (stage === null ? '' : ` at stage ${stage}`) + (environment === null ? '' : ` in ${environment}`);
  const instead =
    decision.wouldBe === undefined
      ? ''
      : `, because ${modesOf(decision).join(' and ')}; ${wouldBeText(decision, about)}`;
  return onLine(`The decision for "${checklist.title}"${where} is: ${verdictWord(decision.verdict, about)}${instead}.`);
}

/** In words for the ear: what is the case, then the name to look it up by. */
function why({causes, rest}: Points): string {
  const others = rest.map(({text}) => onLine(text)).join('; ');
  if (causes.length === 0) return others === '' ? 'Nothing is in the way.' : `The reason is this: ${others}.`;
  const shown = causes.slice(0, MOST_CAUSES).map((cause) => {
    const name = nameOf(cause);
    const facts = [...(name === null ? [] : [name]), ...factsOf(cause)];
    return onLine(`${withoutPeriod(cause.text)}${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`);
  });
  const more = causes.length > MOST_CAUSES ? `; and ${causes.length - MOST_CAUSES} more` : '';
  const besides = others === '' ? '' : `; besides, ${others}`;
  return `${causes.length === 1 ? 'The cause is this' : 'The causes are these'}: ${shown.join('; ')}${more}${besides}.`;
}

function toDo({causes}: Points): string[] {
  return causes.flatMap((cause) => {
    const fix = cause.items[0]?.fix ?? null;
    return fix === null ? [] : [onLine(`${nameOf(cause) ?? cause.text}: ${fix}`)];
  });
}

function rollbackLines({heading, steps, after}: RollbackText): string[] {
  const lines = steps.flatMap(({text, command}, index) => [
    `  ${index + 1}. ${text}`,
    ...command.map((line) => `     ${line}`),
  ]);
  return [heading, ...lines, ...after.map((text) => `  - ${text}`)];
}

/** The heading over the items of stage `rollback`. */
export const HELD_AFTERWARDS = 'What must hold after rolling back (`--stage rollback` looks at it):';

/** The items of stage `rollback`. */
export function heldAfterwards(reports: readonly Decidable[]): {readonly id: string; readonly title: string}[] {
  const held = reports.flatMap(({items}) => items).filter(({stages}) => stages.includes(ROLLBACK_STAGE));
  const titles = new Map(held.map(({id, path}) => [id, onLine(path.at(-1) ?? id)]));
  return [...titles].map(([id, title]) => ({id, title}));
}

function listed(heading: string, texts: readonly string[]): string[] {
  return texts.length === 0 ? [] : [heading, ...texts.map((text) => `  - ${text}`)];
}

function modesOf({reasons}: Decision): string[] {
  return reasons.filter(({code}) => code === 'mode').map(({text}) => onLine(text));
}

/** Text from outside must not begin a line: it could read as one of ours. */
function onLine(text: string): string {
  return plainText(text, 2000);
}

function withoutPeriod(text: string): string {
  return text.replace(/\.+$/, '');
}
