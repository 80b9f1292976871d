import type {DecisionReason, ItemReport, Report} from '../report.ts';
import {formatDuration} from '../text/duration.ts';
import type {Decidable, Looked} from './joined-reports.ts';
import {isBeforeCutover, isDueLater} from './stage.ts';

/** Why a decision is what it is: each function looks for reasons of one sort. */

/** What whoever asks believes the reports to be about; each is checked. */
export interface Expectations {
  readonly checklistSha256?: string;
  readonly environment?: string;
  readonly stage?: string;
  /** Account ids that were looked at, among others. */
  readonly accountIds?: readonly string[];
}

const CUTOVER_MAX_AGE_MS = 15 * 60_000;
const MAX_AGE_MS = 24 * 3_600_000;
/** How far two machines' clocks may differ before a report counts as one from the future. */
const CLOCK_SKEW_MS = 60_000;

/** Whether its failure is neither covered by a waiver nor a mere note. */
function counts({consequence, waiver}: ItemReport): boolean {
  return consequence !== 'note' && waiver === null;
}

export function rollbackReasons(looked: readonly Looked[]): DecisionReason[] {
  const due = looked.filter(({item}) => item.consequence === 'rollback' && counts(item));
  const failed = due.filter(({item}) => item.status === 'fail' && item.confirmed);
  const blocked = due.filter(({item, root}) => item.status === 'blocked' && root?.status === 'fail' && root.confirmed);
  return [
    ...reason('failed-rollback', failed, (n) => `${n} whose failure means rollback failed, and that was confirmed`),
    ...reason(
      'blocked-rollback',
      blocked,
      (n) => `${n} whose failure means rollback could not be looked at, because of a confirmed failure`,
    ),
  ];
}

export function itemReasons(looked: readonly Looked[], told: ReadonlySet<string>): DecisionReason[] {
  const rest = looked.filter(({item}) => counts(item));
  const failed = rest.filter(({item}) => item.status === 'fail' && !item.flaky && !told.has(item.id));
  const flaky = rest.filter(({item}) => item.status === 'fail' && item.flaky);
  const having = (status: ItemReport['status']) => rest.filter(({item}) => item.status === status);
  return [
    ...reason('failed', failed, (n) => `${n} failed`),
    ...reason('error', having('error'), (n) => `${n} could not be told`),
    ...reason(
      'blocked',
      having('blocked').filter(({item}) => !told.has(item.id)),
      (n) => `${n} could not be looked at because of another`,
    ),
    ...reason('pending', having('pending'), (n) => `${n} had no sign-off that counts`),
    ...reason('flaky', flaky, (n) => `${n} failed in some attempts and not in others`),
  ];
}

export function runReasons(
  counting: readonly Decidable[],
  looked: readonly Looked[],
  about: Decidable,
): DecisionReason[] {
  const reasons: DecisionReason[] = [];
  const say = (code: string, text: string) => reasons.push({code, text, items: []});
  if (!looked.some(({item}) => item.status !== 'not-due')) {
    say('no-items', about.stage === null ? 'no item was looked at' : `no item is due at stage ${about.stage}`);
  }
  for (const incomplete of new Set(counting.map((report) => report.incomplete))) {
    if (incomplete !== null) say('incomplete', `the run is incomplete (${incomplete})`);
  }
  for (const text of selectionTexts(counting, looked)) say('selection', text);
  if (about.stage === null) say('no-stage', 'the run named no stage');
  if (about.environment === null && about.checklist.environments.length > 0) {
    say(
      'environment',
      `the checklist has the environments ${about.checklist.environments.join(', ')}, and the run named none`,
    );
  }
  return reasons;
}

/** A vantage whose reports are all selections has to have run every due item among them. */
function selectionTexts(counting: readonly Decidable[], looked: readonly Looked[]): string[] {
  const vantages = [...new Set(counting.map(({vantage}) => vantage))];
  return vantages.flatMap((vantage) => {
    const selections = counting.filter((report) => report.vantage === vantage).map(({selection}) => selection);
    if (selections.includes(null)) return [];
    const due = Math.max(...selections.map((selection) => selection?.due ?? 0));
    const run = looked.filter(({item, report}) => report.vantage === vantage && item.status !== 'not-due').length;
    if (run >= due) return [];
    return [`${due - run} of ${due} due items were not run${vantages.length > 1 ? ` from ${vantage}` : ''}`];
  });
}

