import type {Item} from '../model/checklist.ts';
import type {Attempt} from '../model/report.ts';
import {formatDuration} from '../model/text/duration.ts';
import type {Sighting} from './attempt.ts';
import type {Finding} from './finding.ts';

export interface RepeatTools {
  /** Makes the next attempt. */
  readonly look: (first: boolean) => Promise<Sighting>;
  /** Waits without a place; rejects when the run is interrupted. */
  readonly pause: (why: string, forMs: number) => Promise<void>;
  /** The time that `pause` passes, in milliseconds. */
  readonly nowMs: () => number;
}

/** What all attempts at an item came to. */
export interface Outcome {
  readonly finding: Finding;
  readonly flaky: boolean;
  /** It failed, as often as was asked for. */
  readonly confirmed: boolean;
}

type Repeated = Pick<Item, 'retry' | 'poll' | 'confirm'>;
type Poll = NonNullable<Item['poll']>;

/**
 * Looks until the item is decided. `retry` repeats errors only; `poll` repeats until a pass is stable or its time is
 * over, and is no reason to distrust; `confirm` repeats a failure that would mean rollback. `attempts` is filled as they
 * are made, so that they are known even when the run is interrupted.
 */
export async function lookUntilDecided(
  item: Repeated,
  meansRollback: boolean,
  attempts: Attempt[],
  tools: RepeatTools,
): Promise<Outcome> {
  const look = async () => {
    const sighting = await tools.look(attempts.length === 0);
    attempts.push(sighting.attempt);
    return sighting;
  };
  const finding = await (item.poll === null ? retried(item, look, tools) : polled(item.poll, look, tools));
  if (finding.status !== 'fail') {
    const afterError = item.poll === null && finding.status === 'pass' && attempts.length > 1;
    return {finding, flaky: afterError, confirmed: false};
  }
  if (!meansRollback) return {finding, flaky: false, confirmed: true};
  return confirmed(item, finding, look, tools);
}

type LookAgain = () => Promise<Sighting>;

async function retried(item: Repeated, look: LookAgain, tools: RepeatTools): Promise<Finding> {
  let {finding} = await look();
  for (let made = 1; made < item.retry.attempts && finding.status === 'error' && !finding.final; made++) {
    await tools.pause('before another attempt', item.retry.delayMs);
    ({finding} = await look());
  }
  return finding;
}

async function polled(poll: Poll, look: LookAgain, tools: RepeatTools): Promise<Finding> {
  const firstMs = tools.nowMs();
  let passingSinceMs: number | null = null;
  for (;;) {
    const startedMs = tools.nowMs();
    const {finding} = await look();
    if (finding.final) return finding;
    passingSinceMs = finding.status === 'pass' ? (passingSinceMs ?? startedMs) : null;
    const stableMs = passingSinceMs === null ? null : startedMs - passingSinceMs;
    if (stableMs !== null && stableMs >= poll.stableForMs) return finding;
    const leftMs = poll.forMs - (startedMs - firstMs);
    if (leftMs <= 0) return stableMs === null ? finding : notYetStable(finding, stableMs, poll);
    await tools.pause('polls', Math.min(poll.everyMs, leftMs));
  }
}

/** The last verdict counts; that it is young must not go unsaid. */
function notYetStable(finding: Finding, stableMs: number, poll: Poll): Finding {
  const [stable, asked] = [formatDuration(stableMs), formatDuration(poll.stableForMs)];
  return {...finding, summary: `${finding.summary} (stable for ${stable} of ${asked} when the time to poll was over)`};
}

/** Stops at the first attempt that does not fail: then it is `flaky`, and not confirmed. */
async function confirmed(item: Repeated, failure: Finding, look: LookAgain, tools: RepeatTools): Promise<Outcome> {
  const {failures, everyMs} = item.confirm;
  let latest = failure;
  for (let failed = 1; failed < failures; failed++) {
    await tools.pause(`to confirm the failure (${failed} of ${failures})`, everyMs);
    const finding = item.poll === null ? await retried(item, look, tools) : (await look()).finding;
    if (finding.status !== 'fail') {
      const summary = `${latest.summary} (not confirmed: ${failed} of ${failed + 1} attempts failed)`;
      return {finding: {...latest, summary}, flaky: true, confirmed: false};
    }
    latest = finding;
  }
  return {finding: latest, flaky: false, confirmed: true};
}
