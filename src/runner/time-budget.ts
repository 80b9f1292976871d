import type {Clock} from '../model/clock.ts';

/** One for all: to make an error with its stack for every pause of every item is what a large run would be busy with. */
const PAUSED = new DOMException('the time is not running', 'AbortError');

/** The time an attempt may work. Declared waiting makes it longer; waiting in line for a slot does not use it up. */
export class TimeBudget {
  readonly #clock: Clock;
  readonly #onOver: () => void;
  #leftMs: number;
  #runningSinceMs: number | null = null;
  #timer = new AbortController();

  /** Does not run yet. `onOver` is called once, when the time has run out. */
  constructor(clock: Clock, ms: number, onOver: () => void) {
    this.#clock = clock;
    this.#leftMs = ms;
    this.#onOver = onOver;
  }

  run(): void {
    this.#runningSinceMs = this.#clock.monotonicMs();
    this.#timer = new AbortController();
    this.#clock.sleep(Math.max(0, this.#leftMs), this.#timer.signal).then(this.#onOver, () => {});
  }

  pause(): void {
    if (this.#runningSinceMs === null) return;
    this.#leftMs -= this.#clock.monotonicMs() - this.#runningSinceMs;
    this.#runningSinceMs = null;
    this.#timer.abort(PAUSED);
  }

  /** May be negative: declared time that was not used is taken back. */
  extend(ms: number): void {
    const running = this.#runningSinceMs !== null;
    this.pause();
    this.#leftMs += ms;
    if (running) this.run();
  }
}
