import {UsageError} from '../errors.ts';
import type {ItemReport, Report} from '../report.ts';

/** What a decision is made from: a report but for its own decision and its counts, which are never believed. */
export type Decidable = Pick<
  Report,
  | 'mode'
  | 'overrides'
  | 'checklist'
  | 'environment'
  | 'stage'
  | 'vantage'
  | 'selection'
  | 'finishedAt'
  | 'incomplete'
  | 'accounts'
  | 'items'
>;

/** One item as one report saw it. */
export interface Looked {
  readonly item: ItemReport;
  readonly report: Decidable;
  /** The item at the root of its block, as it was last seen from the same vantage. */
  readonly root: ItemReport | null;
}

/** Throws `UsageError` for reports that are not about the same thing, and for none. */
export function sameSubject(reports: readonly Decidable[]): Decidable {
  const [first, ...others] = reports;
  if (first === undefined) throw new UsageError('no report was given; name at least one', {code: 'no-report'});
  for (const other of others) {
    const differences = [
      ['checklist', first.checklist.sha256.slice(0, 12), other.checklist.sha256.slice(0, 12)],
      ['environment', first.environment ?? 'none', other.environment ?? 'none'],
      ['stage', first.stage ?? 'none', other.stage ?? 'none'],
    ] as const;
    for (const [what, one, another] of differences) {
      if (one === another) continue;
      throw new UsageError(`the reports differ in their ${what}: ${one} and ${another}; decide them one by one`, {
        code: 'reports-differ',
      });
    }
  }
  return first;
}

/** Per item the newest report of each vantage. */
export function newestPerVantage(reports: readonly Decidable[]): Looked[] {
  const byVantage = new Map<string, Map<string, Looked>>();
  const oldestFirst = reports.toSorted((a, b) => Date.parse(a.finishedAt) - Date.parse(b.finishedAt));
  for (const report of oldestFirst) {
    const items = byVantage.get(report.vantage) ?? new Map<string, Looked>();
    byVantage.set(report.vantage, items);
    for (const item of report.items) items.set(item.id, {item, report, root: null});
  }
  return [...byVantage.values()].flatMap((items) =>
    [...items.values()].map((one) => ({...one, root: items.get(one.item.blockedBy ?? '')?.item ?? null})),
  );
}

/** Whether no report of the same vantage is newer. */
export function isNewest(report: Decidable, reports: readonly Decidable[]): boolean {
  return !reports.some(
    ({vantage, finishedAt}) => vantage === report.vantage && Date.parse(finishedAt) > Date.parse(report.finishedAt),
  );
}
