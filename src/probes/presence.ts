import {uptime} from 'node:os';
import {type Gap, MAX_GAPS, type Presence, type PresenceWatch} from '../model/facts/observer.ts';

/** How often the event loop is checked. */
const BEAT_MS = 20;
/** How long a timer and a turn of the loop take on an idle machine. */
const ALLOWANCE_MS = 10;
const RESOLUTION_MS = BEAT_MS + ALLOWANCE_MS;
/** The clocks of some systems count uptime in whole seconds. */
const SHORTEST_SUSPENSION_MS = 2000;
/** The most gaps that are kept, however long a process is starved: more are merged with their neighbours. */
const MAX_KEPT_GAPS = 1024;

/** The three clocks: a stopped or starved process shows in the first, a suspended machine only in the other two. */
export interface Clocks {
  readonly monotonicMs: () => number;
  readonly wallMs: () => number;
  readonly uptimeMs: () => number;
}

/** Begun before the sockets of a turn are read; `done` is called when they have been read in this many turns. */
export interface Sweep {
  readonly turns: number;
  done(): void;
}

/** Beats until it is stopped. A beat may begin a sweep. */
export type Beat = (onBeat: () => Sweep | null) => () => void;

/** An end after the last piece of data is read one turn later; a socket's whole buffer takes a few turns. */
const TURNS = 2;
const TURNS_AFTER_A_GAP = 8;

const SYSTEM_CLOCKS: Clocks = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
  uptimeMs: () => uptime() * 1000,
};

const systemBeat: Beat = (onBeat) => {
  const timer = setInterval(() => {
    const sweep = onBeat();
    if (sweep === null) return;
    // In each turn, timers run before sockets are read, immediates after that.
    const turn = (left: number) => setImmediate(() => (left > 1 ? turn(left - 1) : sweep.done()));
    turn(sweep.turns);
  }, BEAT_MS);
  timer.unref();
  return () => clearInterval(timer);
};

/** Measures with a beat in the event loop, while there is an observer. */
export function createPresence(clocks: Clocks = SYSTEM_CLOCKS, beat: Beat = systemBeat): Presence {
  const meter = new Meter(clocks);
  const watching = new Set<PresenceWatch>();
  let stopBeat: (() => void) | null = null;

  function watch(): PresenceWatch {
    const startedMs = clocks.monotonicMs();
    if (stopBeat === null) {
      meter.begin();
      stopBeat = beat(() => meter.beat());
    }
    const before = meter.totals();
    let stopped: ReturnType<PresenceWatch['observer']> | null = null;
    const observer = () => {
      if (stopped !== null) return stopped;
      const {awayMs, suspendedMs} = meter.totals();
      return {
        gaps: joined(meter.gapsSince(startedMs), MAX_GAPS).map(({fromMs, toMs}) => ({
          fromMs: Math.max(0, fromMs - startedMs),
          toMs: toMs - startedMs,
        })),
        awayMs: awayMs - before.awayMs,
        suspendedMs: suspendedMs - before.suspendedMs,
        resolutionMs: RESOLUTION_MS,
      };
    };
    const self: PresenceWatch = {
      moment() {
        const nowMs = clocks.monotonicMs();
        return {atMs: nowMs - startedMs, earliestMs: Math.max(0, meter.earliestMs(nowMs) - startedMs)};
      },
      awayMs: () => (stopped ?? {awayMs: meter.totals().awayMs - before.awayMs}).awayMs,
      resolutionMs: RESOLUTION_MS,
      observer,
      stop() {
        stopped ??= observer();
        watching.delete(self);
        if (watching.size > 0) return;
        stopBeat?.();
        stopBeat = null;
      },
    };
    watching.add(self);
    return self;
  }

  return {watch};
}

class Meter {
  readonly #clocks: Clocks;
  /** Everything that came before this has been read. */
  #readMs = 0;
  #beatMs = 0;
  #isSweeping = false;
  #gaps: Gap[] = [];
  #awayMs = 0;
  #suspendedMs = 0;
  /** The wall clock and the uptime, minus the monotonic clock. */
  #wallAheadMs = 0;
  #uptimeAheadMs = 0;

  constructor(clocks: Clocks) {
    this.#clocks = clocks;
  }

  begin(): void {
    this.#readMs = this.#clocks.monotonicMs();
    this.#beatMs = this.#readMs;
    this.#gaps = [];
    this.#wallAheadMs = this.#clocks.wallMs() - this.#readMs;
    this.#uptimeAheadMs = this.#clocks.uptimeMs() - this.#readMs;
  }