export function ageReasons(
  counting: readonly Decidable[],
  about: Decidable,
  now: Date,
  maxAgeMs: number | undefined,
): DecisionReason[] {
  const limitMs = maxAgeMs ?? (about.stage === 'cutover' ? CUTOVER_MAX_AGE_MS : MAX_AGE_MS);
  return counting.flatMap(({finishedAt}) => {
    const ageMs = now.getTime() - Date.parse(finishedAt);
    const age = (text: string): DecisionReason[] => [{code: 'age', text, items: []}];
    if (ageMs > limitMs) {
      return age(`the report of ${finishedAt} is ${formatDuration(ageMs)} old, more than ${formatDuration(limitMs)}`);
    }
    return ageMs < -CLOCK_SKEW_MS ? age(`the report of ${finishedAt} is from the future; look at both clocks`) : [];
  });
}

export function modeReasons(counting: readonly Decidable[]): DecisionReason[] {
  const notLive = counting.filter(({mode}) => mode !== 'live');
  return [...new Set(notLive.map(({mode}) => mode))].map((mode) => {
    const overrides = [
      ...new Set(notLive.filter((report) => report.mode === mode).flatMap((report) => report.overrides)),
    ];
    const by = mode === 'overridden' && overrides.length > 0 ? ` (${overrides.join(', ')})` : '';
    return {code: 'mode', text: `the run was not live but ${mode}${by}`, items: []};
  });
}

export function mismatchReasons(
  counting: readonly Decidable[],
  about: Decidable,
  expect: Expectations,
): DecisionReason[] {
  const texts: string[] = [];
  if (expect.checklistSha256 !== undefined && expect.checklistSha256 !== about.checklist.sha256) {
    texts.push(
      `the report is not of the checklist as it is now (${about.checklist.file} has changed, or is another file)`,
    );
  }
  if (expect.environment !== undefined && expect.environment !== about.environment) {
    texts.push(
      `the report is of ${about.environment === null ? 'no environment' : `environment ${about.environment}`}, not of ${expect.environment}`,
    );
  }
  if (expect.stage !== undefined && expect.stage !== about.stage) {
    texts.push(
      `the report is of ${about.stage === null ? 'no stage' : `stage ${about.stage}`}, not of ${expect.stage}`,
    );
  }
  for (const id of expect.accountIds ?? []) {
    const strangers = counting.filter(({accounts}) => !accounts.some((account) => accountId(account) === id));
    if (strangers.length > 0) texts.push(`the report did not look at account ${id}`);
  }
  return texts.map((text) => ({code: 'mismatch', text, items: []}));
}

/** Who it really was comes before who it should have been. */
function accountId({id, caller}: Report['accounts'][number]): string | null {
  return caller?.match(/\b\d{12}\b/)?.[0] ?? id;
}

export function beforeCutover(looked: readonly Looked[], {stage, checklist}: Decidable): DecisionReason[] {
  if (!isBeforeCutover(stage, checklist.stages)) return [];
  const later = [
    ...new Set(looked.filter(({item}) => isDueLater(item.stages, stage, checklist.stages)).map(({item}) => item.id)),
  ];
  const rest = later.length === 0 ? '' : `, ${countOf(later.length, 'item')} not due yet`;
  return [{code: 'before-cutover', text: `nothing to roll back${rest}`, items: later}];
}

export function proceedReason(looked: readonly Looked[], {stage}: Decidable): DecisionReason {
  const idsOf = (test: (item: ItemReport) => boolean) =>
    new Set(looked.filter(({item}) => test(item)).map(({item}) => item.id));
  const due = idsOf(({status}) => status !== 'not-due');
  const marks = [
    [idsOf(({status}) => status === 'skip').size, 'skipped'],
    [idsOf(({waiver}) => waiver !== null).size, 'waived'],
    [
      idsOf(({consequence, status}) => consequence === 'note' && !['pass', 'skip', 'not-due'].includes(status)).size,
      'a note only',
    ],
  ] as const;
  const but = marks.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  const text = `of ${countOf(due.size, 'item')} due at stage ${stage} none stands in the way${but.length === 0 ? '' : ` (${but.join(', ')})`}`;
  return {code: 'all-clear', text, items: []};
}

function reason(code: string, found: readonly Looked[], text: (count: string) => string): DecisionReason[] {
  if (found.length === 0) return [];
  const items = [...new Set(found.map(({item}) => item.id))];
  const shown = items.slice(0, 3).join(', ') + (items.length > 3 ? ` and ${items.length - 3} more` : '');
  return [{code, text: `${text(countOf(items.length, 'item'))}: ${shown}`, items}];
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
