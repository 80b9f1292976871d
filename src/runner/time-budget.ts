import type {Clock} from '../model/clock.ts';

/** Shared: creating an error with a stack for every pause of every item would dominate a large run. */
const PAUSED = new DOMException('the time is not running', 'AbortError');

/** A starved process must not make a run wait forever: at most this many times the budget is made up for. */
const MOST_MADE_UP = 4;
/** A stall of this length is made up for, however short the budget is. */
const LONGEST_STALL_MS = 60_000;

/**
 * The time an attempt may take. Declared holds extend it; waiting for a slot does not use it up, and neither does time
 * in which this process was not scheduled.
 */
export class TimeBudget {
  readonly #clock: Clock;
  readonly #onOver: () => void;
  readonly #awayMs: () => number;
  readonly #mostMadeUpMs: number;
  #leftMs: number;
  #ranMs = 0;
  #missedMs = 0;
  #madeUpMs = 0;
  #running: {readonly sinceMs: number; readonly awayMs: number} | null = null;
  #timer = new AbortController();

  /** Not running yet. `onOver` is called once, when the time has run out. `awayMs` only grows. */
  constructor(clock: Clock, ms: number, onOver: () => void, awayMs: () => number = () => 0) {
    this.#clock = clock;
    this.#leftMs = ms;
    this.#onOver = onOver;
    this.#awayMs = awayMs;
    this.#mostMadeUpMs = MOST_MADE_UP * ms + LONGEST_STALL_MS;
  }

  run(): void {
    this.#running = {sinceMs: this.#clock.monotonicMs(), awayMs: this.#awayMs()};
    this.#timer = new AbortController();
    this.#clock.sleep(Math.max(0, this.#leftMs), this.#timer.signal).then(
      () => this.#over(),
      () => {},
    );
  }

  pause(): void {
    if (this.#running === null) return;
    const {sinceMs, awayMs} = this.#running;
    const ranMs = this.#clock.monotonicMs() - sinceMs;
    this.#ranMs += ranMs;
    this.#leftMs -= ranMs;
    this.#missedMs += this.#awayMs() - awayMs;
    this.#running = null;
    this.#timer.abort(PAUSED);
  }

  /** May be negative: unused declared time is taken back. */
  extend(ms: number): void {
    const running = this.#running !== null;
    this.pause();
    this.#leftMs += ms;
    if (running) this.run();
  }

  /** How long this process was not scheduled, less what was made up for. */
  unservedMs(): number {
    return this.#missedMs - this.#madeUpMs;
  }

  ranForMs(): number {
    return this.#ranMs;
  }

  #over(): void {
    this.pause();
    const makeUpMs = Math.min(this.unservedMs(), this.#mostMadeUpMs - this.#madeUpMs);
    if (makeUpMs <= 0) {
      this.#onOver();
      return;
    }
    this.#madeUpMs += makeUpMs;
    this.#leftMs = makeUpMs;
    this.run();
  }
}
