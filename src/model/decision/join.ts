import {UsageError} from '../errors.ts';
import type {ItemReport, Report} from '../report.ts';
import {MAX_NAMES} from '../report-name.ts';
import {MAX_STREAMS} from '../report-stream.ts';
import {REPORT_VERSION} from '../report-version.ts';
import {summarize} from '../summary.ts';
import {decide} from './decision.ts';
import {Judgement} from './judgement.ts';
import {leftOutOf} from './left-out.ts';
import {countingLooks, countingReports, isUnblocked, type Look} from './looks.ts';

/**
 * One report of several: of each item what decides (of each vantage the newest look, of all vantages the worst), with the
 * reports themselves as its `parts`, which are what `decide` judges. Of one report: that report.
 *
 * It depends on the reports alone, so that joining again gives the same: its decision is that of the moment at which the
 * last of them ended, and is not made anew when time has passed.
 *
 * @throws UsageError where they cannot be decided together.
 */
export function joinReports(given: readonly [Report, ...Report[]], toolVersion: string): Report {
  const parts = distinct(given.flatMap(({parts: inner, ...report}): Report[] => inner ?? [report]));
  const [first, ...others] = parts;
  if (first === undefined) throw new UsageError('no report was given; name at least one', {code: 'no-report'});
  if (others.length === 0) return first;
  const finishedMs = Math.max(...parts.map(({finishedAt}) => Date.parse(finishedAt)));
  const startedMs = Math.min(...parts.map(({startedAt}) => Date.parse(startedAt)));
  const decision = decide(parts, {now: new Date(finishedMs)});
  const ended = parts.filter(({incomplete}) => incomplete !== 'unfinished') as Report[];
  const about = ended[0] ?? first;
  const looks = countingLooks(ended);
  const counting = countingReports(ended, looks) as Report[];
  const leftOut = leftOutOf(ended, looks);
  const items = rowsOf(looks, new Judgement(new Date(finishedMs), null, about.stage));
  const staleWaivers = distinct(counting.flatMap((report) => report.staleWaivers));
  const streams = parts.flatMap((report) => report.streams ?? []).slice(0, MAX_STREAMS);
  const names = parts.flatMap((report) => report.names ?? []).slice(0, MAX_NAMES);
  const starters = distinct(parts.flatMap(({startedBy = []}) => startedBy));
  const traces = parts.flatMap((report) => report.traces ?? []);
  return {
    schemaVersion: REPORT_VERSION,
    mode: parts.find(({mode}) => mode !== 'live')?.mode ?? 'live',
    overrides: distinct(parts.flatMap(({overrides}) => overrides)),
    tool: {name: 'migrate-check', version: toolVersion},
    checklist: about.checklist,
    environment: about.environment,
    stage: about.stage,
    stageBegan: sameInAll(counting.map(({stageBegan}) => stageBegan)),
    vantage: distinct((counting.length > 0 ? counting : parts).map(({vantage}) => vantage)).join(', '),
    ...(starters.length === 0 ? {} : {startedBy: starters.join(', ')}),
    selection: selectionOf(leftOut),
    startedAt: new Date(startedMs).toISOString(),
    finishedAt: new Date(finishedMs).toISOString(),
    durationMs: Math.max(0, finishedMs - startedMs),
    incomplete: incompleteOf(parts, counting, leftOut),
    accounts: distinct(counting.flatMap(({accounts}) => accounts)),
    git: sameInAll(counting.map(({git}) => git)),
    values: about.values,
    calls: callsOf(parts),
    staleWaivers,
    summary: summarize(items, staleWaivers),
    rollback: about.rollback,
    ...(about.plan === undefined ? {} : {plan: about.plan}),
    decision,
    items,
    ...(streams.length === 0 ? {} : {streams}),
    ...(names.length === 0 ? {} : {names}),
    ...(traces.length === 0 ? {} : {traces}),
    parts,
  };
}

/** One row for each item, in the order of the checklist, whose lines are the same for all. */
function rowsOf(looks: readonly Look[], judgement: Judgement): ItemReport[] {
  const hasSeveral = new Set(looks.map(({report}) => report.vantage)).size > 1;
  const worst = new Map<string, Look>();
  for (const look of looks) {
    const other = worst.get(look.item.id);
    if (other === undefined || rank(look, judgement) > rank(other, judgement)) worst.set(look.item.id, look);
  }
  return [...worst.values()]
    .map((look) => {
      const item = asDecided(look, judgement);
      return hasSeveral ? {...item, vantage: look.report.vantage} : item;
    })
    .toSorted(({source: one}, {source: other}) => one.line - other.line || one.column - other.column);
}

/** What has changed since by other looks, or by time alone, is said of it: readers of the row alone must not miss it. */
function asDecided(look: Look, judgement: Judgement): ItemReport {
  const {item} = look;
  if (item.status === 'fail' && item.waiver !== null && !judgement.isWaived(look)) {
    return {...item, waiver: null, staleWaiver: `its waiver ended on ${item.waiver.expires}`};
  }
  if (!isUnblocked(look)) return item;
  return {...item, summary: `was blocked by ${item.blockedBy}, which has passed since`, fix: 'Run this item again.'};
}

/** The higher, the worse. What is waived or only noted is worse than what passed all the same, and so is what was flaky. */
function rank(look: Look, judgement: Judgement): number {
  const {status, flaky} = look.item;
  if (status === 'fail' && judgement.isCertainFailure(look)) return 7;
  if (status === 'fail' && !judgement.isWaived(look)) return 6;
  const usual = {error: 5, blocked: 4.5, pending: 4, fail: 3, pass: 2, skip: 1, 'not-due': 0}[status];
  return flaky && usual < 4 ? usual + 0.5 : usual;
}

function incompleteOf(
  parts: readonly Report[],
  counting: readonly Report[],
  leftOut: ReturnType<typeof leftOutOf>,
): Report['incomplete'] {
  if (parts.some(({incomplete}) => incomplete === 'unfinished')) return 'unfinished';
  const found = (['bug', 'interrupted', 'bail'] as const).find((how) =>
    counting.some(({incomplete}) => incomplete === how),
  );
  return found ?? (leftOut.some(({missing}) => missing.length > 0) ? 'shards' : null);
}

/** What none of a vantage's reports has, of the vantage that lacks most. */
function selectionOf(leftOut: ReturnType<typeof leftOutOf>): Report['selection'] {
  const [most] = leftOut.toSorted((one, other) => other.notRun - one.notRun);
  return most === undefined ? null : {only: [], skip: [], tags: [], due: most.due, notRun: most.notRun};
}

function callsOf(parts: readonly Report[]): Report['calls'] {
  const calls = new Map<string, number>();
  for (const [service, count] of parts.flatMap((report) => Object.entries(report.calls))) {
    calls.set(service, (calls.get(service) ?? 0) + count);
  }
  return Object.fromEntries(calls);
}

function sameInAll<T>(values: readonly T[]): T | null {
  const [first = null, ...others] = distinct(values);
  return others.length === 0 ? first : null;
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
