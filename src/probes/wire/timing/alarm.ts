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
  return new ReplaceableAlarm(clock, watch);
}

class ReplaceableAlarm implements Alarm {
  #heardOf = 0;
  readonly #clock: Clock;
  readonly #watch: PresenceWatch;
  #current: AbortController | null = null;
  #untilMs = () => Number.POSITIVE_INFINITY;
  #ring: (allReadBeforeMs: number) => void = () => {};
  #setForMs = Number.NaN;

  constructor(clock: Clock, watch: PresenceWatch) {
    this.#clock = clock;
    this.#watch = watch;
  }

  set(untilMs: () => number, ring: (allReadBeforeMs: number) => void): void {
    this.#untilMs = untilMs;
    this.#ring = ring;
    this.#start();
  }

  reset(): void {
    // A later deadline is noticed when the alarm is due.
    if (this.#untilMs() < this.#setForMs) this.#start();
  }

  heard(): void {
    this.#heardOf += 1;
  }

  clear(): void {
    this.#current?.abort(REPLACED);
  }

  #start(): void {
    this.#current?.abort(REPLACED);
    const waiting = new AbortController();
    this.#current = waiting;
    this.#setForMs = this.#untilMs();
    void this.#wait(waiting.signal).then((allReadBeforeMs) => {
      if (allReadBeforeMs !== null) this.#ring(allReadBeforeMs);
    });
  }

  /** Null: replaced or cleared. */
  async #wait(signal: AbortSignal): Promise<number | null> {
    try {
      // Until the clock says that it is over, even if a sleep ends early.
      for (;;) {
        for (let ms = this.#restMs(); ms > 0; ms = this.#restMs()) await this.#clock.sleep(ms, signal);
        const {atMs} = this.#watch.moment();
        await this.#readWhatLies(signal);
        if (signal.aborted) return null;
        if (this.#restMs() <= 0) return atMs;
      }
    } catch {
      // Only an abort rejects a sleep: this alarm was replaced or cleared.
      return null;
    }
  }

  #restMs(): number {
    return this.#untilMs() - this.#watch.moment().atMs;
  }

  /** Timers run before sockets: data that came in time, but was not read because we were late, is read first. */
  async #readWhatLies(signal: AbortSignal): Promise<void> {
    for (let turn = 0; turn < MOST_TURNS && !signal.aborted; turn++) {
      const before = this.#heardOf;
      for (let quiet = 0; quiet < QUIET_TURNS && this.#heardOf === before; quiet++) await turnOfTheLoop();
      if (this.#heardOf === before) return;
    }
  }
}

function turnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