  beat(): Sweep | null {
    const nowMs = this.#clocks.monotonicMs();
    this.#noticeSuspension(nowMs);
    const lateMs = this.#lateMs(nowMs);
    this.#awayMs += lateMs;
    this.#beatMs = nowMs;
    if (this.#isSweeping) return null;
    this.#isSweeping = true;
    return {turns: lateMs === 0 ? TURNS : TURNS_AFTER_A_GAP, done: () => this.#allReadBefore(nowMs)};
  }

  #allReadBefore(readMs: number): void {
    this.#isSweeping = false;
    const gap = this.#gapAt(this.#clocks.monotonicMs());
    if (gap !== null) {
      this.#gaps.push(gap);
      if (this.#gaps.length > MAX_KEPT_GAPS) this.#gaps = joined(this.#gaps, MAX_KEPT_GAPS / 2);
    }
    this.#readMs = readMs;
  }

  /** When data that is seen now may have arrived. */
  earliestMs(nowMs: number): number {
    return this.#gapAt(nowMs)?.fromMs ?? nowMs;
  }

  totals(): {awayMs: number; suspendedMs: number} {
    const nowMs = this.#clocks.monotonicMs();
    this.#noticeSuspension(nowMs);
    return {awayMs: this.#awayMs + this.#lateMs(nowMs), suspendedMs: this.#suspendedMs};
  }

  /** Including the gap that is not over yet. */
  gapsSince(startedMs: number): readonly Gap[] {
    const current = this.#gapAt(this.#clocks.monotonicMs());
    const first = this.#gaps.findLastIndex(({toMs}) => toMs <= startedMs) + 1;
    const since = this.#gaps.slice(first);
    if (current !== null) since.push(current);
    return since;
  }

  /** The gap of the beat that is due. */
  #lateMs(nowMs: number): number {
    const sinceMs = nowMs - this.#beatMs;
    return sinceMs > RESOLUTION_MS ? sinceMs - BEAT_MS : 0;
  }

  #gapAt(nowMs: number): Gap | null {
    return nowMs - this.#readMs > RESOLUTION_MS ? {fromMs: this.#readMs, toMs: nowMs} : null;
  }

  /** Both have to be ahead: NTP sets the wall clock, and on some systems the uptime is derived from it. */
  #noticeSuspension(nowMs: number): void {
    const wallAheadMs = this.#clocks.wallMs() - nowMs;
    const wallJumpMs = wallAheadMs - this.#wallAheadMs;
    this.#wallAheadMs = wallAheadMs;
    if (wallJumpMs < SHORTEST_SUSPENSION_MS) return;
    const uptimeAheadMs = this.#clocks.uptimeMs() - nowMs;
    const uptimeJumpMs = uptimeAheadMs - this.#uptimeAheadMs;
    this.#uptimeAheadMs = uptimeAheadMs;
    if (uptimeJumpMs >= SHORTEST_SUSPENSION_MS) this.#suspendedMs += Math.min(uptimeJumpMs, wallJumpMs);
  }
}

/** Merges the closest neighbours until this many are left: the time between them counts as absence too. */
function joined(gaps: readonly Gap[], most: number): Gap[] {
  if (gaps.length <= most) return [...gaps];
  // Numbers, and plain loops: thousands of looks may end at the same time.
  const distances = new Float64Array(gaps.length - 1);
  for (let index = 0; index < distances.length; index++) distances[index] = distanceAfter(gaps, index);
  const least = distances.toSorted()[gaps.length - most] ?? 0;
  let longer = 0;
  for (const distance of distances) if (distance > least) longer += 1;
  let alike = most - 1 - longer;
  const groups: Gap[] = [];
  let first = 0;
  for (let index = 0; index < gaps.length; index++) {
    const distance = distanceAfter(gaps, index);
    if (distance < least || (distance === least && alike-- <= 0)) continue;
    groups.push({fromMs: gaps[first]?.fromMs ?? 0, toMs: gaps[index]?.toMs ?? 0});
    first = index + 1;
  }
  return groups;
}

/** Of the last one, there is no end. */
function distanceAfter(gaps: readonly Gap[], index: number): number {
  return (gaps[index + 1]?.fromMs ?? Number.POSITIVE_INFINITY) - (gaps[index]?.toMs ?? 0);
}
