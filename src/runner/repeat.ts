import type {Item} from '../model/checklist.ts';
import {formatDuration} from '../model/text/duration.ts';
import type {Finding} from './finding.ts';

export interface RepeatTools {
  /** Makes the next attempt. */
  readonly look: () => Promise<Finding>;
  /** Waits without a concurrency slot; rejects when the run is interrupted. */
  readonly pause: (why: string, forMs: number) => Promise<void>;
  /** The time that `pause` passes, in milliseconds. */
  readonly nowMs: () => number;
}

type Repeated = Pick<Item, 'retry' | 'poll' | 'confirm'>;
type Poll = NonNullable<Item['poll']>;

/**
 * Looks until the item is decided. `retry` repeats only errors that may heal; `poll` repeats until a pass is stable or its time is
 * over, and is no reason to distrust; `confirm` repeats a failure that would mean rollback.
 */
export async function lookUntilDecided(item: Repeated, meansRollback: boolean, tools: RepeatTools): Promise<Finding> {
  const finding = await (item.poll === null ? retried(item, tools) : polled(item.poll, tools));
  if (finding.status !== 'fail') return finding;
  return meansRollback ? confirmed(item, finding, tools) : {...finding, confirmed: true};
}

async function retried(item: Repeated, {look, pause}: RepeatTools): Promise<Finding> {
  let finding = await look();
  for (let made = 1; made < item.retry.attempts && finding.status === 'error' && finding.heals; made++) {
    await pause('before another attempt', item.retry.delayMs);
    const again = await look();
    finding = again.status === 'pass' ? {...again, flaky: true} : again;
  }
  return finding;
}

async function polled(poll: Poll, {look, pause, nowMs}: RepeatTools): Promise<Finding> {
  const firstMs = nowMs();
  let passingSinceMs: number | null = null;
  for (;;) {
    const startedMs = nowMs();
    const finding = await look();
    if (finding.final || finding.permanent) return finding;
    passingSinceMs = finding.status === 'pass' ? (passingSinceMs ?? startedMs) : null;
    const stableMs = passingSinceMs === null ? null : startedMs - passingSinceMs;
    if (stableMs !== null && stableMs >= poll.stableForMs) return finding;
    const leftMs = poll.forMs - (startedMs - firstMs);
    if (leftMs <= 0) return stableMs === null ? finding : notYetStable(finding, stableMs, poll);
    await pause('polls', Math.min(poll.everyMs, leftMs));
  }
}

/** The last verdict counts; that it is young must not go unsaid. */
function notYetStable(finding: Finding, stableMs: number, poll: Poll): Finding {
  const [stable, asked] = [formatDuration(stableMs), formatDuration(poll.stableForMs)];
  return {...finding, summary: `${finding.summary} (stable for ${stable} of ${asked} when the time to poll was over)`};
}

/**
 * A pass among the attempts makes it `flaky`, and not confirmed. An attempt that could not tell says nothing either way: it
 * is made again, at most `failures` times in all; what then failed too seldom is a failure that is not confirmed.
 */
async function confirmed(item: Repeated, failure: Finding, tools: RepeatTools): Promise<Finding> {
  const {failures, everyMs} = item.confirm;
  let latest = failure;
  let [failed, untold] = [1, 0];
  while (failed < failures) {
    await tools.pause(`to confirm the failure (${failed} of ${failures})`, everyMs);
    const finding = item.poll === null ? await retried(item, tools) : await tools.look();
    if (finding.status === 'fail') {
      latest = finding;
      failed++;
    } else if (finding.status === 'error') {
      if (finding.final || ++untold > failures)
        return notConfirmed(latest, `${failed} of ${failures} failures were seen`);
    } else {
      return {...notConfirmed(latest, `it passed after ${failed} of ${failures} failures`), flaky: true};
    }
  }
  return {...latest, confirmed: true};
}

function notConfirmed(failure: Finding, why: string): Finding {
  return {...failure, summary: `${failure.summary} (not confirmed: ${why})`};
}
