import type {Clock} from '../../src/model/clock.ts';

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** Time that only passes when everything sleeps, and then jumps to the next wake-up. */
export class FakeClock implements Clock {
  #nowMs = 0;
  readonly #startMs: number;
  readonly #sleepers = new Set<Sleeper>();

  constructor(start = '2026-11-15T12:00:00Z') {
    this.#startMs = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#startMs + this.#nowMs);
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason);
        return;
      }
      const giveUp = () => {
        this.#sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      const wake = () => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      const sleeper = {atMs: this.#nowMs + ms, wake};
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', giveUp, {once: true});
    });
  }

  /** Lets time pass until the work is done. The work must only wait for this clock. */
  async until<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const settle = () => {
      done = true;
    };
    work.then(settle, settle);
    for (;;) {
      // One turn of the event loop runs every promise that can go on without time passing.
      await new Promise((resolve) => setImmediate(resolve));
      if (done) return work;
      this.#wakeNext();
    }
  }

  #wakeNext(): void {
    const next = Math.min(...[...this.#sleepers].map(({atMs}) => atMs));
    if (!Number.isFinite(next)) throw new Error(`something still waits, but not for time, at ${this.#nowMs} ms`);
    this.#nowMs = Math.max(this.#nowMs, next);
    for (const sleeper of this.#sleepers) {
      if (sleeper.atMs > this.#nowMs) continue;
      this.#sleepers.delete(sleeper);
      sleeper.wake();
    }
  }
}
