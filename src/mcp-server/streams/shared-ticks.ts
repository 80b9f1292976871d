import type {ServerClock} from '../system-clock.ts';

/** Nothing is later than due by more than this share of its cadence. */
const SHARE_OF_CADENCE = 0.01;
const MIN_GRID_MS = 1;
const MAX_GRID_MS = 10;

/** The tick of all that was due before now. */
const OVERDUE = -1;

/**
 * Something that is done again and again, and waits in the ring of its tick in between: kept for as long as its stream is
 * open, so that no turn allocates anything.
 */
export class Recurring {
  readonly run: () => void;
  /** That it waits for, or waited for last. */
  tick = Number.NaN;
  before: Recurring = this;
  after: Recurring = this;

  constructor(run: () => void) {
    this.run = run;
  }

  leaveRing(): void {
    this.before.after = this.after;
    this.after.before = this.before;
    this.before = this;
    this.after = this;
  }

  /** As the last before `head`, in a ring. */
  joinRing(head: Recurring): void {
    this.before = head.before;
    this.after = head;
    head.before.after = this;
    head.before = this;
  }
}

interface Tick {
  /** Of the ring of what is due. */
  readonly head: Recurring;
  readonly stopTimer: () => void;
}

/**
 * What is due waits for the next multiple of 1 % of its cadence on the server's clock, its tick, and all that wait for one
 * tick share a timer: at one event a second each wake-up of the process costs more than the event, and thousands of idle
 * streams need no timer each.
 */
export class SharedTicks {
  readonly #clock: ServerClock;
  readonly #ticks = new Map<number, Tick>();

  constructor(clock: ServerClock) {
    this.#clock = clock;
  }

  /** Calls its `run` once, at the first tick from `dueMs` on (of the monotonic clock), and not when it was due before. */
  at(dueMs: number, cadenceMs: number, what: Recurring): void {
    const nowMs = this.#clock.monotonicMs();
    const gridMs = Math.max(MIN_GRID_MS, Math.min(MAX_GRID_MS, cadenceMs * SHARE_OF_CADENCE));
    const tick = dueMs <= nowMs ? OVERDUE : Math.ceil(dueMs / gridMs) * gridMs;
    this.cancel(what);
    what.tick = tick;
    what.joinRing((this.#ticks.get(tick) ?? this.#start(tick, nowMs)).head);
  }

  /** With the last that is due at a tick its timer goes: clients that come and leave must not pile them up. */
  cancel(what: Recurring): void {
    if (what.after === what) return;
    what.leaveRing();
    const tick = this.#ticks.get(what.tick);
    if (tick === undefined || tick.head.after !== tick.head) return;
    this.#ticks.delete(what.tick);
    tick.stopTimer();
  }

  #start(at: number, nowMs: number): Tick {
    const stopTimer = this.#clock.after(at === OVERDUE ? 0 : at - nowMs, () => {
      this.#ticks.delete(at);
      runFirst(tick.head);
    });
    const tick = {head: new Recurring(() => {}), stopTimer};
    this.#ticks.set(at, tick);
    return tick;
  }
}

/**
 * One after the other, each sent before the next says its time: Node.js sends what was written when its turn is over. When
 * one throws, the others are done all the same.
 */
function runFirst(head: Recurring): void {
  const first = head.after;
  if (first === head) return;
  first.leaveRing();
  try {
    first.run();
  } finally {
    process.nextTick(runFirst, head);
  }
}
