import type {Clock} from '../model/clock.ts';

/** Longer timers would fire at once: setTimeout keeps its delay in 31 bits. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  sleep: (ms, signal) => sleepUntil(performance.now() + ms, signal),
};

function sleepUntil(dueMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    let timer: NodeJS.Timeout | undefined;
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    // A timer may fire a millisecond early, and a deadline must not be treated as over too soon.
    const rest = () => {
      const restMs = dueMs - performance.now();
      if (restMs > 0) {
        timer = setTimeout(rest, Math.min(Math.ceil(restMs), LONGEST_TIMER_MS));
        return;
      }
      signal?.removeEventListener('abort', abort);
      resolve();
    };
    signal?.addEventListener('abort', abort, {once: true});
    rest();
  });
}

/**
 * The clock of a replay: wall time is the recording's own, and nothing waits, because nothing can change. Monotonic
 * time advances by what was slept, so that a poll still ends.
 */
export function replayClock(now: Date): Clock {
  let sleptMs = 0;
  return {
    now: () => new Date(now),
    monotonicMs: () => performance.now() + sleptMs,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      sleptMs += ms;
      // One turn of the event loop, so that a loop of sleeps can still be interrupted.
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
    },
  };
}

/**
 * A clock whose sleeps end after `maxSleepMs` at the latest: the lab's pauses between polls and confirmations are only
 * for show. Monotonic time advances by the full sleep, so that a poll still ends.
 */
export function shortenedClock(clock: Clock, maxSleepMs: number): Clock {
  let leftOutMs = 0;
  return {
    now: () => clock.now(),
    monotonicMs: () => clock.monotonicMs() + leftOutMs,
    async sleep(ms, signal) {
      await clock.sleep(Math.min(ms, maxSleepMs), signal);
      leftOutMs += Math.max(0, ms - maxSleepMs);
    },
  };
}
