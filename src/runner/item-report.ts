import type {AnyCheck} from '../model/check.ts';
import type {Checklist, Item} from '../model/checklist.ts';
import type {Consequence, Evidence, Status} from '../model/outcome.ts';
import type {Attempt, ItemReport} from '../model/report.ts';
import {fillByHand} from './by-hand.ts';

/** What a report can say of an item before it is looked at. */
export interface Worth {
  readonly onFail: Consequence;
  readonly consequence: Consequence;
}

/** How it went; what is left out is not known, or was not needed. */
export interface Told {
  readonly status: Status;
  readonly summary: string;
  readonly expected?: string | null;
  readonly actual?: string | null;
  readonly evidence?: readonly Evidence[];
  readonly fix?: string | null;
  readonly byHand?: string | null;
  readonly attempts?: readonly Attempt[];
  readonly confirmed?: boolean;
  readonly flaky?: boolean;
  readonly blockedBy?: string;
  readonly durationMs?: number;
}

/** What the runner has to know of a check. */
export type KnownCheck = Pick<AnyCheck, 'touches' | 'docs' | 'params'>;

/** One row of the report, with the check's own advice where the attempt gave none. */
export function itemReport(
  item: Item,
  worth: Worth,
  told: Told,
  check: KnownCheck | null,
  checklist: Checklist,
): ItemReport {
  const byHand = check === null || item.check === null ? null : fillByHand(check, item.check.written, checklist);
  const needsFix = told.status !== 'pass' && told.status !== 'skip' && told.status !== 'not-due';
  return {
    id: item.id,
    path: [...item.path],
    check: item.check?.id ?? null,
    manual:
      item.manual === null
        ? null
        : {ask: item.manual.ask, approvers: [...item.manual.approvers], asked: item.manual.asked},
    plan: [...item.plan],
    tags: [...item.tags],
    stages: [...item.stages],
    onFail: worth.onFail,
    consequence: worth.consequence,
    status: told.status,
    summary: told.summary,
    expected: told.expected ?? null,
    actual: told.actual ?? null,
    // Only the schema's type does not know that nobody changes it.
    evidence: [...(told.evidence ?? [])] as ItemReport['evidence'],
    fix: needsFix ? (told.fix ?? check?.docs.fix ?? null) : null,
    byHand: told.byHand ?? byHand,
    attempts: [...(told.attempts ?? [])],
    confirmed: told.confirmed ?? false,
    flaky: told.flaky ?? false,
    waiver: null,
    staleWaiver: null,
    blockedBy: told.blockedBy ?? null,
    durationMs: told.durationMs ?? 0,
    source: item.source,
  };
}
