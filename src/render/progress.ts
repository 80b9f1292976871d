import {causeKeyOf} from '../model/decision/causes.ts';
import type {RunEvent} from '../model/event.ts';
import type {Status} from '../model/outcome.ts';
import type {ItemReport} from '../model/report.ts';
import {plainText} from '../model/text/plain-text.ts';
import {followLooks, type Lanes} from './lanes.ts';
import {modeBanner} from './run-text.ts';

/** An item that is being looked at, or waits between two attempts. */
export interface RunningItem {
  readonly id: string;
  readonly title: string;
  readonly wait: {readonly why: string; readonly untilMs: number} | null;
}

/** The first item of a cause, and how many came after it. */
export interface ShownFailure {
  readonly item: ItemReport;
  readonly more: number;
}

/** How far a run has got: everything that a screen of it is drawn from. */
export interface Progress {
  readonly title: string;
  readonly banner: string | null;
  readonly total: number;
  readonly startedMs: number;
  /** In the order they were started. */
  readonly running: ReadonlyMap<string, RunningItem>;
  /** Failures and errors in the order they came, each cause once. */
  readonly failures: readonly ShownFailure[];
  readonly counts: ReadonlyMap<Status, number>;
  readonly finished: number;
  /** Looks at streams, in a run that is watched. */
  readonly lanes: Lanes;
}

/** Follows a run through its events. Each costs the same however many items there are. */
export function followRun(event: RunEvent & {type: 'run-started'}, startedMs: number) {
  const running = new Map<string, RunningItem>();
  const failures: {item: ItemReport; more: number}[] = [];
  const byCause = new Map<string, {more: number}>();
  const counts = new Map<Status, number>();
  const titles = new Map(event.items.map(({id, path}) => [id, path.at(-1) ?? id]));
  const banner = modeBanner(event.mode, event.overrides);
  const looks = followLooks();
  let finished = 0;

  const progress: Progress = {
    title: plainText(event.title),
    banner: banner === null ? null : plainText(banner),
    total: event.items.length,
    startedMs,
    running,
    failures,
    counts,
    lanes: looks.lanes,
    get finished() {
      return finished;
    },
  };

  function isRunning(id: string, wait: RunningItem['wait']): void {
    running.set(id, {id, title: plainText(titles.get(id) ?? id), wait});
  }

  function isFinished(item: ItemReport): void {
    finished += 1;
    running.delete(item.id);
    counts.set(item.status, (counts.get(item.status) ?? 0) + 1);
    if (item.status === 'fail' || item.status === 'error') addFailure(item);
  }

  function addFailure(item: ItemReport): void {
    const key = causeKeyOf(item);
    const known = byCause.get(key);
    if (known === undefined) {
      const failure = {item, more: 0};
      byCause.set(key, failure);
      failures.push(failure);
    } else known.more += 1;
  }

  return {
    progress,
    follow(next: RunEvent, nowMs: number): void {
      if (next.type === 'item-started') isRunning(next.id, null);
      if (next.type === 'item-waiting') isRunning(next.id, {why: plainText(next.why), untilMs: nowMs + next.forMs});
      if (next.type === 'look-progressed') looks.follow(next.look, nowMs);
      if (next.type === 'item-finished') isFinished(next.item);
    },
  };
}
