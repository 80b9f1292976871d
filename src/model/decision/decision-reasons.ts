import type {Decision, DecisionReason, ItemReport} from '../report.ts';
import {counted} from '../text/counted.ts';
import {formatDuration} from '../text/duration.ts';
import {someOf} from '../text/some-of.ts';
import type {Judgement} from './judgement.ts';
import {leftOutReasons} from './left-out.ts';
import {countingReports, type Decidable, isUnblocked, type Look} from './looks.ts';
import {isBeforeCutover, isDueLater} from './stage.ts';

/** Why a decision is what it is: each function looks for reasons of one sort. */

export function rollbackReasons(looks: readonly Look[], judgement: Judgement): DecisionReason[] {
  const due = looks.filter((look) => look.item.consequence === 'rollback' && judgement.counts(look));
  const failed = due.filter((look) => judgement.isCertainFailure(look));
  const blocked = due.filter(
    ({item, roots}) => item.status === 'blocked' && roots.some((root) => judgement.isCertainFailure(root)),
  );
  return [
    ...reason('failed-rollback', failed, (n) => `${n} whose failure means rollback failed, and that was confirmed`),
    ...reason(
      'blocked-rollback',
      blocked,
      (n) =>
        `${n} whose failure means rollback could not be looked at, because of a confirmed failure (${rootsOf(blocked)})`,
    ),
  ];
}

/** `said` are items that another reason names already. */
export function itemReasons(looks: readonly Look[], judgement: Judgement, said: ReadonlySet<string>): DecisionReason[] {
  const rest = looks.filter((look) => judgement.counts(look));
  const having = (status: ItemReport['status']) => rest.filter(({item}) => item.status === status);
  const failed = having('fail');
  const blocked = having('blocked').filter(({item}) => !said.has(item.id));
  const still = blocked.filter((look) => !isUnblocked(look));
  const unblocked = blocked.filter(isUnblocked);
  return [
    ...reason(
      'failed',
      failed.filter(({item}) => !item.flaky && !said.has(item.id)),
      (n) => `${n} failed`,
    ),
    ...reason('error', having('error'), (n) => `${n} could not be determined`),
    ...reason('blocked', still, (n) => `${n} could not be looked at because of ${rootsOf(still)}`),
    ...reason(
      'unblocked',
      unblocked,
      (n) => `${n} could not be looked at because of ${rootsOf(unblocked)}, and not again since that passed`,
    ),
    ...reason('pending', having('pending'), (n) => `${n} had no sign-off that counts`),
    ...reason(
      'flaky',
      failed.filter(({item}) => item.flaky),
      (n) => `${n} failed in some attempts and not in others`,
    ),
  ];
}

/** What a run leaves that was killed, or failed before its first item. */
export function unfinishedReasons(reports: readonly Decidable[]): DecisionReason[] {
  const unfinished = reports.filter(({incomplete}) => incomplete === 'unfinished');
  return [...new Set(unfinished.map(({finishedAt}) => finishedAt))].map((began) => ({
    code: 'incomplete',
    text: `the run that began at ${began} has not ended: it is still going on, it was killed, or it could not be done`,
    items: [],
  }));
}

/** `reports` are all that have ended, `about` the one that says what they are of. */
export function runReasons(reports: readonly Decidable[], looks: readonly Look[], about: Decidable): DecisionReason[] {
  const counting = countingReports(reports, looks);
  const reasons: DecisionReason[] = [];
  const say = (code: string, text: string) => reasons.push({code, text, items: []});
  const due = looks.filter(({item}) => item.status !== 'not-due');
  if (due.length === 0) {
    say('no-items', about.stage === null ? 'no item was looked at' : `no item is due at stage ${about.stage}`);
  } else if (due.every(({item}) => item.status === 'skip')) {
    say('nothing-judged', 'no item was looked at: all that are due were skipped by `when:`');
  }
  for (const incomplete of new Set(counting.map((report) => report.incomplete))) {
    if (incomplete !== null) say('incomplete', `the run is incomplete (${incomplete})`);
  }
  reasons.push(...leftOutReasons(reports, looks));
  if (about.stage === null) say('no-stage', 'the run named no stage');
  if (about.environment === null && about.checklist.environments.length > 0) {
    say(
      'environment',
      `the checklist has the environments ${about.checklist.environments.join(', ')}, and the run named none`,
    );
  }
  return reasons;
}

export function ageReasons(looks: readonly Look[], judgement: Judgement): DecisionReason[] {
  const aging = looks.filter(
    ({item}) => item.consequence !== 'note' && item.status !== 'skip' && item.status !== 'not-due',
  );
  const old = aging.filter((look) => judgement.isTooOld(look));
  const early = aging.filter((look) => judgement.isFromTheFuture(look));
  return [
    ...reason('age', old, (n) => {
      const oldestMs = judgement.nowMs - Math.min(...old.map(({atMs}) => atMs));
      return `${n} ${old.length === 1 ? 'was' : 'were'} last looked at ${formatDuration(oldestMs)} ago, which is more than ${formatDuration(judgement.maxAgeMs)}`;
    }),
    ...reason(
      'age',
      early,
      (n) => `${n} ${early.length === 1 ? 'was' : 'were'} looked at in the future; see both clocks`,
    ),
  ];
}

export function beforeCutover(looks: readonly Look[], {stage, checklist}: Decidable): DecisionReason[] {
  if (!isBeforeCutover(stage, checklist.stages)) return [];
  const later = idsOf(looks.filter(({item}) => isDueLater(item.stages, stage, checklist.stages)));
  const rest = later.length === 0 ? '' : `, ${counted(later.length, 'item')} not due yet`;
  return [{code: 'before-cutover', text: `nothing to roll back${rest}`, items: later}];
}

export function proceedReason(looks: readonly Look[], judgement: Judgement, {stage}: Decidable): DecisionReason {
  const count = (test: (look: Look) => boolean) => idsOf(looks.filter(test)).length;
  const due = count(({item}) => item.status !== 'not-due');
  const marks = [
    [count(({item}) => item.status === 'skip'), 'skipped'],
    [count((look) => judgement.isWaived(look)), 'waived'],
    [
      count(({item}) => item.consequence === 'note' && !['pass', 'skip', 'not-due'].includes(item.status)),
      'a note only',
    ],
  ] as const;
  const but = marks.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  const text = `of ${counted(due, 'item')} due at stage ${stage} none is in the way${but.length === 0 ? '' : ` (${but.join(', ')})`}`;
  return {code: 'all-clear', text, items: []};
}

/** What the checklist's own `when:` left out, with its reason: whoever decides has to know of it. */
export function skippedItems(looks: readonly Look[]): Decision['skipped'] {
  const skipped = new Map<string, string>();
  for (const {item} of looks) if (item.status === 'skip') skipped.set(item.id, item.summary);
  return [...skipped].map(([item, because]) => ({item, because}));
}

/** The items at the root of blocks. */
function rootsOf(blocked: readonly Look[]): string {
  return someOf([...new Set(blocked.map(({item}) => item.blockedBy ?? 'another'))]);
}

function reason(code: string, found: readonly Look[], text: (count: string) => string): DecisionReason[] {
  if (found.length === 0) return [];
  const items = idsOf(found);
  return [{code, text: `${text(counted(items.length, 'item'))}: ${someOf(items)}`, items}];
}

function idsOf(looks: readonly Look[]): string[] {
  return [...new Set(looks.map(({item}) => item.id))];
}
