import type {Clock} from '../../model/clock.ts';

/** How many calls a service allows one account: this many at once, then this many a second. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

export interface Limiter {
  /**
   * Resolves when the next call may be made, in order of arrival. Rejects with the signal's reason when aborted first.
   */
  take(signal: AbortSignal): Promise<void>;
}

/** Hands out slots in time (the generic cell rate algorithm): no timer runs while nothing waits. */
export function createLimiter(rate: Rate, clock: Pick<Clock, 'monotonicMs' | 'sleep'>): Limiter {
  const intervalMs = 1000 / rate.perSecond;
  let nextSlotMs = Number.NEGATIVE_INFINITY;
  return {
    async take(signal) {
      signal.throwIfAborted();
      const nowMs = clock.monotonicMs();
      const slotMs = Math.max(nextSlotMs, nowMs - (rate.burst - 1) * intervalMs);
      nextSlotMs = slotMs + intervalMs;
      if (slotMs > nowMs) await clock.sleep(slotMs - nowMs, signal);
    },
  };
}
