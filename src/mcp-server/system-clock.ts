import {setTimeout as sleep} from 'node:timers/promises';
import type {Clock} from '../model/clock.ts';

/** Thousands of streams wait at any time: a callback costs a timer each, a promise with a signal five more objects. */
export interface ServerClock extends Clock {
  /** Calls `run` once after `ms`, unless cancelled before. */
  after(ms: number, run: () => void): () => void;
}

/** The machine's own time. */
export const systemClock: ServerClock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : {signal}),
  after(ms, run) {
    // A timer of 0 ms would fire again before anything is read or accepted.
    if (ms <= 0) {
      const immediate = setImmediate(run);
      return () => clearImmediate(immediate);
    }
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Adapts any clock to callbacks. */
export function serverClock(clock: Clock | ServerClock): ServerClock {
  if ('after' in clock) return clock;
  return {
    now: () => clock.now(),
    monotonicMs: () => clock.monotonicMs(),
    sleep: (ms, signal) => clock.sleep(ms, signal),
    after(ms, run) {
      const cancel = new AbortController();
      clock.sleep(ms, cancel.signal).then(run, () => {});
      return () => cancel.abort();
    },
  };
}
