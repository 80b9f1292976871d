import type {Clock} from '../../src/model/clock.ts';

/** A clock that goes on only when the test says so; monotonic time starts at 0. */
export interface SteppedClock extends Clock {
  advance(ms: number): void;
  /** Resolves when a sleep until exactly this monotonic time has begun `times` times: the signal that a deadline was set. */
  sleeperAt(dueMs: number, times?: number): Promise<void>;
}

export function steppedClock(start = new Date('2026-11-22T12:00:00Z')): SteppedClock {
  let nowMs = 0;
  const sleepers = new Set<{dueMs: number; wake: () => void}>();
  const begun: number[] = [];
  const watchers = new Set<() => void>();
  return {
    now: () => new Date(start.getTime() + nowMs),
    monotonicMs: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = {dueMs: nowMs + ms, wake: resolve};
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(signal.reason);
        });
        begun.push(sleeper.dueMs);
        for (const look of watchers) look();
      }),
    advance(ms) {
      nowMs += ms;
      for (const sleeper of sleepers) {
        if (sleeper.dueMs > nowMs) continue;
        sleepers.delete(sleeper);
        sleeper.wake();
      }
    },
    sleeperAt: (dueMs, times = 1) =>
      new Promise((resolve) => {
        const look = () => {
          if (begun.filter((due) => due === dueMs).length < times) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
  };
}
