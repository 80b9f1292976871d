import type {Decidable} from '../../../src/model/decision/looks.ts';
import type {ItemReport} from '../../../src/model/report.ts';

/**
 * The decision as the contract words it (docs/outcomes.md, "The decision"), sentence by sentence and without a thought for
 * speed. Written from that text alone, so that the code has something to be held to: it shares nothing with it.
 */
export type BookVerdict = 'exit 2' | Verdict | `hold, would be ${Verdict}`;
type Verdict = 'proceed' | 'hold' | 'rollback';

interface Seen {
  readonly report: Decidable;
  readonly item: ItemReport;
}

const MINUTE = 60_000;

export function decisionByTheBook(reports: readonly Decidable[], now: number): BookVerdict {
  // "The first that fits: reports that contradict themselves or each other: exit 2; …"
  if (reports.some(contradictsItself)) return 'exit 2';
  if (reports.some((one) => reports.some((other) => differ(one, other)))) return 'exit 2';
  // "… a mode that is not live: hold" and "`decision.wouldBe` says what it would be".
  const wouldBe = ofLiveRuns(reports, now);
  return reports.every(({mode}) => mode === 'live') ? wouldBe : `hold, would be ${wouldBe}`;
}

/** "an id twice, items missing from its own total, a status its own stages exclude" */
function contradictsItself({items, summary, stage}: Decidable): boolean {
  const ids = items.map(({id}) => id);
  if (ids.some((id, at) => ids.indexOf(id) !== at)) return true;
  if (summary.total !== items.length) return true;
  return items.some(({stages, status}) => {
    // "Without it every item but those of `rollback` is due"
    const isDue = stage === null ? stages.some((name) => name !== 'rollback') : stages.includes(stage);
    return isDue ? status === 'not-due' : status !== 'not-due';
  });
}

/** "Several reports that differ among themselves in checklist hash, environment, stage or values: exit 2" */
function differ(one: Decidable, other: Decidable): boolean {
  const values = (report: Decidable) => JSON.stringify(report.values.map(({name, value}) => [name, value]).sort());
  return (
    one.checklist.sha256 !== other.checklist.sha256 ||
    one.environment !== other.environment ||
    one.stage !== other.stage ||
    values(one) !== values(other)
  );
}

function ofLiveRuns(reports: readonly Decidable[], now: number): Verdict {
  const {stage, checklist, environment} = reports[0] as Decidable;
  const worst = Math.max(...counting(reports).map((seen) => worthOf(seen, reports, now)));
  if (worst === 2) return 'rollback';
  if (worst === 1) return 'hold';
  // "Without it [the stage] … the decision cannot be better than hold."
  if (stage === null) return 'hold';
  // "`environments:` in the file and none named"
  if (checklist.environments.length > 0 && environment === null) return 'hold';
  // "no items", "nothing judged (every item not due or skipped)"
  const isNothingJudged = reports.every(({items}) => items.every(({status}) => isNoLook(status)));
  return isNothingJudged ? 'hold' : 'proceed';
}

/** "`not-due` and `skip` are no looks" */
function isNoLook(status: ItemReport['status']): boolean {
  return status === 'not-due' || status === 'skip';
}

/**
 * "per item the newest *look* of each vantage counts (by when it was made …; an item whose newest report says `blocked`
 * counts as blocked *and* as its newest look, the worse of the two; equal times: the worst …), then the worst over vantages"
 */
function counting(reports: readonly Decidable[]): Seen[] {
  return reports.flatMap((report) =>
    report.items.filter((item) => doesCount({report, item}, reports)).map((item) => ({report, item})),
  );
}

function doesCount(seen: Seen, reports: readonly Decidable[]): boolean {
  const {status, id} = seen.item;
  if (isNoLook(status)) return false;
  const rivals: Seen[] = [];
  for (const report of reports) {
    if (report.vantage !== seen.report.vantage) continue;
    for (const item of report.items) if (item.id === id && !isNoLook(item.status)) rivals.push({report, item});
  }
  if (status === 'blocked') return rivals.every(({report}) => report.finishedAt <= seen.report.finishedAt);
  return rivals.every((rival) => rival.item.status === 'blocked' || madeAt(rival) <= madeAt(seen));
}

/** "an item whose last attempt ended …; people's answers count from the run" */
function madeAt({item, report}: Seen): number {
  const last = item.attempts[item.attempts.length - 1];
  if (last === undefined) return new Date(report.finishedAt).getTime();
  return new Date(last.startedAt).getTime() + last.durationMs;
}

/** 2: rollback, 1: hold, 0: nothing in the way. */
function worthOf(seen: Seen, reports: readonly Decidable[], now: number): 0 | 1 | 2 {
  const {item, report} = seen;
  // "A `note` blocks nothing and changes neither exit code nor decision"
  if (item.consequence === 'note') return 0;
  const isWorthRollback = item.consequence === 'rollback' && rollbackIsPossible(report);
  switch (item.status) {
    case 'pass':
      return isTooOld(seen, now) ? 1 : 0;
    case 'fail':
      // "is validly waived"
      if (isWaived(item, now)) return isTooOld(seen, now) ? 1 : 0;
      return isWorthRollback && isConfirmedFailure(seen, now) ? 2 : 1;
    case 'blocked': {
      // "or is `blocked` by an item that failed and was confirmed"
      const roots = counting(reports).filter(
        (other) => other.item.id === item.blockedBy && other.report.vantage === report.vantage,
      );
      return isWorthRollback && roots.some((root) => isConfirmedFailure(root, now)) ? 2 : 1;
    }
    default:
      return 1;
  }
}

/** "failed and was confirmed", not "`flaky`, and counts as hold"; "whose look is not older than `--max-age`" */
function isConfirmedFailure(seen: Seen, now: number): boolean {
  const {status, confirmed, flaky, consequence} = seen.item;
  if (status !== 'fail' || !confirmed || flaky) return false;
  // What is waived or a note blocks nothing.
  if (consequence === 'note' || isWaived(seen.item, now)) return false;
  return !isTooOld(seen, now);
}

/** "at stage `cutover` or later in the list but not `cleanup`" */
function rollbackIsPossible({stage, checklist}: Decidable): boolean {
  if (stage === null || stage === 'cleanup') return false;
  const from = checklist.stages.slice(checklist.stages.indexOf('cutover'));
  return from.includes(stage);
}

/** "default 15 min at `cutover`, `soak` and `rollback`, 24 h otherwise" */
function isTooOld(seen: Seen, now: number): boolean {
  const stage = seen.report.stage ?? '';
  const limit = ['cutover', 'soak', 'rollback'].includes(stage) ? 15 * MINUTE : 24 * 60 * MINUTE;
  return now - madeAt(seen) > limit;
}

/** "covers `fail` only"; `expires`: "a date, valid to its end in UTC" */
function isWaived({status, waiver}: ItemReport, now: number): boolean {
  return status === 'fail' && waiver !== null && new Date(now).toISOString().slice(0, 10) <= waiver.expires;
}
