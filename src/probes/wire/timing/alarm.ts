import type {Clock} from '../../../model/clock.ts';
import type {PresenceWatch} from '../../../model/facts/observer.ts';

/** One deadline at a time, for one wire observation. */
export interface Alarm {
  /**
   * Replaces the one that was set. `ring` is given the time up to which all data has been read. `untilMs` is evaluated
   * again whenever it may be due.
   */
  set(untilMs: () => number, ring: (allReadBeforeMs: number) => void): void;
  /** The deadline may have changed. */
  reset(): void;
  /** Data came: whatever else is in the socket is read before the alarm rings. */
  heard(): void;
  clear(): void;
}

/** This many turns read more than any socket's buffer holds; a stream that never pauses gets no more. */
const MOST_TURNS = 100;

/** An end comes after the last piece of data, and is read one turn later. */
const QUIET_TURNS = 4;

/** Shared: creating an error with a stack for each would dominate thousands of looks. */
const REPLACED = new DOMException('another alarm was set', 'AbortError');

export function createAlarm(clock: Clock, watch: PresenceWatch): Alarm {
  let current: AbortController | null = null;
  let untilMs = () => Number.POSITIVE_INFINITY;
  let ring: (allReadBeforeMs: number) => void = () => {};
  let setForMs = Number.NaN;
  let heardOf = 0;

  const restMs = () => untilMs() - watch.moment().atMs;

  /** Timers run before sockets: data that came in time, but was not read because we were late, is read first. */
  async function readWhatLies(signal: AbortSignal): Promise<void> {
    for (let turn = 0; turn < MOST_TURNS && !signal.aborted; turn++) {
      const before = heardOf;
      for (let quiet = 0; quiet < QUIET_TURNS && heardOf === before; quiet++) await turnOfTheLoop();
      if (heardOf === before) return;
    }
  }

  /** Null: replaced or cleared. */
  async function wait(signal: AbortSignal): Promise<number | null> {
    try {
      // Until the clock says that it is over, even if a sleep ends early.
      for (;;) {
        for (let ms = restMs(); ms > 0; ms = restMs()) await clock.sleep(ms, signal);
        const {atMs} = watch.moment();
        await readWhatLies(signal);
        if (signal.aborted) return null;
        if (restMs() <= 0) return atMs;
      }
    } catch {
      // Only an abort rejects a sleep: this alarm was replaced or cleared.
      return null;
    }
  }

  function start(): void {
    current?.abort(REPLACED);
    const waiting = new AbortController();
    current = waiting;
    setForMs = untilMs();
    void wait(waiting.signal).then((allReadBeforeMs) => {
      if (allReadBeforeMs !== null) ring(allReadBeforeMs);
    });
  }

  return {
    set(until, whenOver) {
      untilMs = until;
      ring = whenOver;
      start();
    },
    reset() {
      // A later deadline is noticed when the alarm is due.
      if (untilMs() < setForMs) start();
    },
    heard() {
      heardOf++;
    },
    clear: () => current?.abort(REPLACED),
  };
}

function turnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
