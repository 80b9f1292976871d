import type {ItemReport, Report, Summary} from '../report.ts';

/** What a decision is made from: a report but for its own decision and its counts by status, which are never believed. */
export interface Decidable
  extends Pick<
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
    | 'values'
    | 'rollback'
    | 'items'
  > {
  readonly summary: Pick<Summary, 'total'>;
  /** Of a joined report: what it was joined from, which counts in its place. */
  readonly parts?: readonly Decidable[] | undefined;
}

/** The reports that runs wrote: those that joined ones were joined from, in their place. */
export function partsOf(reports: readonly Decidable[]): readonly Decidable[] {
  return reports.flatMap((report) => report.parts ?? [report]);
}

/** One item as one report saw it. */
export interface Look {
  readonly item: ItemReport;
  readonly report: Decidable;
  /** When its last attempt ended; what has none (a person's answer, what was not looked at) counts from the run. */
  readonly atMs: number;
  /** What counts of the item at the root of its block, from the same vantage. */
  readonly roots: readonly Look[];
}

/**
 * What counts of several reports: from each vantage the newest look at each item, by when it was made. What is equally
 * new counts together, and so does a block that the newest report tells of: the worst of them decides.
 */
export function countingLooks(reports: readonly Decidable[]): Look[] {
  const vantages = Map.groupBy(partsOf(reports), ({vantage}) => vantage);
  return [...vantages.values()].flatMap(fromOneVantage);
}

function fromOneVantage(reports: readonly Decidable[]): Look[] {
  const byItem = new Map<string, Look[]>();
  for (const report of reports) {
    const finishedMs = Date.parse(report.finishedAt);
    for (const item of report.items) {
      const look = {item, report, atMs: endOf(item) ?? finishedMs, roots: []};
      const others = byItem.get(item.id);
      if (others === undefined) byItem.set(item.id, [look]);
      else others.push(look);
    }
  }
  for (const [id, looks] of byItem) byItem.set(id, countingOf(looks));
  return [...byItem.values()].flat().map((look) => {
    const root = look.item.status === 'blocked' ? look.item.blockedBy : null;
    return root === null ? look : {...look, roots: byItem.get(root) ?? []};
  });
}

function endOf({attempts}: ItemReport): number | null {
  const last = attempts.at(-1);
  return last === undefined ? null : Date.parse(last.startedAt) + last.durationMs;
}

/** Of what several reports of one vantage say of one item. */
function countingOf(all: Look[]): Look[] {
  if (all.length === 1) return all;
  // Neither `skip` nor `not-due` is a look: they hide nothing.
  const said = all.filter(({item}) => item.status !== 'skip' && item.status !== 'not-due');
  if (said.length === 0) return newest(all, reportMs);
  const looks = said.filter(({item}) => item.status !== 'blocked');
  const blocks = newest(said, reportMs).filter(({item}) => item.status === 'blocked');
  return [...newest(looks, ({atMs}) => atMs), ...blocks];
}

function reportMs({report}: Look): number {
  return Date.parse(report.finishedAt);
}

/** Several where they are equally new. */
function newest(looks: readonly Look[], timeOf: (look: Look) => number): Look[] {
  const latest = Math.max(...looks.map(timeOf));
  return looks.filter((look) => timeOf(look) === latest);
}

/** Whether nothing is left of what blocked it: it was not looked at again since. */
export function isUnblocked({item, roots}: Look): boolean {
  return item.status === 'blocked' && roots.length > 0 && roots.every((root) => root.item.status === 'pass');
}

/** The reports that bear on a decision: the newest of each vantage, and those with a look that counts. */
export function countingReports(reports: readonly Decidable[], looks: readonly Look[]): Decidable[] {
  const withLooks = new Set(looks.map(({report}) => report));
  return reports.filter((report) => withLooks.has(report) || isNewest(report, reports));
}

/** Whether no report of the same vantage is newer. */
function isNewest(report: Decidable, reports: readonly Decidable[]): boolean {
  return !reports.some(
    ({vantage, finishedAt}) => vantage === report.vantage && Date.parse(finishedAt) > Date.parse(report.finishedAt),
  );
}
