import type {DecisionReason} from '../report.ts';
import {someOf} from '../text/some-of.ts';
import {countingReports, type Decidable, type Look} from './looks.ts';

/** What the reports of one vantage leave out between them. */
export interface LeftOut {
  readonly vantage: string;
  /** Items due at this stage in the whole checklist. */
  readonly due: number;
  readonly notRun: number;
  /** The shards of which there is no report, in order. */
  readonly missing: readonly number[];
  /** How many shards the run has; null: it is not in shards. */
  readonly shards: number | null;
}

/** So many missing shards are named. */
const MOST_SHARDS = 20;

/**
 * For each vantage whose reports are all selections: together they have to be all shards of the run, where it is in
 * shards, and to have run every due item. `reports` are all that have ended.
 */
export function leftOutOf(reports: readonly Decidable[], looks: readonly Look[]): LeftOut[] {
  const counting = countingReports(reports, looks);
  const vantages = [...new Set(counting.map(({vantage}) => vantage))];
  return vantages.flatMap((vantage) => {
    const here = counting.filter((report) => report.vantage === vantage);
    if (here.some(({selection}) => selection === null)) return [];
    // A shard without items has no look that counts, and is there all the same.
    const shards = reports.flatMap((report) => (report.vantage === vantage ? (report.selection?.shard ?? []) : []));
    const of = shards[0]?.of ?? null;
    const seen = new Set(shards.map(({index}) => index));
    const missing = Array.from({length: of ?? 0}, (_, index) => index + 1).filter((index) => !seen.has(index));
    const due = Math.max(...here.map(dueInAll));
    const run = new Set(
      looks
        .filter(({item, report}) => report.vantage === vantage && item.status !== 'not-due')
        .map(({item}) => item.id),
    ).size;
    const notRun = Math.max(0, due - run);
    return notRun === 0 && missing.length === 0 ? [] : [{vantage, due, notRun, missing, shards: of}];
  });
}

export function leftOutReasons(reports: readonly Decidable[], looks: readonly Look[]): DecisionReason[] {
  const hasSeveral = new Set(reports.map(({vantage}) => vantage)).size > 1;
  return leftOutOf(reports, looks).map(({vantage, due, notRun, missing, shards}) => {
    const items = `${notRun} of ${due} due items were not run${hasSeveral ? ` from ${vantage}` : ''}`;
    if (missing.length === 0) return {code: 'selection', text: items, items: []};
    const which = `shard${missing.length === 1 ? '' : 's'} ${someOf(missing.map(String), MOST_SHARDS)} of ${shards}`;
    const verb = missing.length === 1 ? 'is' : 'are';
    return {code: 'shards', text: `${which} ${verb} missing${notRun === 0 ? '' : `: ${items}`}`, items: []};
  });
}

/** As it says itself, or as what it ran and what it left out add up to: the more of the two. */
function dueInAll({selection, items}: Decidable): number {
  const ran = items.filter(({status}) => status !== 'not-due').length;
  return Math.max(selection?.due ?? 0, ran + (selection?.notRun ?? 0));
}
