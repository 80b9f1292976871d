import type {AnyCheck} from '../model/check.ts';
import type {Checklist, Item, Manual} from '../model/checklist.ts';
import type {SeenFacts} from '../model/facts/seen-facts.ts';
import type {Attempt, ItemReport} from '../model/report.ts';
import {answerCommand, signOffPath} from '../model/sign-off/answer-command.ts';
import {fillByHand} from './by-hand.ts';
import type {Finding} from './finding.ts';
import type {RunOptions} from './run-options.ts';

/** What the runner needs to know about a check. */
export type KnownCheck = Pick<AnyCheck, 'touches' | 'holdsBecause' | 'byHand' | 'params'>;

/** What a report says about an item before it is looked at: the consequence of its failure. */
export type Consequences = Pick<ItemReport, 'onFail' | 'consequence'>;

/** How an item ended, and the attempts before that. */
export interface Decided {
  readonly finding: Finding;
  readonly attempts: readonly Attempt[];
  readonly durationMs: number;
}

/** One row of the report, with the check's own command by hand where the finding does not bring one. */
export function itemReport(
  item: Item,
  {onFail, consequence}: Consequences,
  {finding, attempts, durationMs}: Decided,
  check: KnownCheck | null,
  checklist: Checklist,
  {seen, show}: {readonly seen?: SeenFacts | undefined; readonly show?: RunOptions['show'] | undefined} = {},
): ItemReport {
  const own = finding.byHand ?? null;
  const byHand =
    check === null || item.check === null ? own : fillByHand(check, item.check.written, checklist, {seen, own, show});
  const needsFix = finding.status !== 'pass' && finding.status !== 'skip' && finding.status !== 'not-due';
  return {
    id: item.id,
    path: [...item.path],
    check: item.check?.id ?? null,
    manual: item.manual === null ? null : manualReport(item, item.manual, checklist),
    plan: [...item.plan],
    tags: item.tags.map((tag) => show?.(tag) ?? tag),
    stages: [...item.stages],
    onFail,
    consequence,
    status: finding.status,
    summary: finding.summary,
    expected: finding.expected ?? null,
    actual: finding.actual ?? null,
    // The schema's type lacks `readonly`, but nothing changes it.
    evidence: [...(finding.evidence ?? [])] as ItemReport['evidence'],
    fix: needsFix ? (finding.fix ?? null) : null,
    byHand,
    ...(finding.candidates === undefined ? {} : {candidates: [...finding.candidates]}),
    ...(finding.wayBack === undefined ? {} : {wayBack: finding.wayBack}),
    commonCause: finding.commonCause ?? null,
    attempts: [...attempts],
    confirmed: finding.confirmed ?? false,
    flaky: finding.flaky ?? false,
    waiver: null,
    staleWaiver: null,
    blockedBy: finding.blockedBy ?? null,
    durationMs,
    source: item.source,
  };
}

function manualReport(item: Item, manual: Manual, checklist: Checklist): ItemReport['manual'] {
  return {
    ask: manual.ask,
    approvers: [...manual.approvers],
    asked: manual.asked,
    file: signOffPath(checklist, item.id),
    answerWith: answerCommand(checklist, item, manual),
  };
}
