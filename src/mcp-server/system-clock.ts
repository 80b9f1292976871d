import {setTimeout as sleep} from 'node:timers/promises';
import type {Clock} from '../model/clock.ts';

/** Thousands of streams wait at any moment: a callback costs each a timer, a promise with a signal five objects more. */
export interface ServerClock extends Clock {
  /** Calls `run` once after `ms`, unless it is told before that it need not. */
  after(ms: number, run: () => void): () => void;
}

/** The machine's own time. */
export const systemClock: ServerClock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : {signal}),
  after(ms, run) {
    // A timer of no time would be next again before anything is read or accepted.
    if (ms <= 0) {
      const immediate = setImmediate(run);
      return () => clearImmediate(immediate);
    }
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Any clock as one that calls back. */
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
