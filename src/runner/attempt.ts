import type {AskControl, AttemptContext, Look} from '../model/attempt.ts';
import type {Item} from '../model/checklist.ts';
import {type Clock, elapsedMs} from '../model/clock.ts';
import {CannotTell, NoAnswer} from '../model/errors.ts';
import {type Observer, ownSlowness, type Presence} from '../model/facts/observer.ts';
import type {LookProgress} from '../model/look-progress.ts';
import type {Attempt} from '../model/report.ts';
import {formatDuration} from '../model/text/duration.ts';
import type {Slot} from './concurrency-slots.ts';
import type {ItemTouches} from './consequence.ts';
import {
  errorFinding,
  type Finding,
  findingOfBug,
  findingOfCannotTell,
  findingOfVerdict,
  INTERRUPTED,
} from './finding.ts';
import {judgeSilence, type Silence} from './no-answer.ts';
import {TimeBudget} from './time-budget.ts';

/** Shared by all attempts: creating an error with a stack for each would dominate a large run. */
const OVER = new DOMException('the attempt is over', 'AbortError');

/** How long a check that was asked to stop may take to report what it knows. */
const GRACE_MS = 500;

export interface AttemptTools {
  readonly look: Look;
  /** See `RunOptions.show`. */
  readonly show: (outside: string) => string;
  /** Asks each control once per run. */
  readonly askControl: AskControl;
  readonly clock: Clock;
  readonly presence: Presence;
  /** Aborted when the run is interrupted. */
  readonly interrupt: AbortSignal;
  onHold(item: Item, forMs: number): void;
  /** Left out: nobody watches. */
  readonly onLook?: (item: Item, progress: LookProgress) => void;
  onBug(thrown: unknown): void;
}

/**
 * One attempt at an item that has a check; it is added to `attempts` as reports show it. `slot` is held on entry; on
 * return it may have been given back.
 */
export async function makeAttempt(
  item: Item,
  touches: ItemTouches,
  attempts: Attempt[],
  slot: Slot,
  tools: AttemptTools,
): Promise<Finding> {
  const {clock} = tools;
  const startedAt = clock.now().toISOString();
  const startedMs = clock.monotonicMs();
  const factsNotBefore = attempts.length === 0 ? Number.NEGATIVE_INFINITY : startedMs;
  const finding = await lookOnce(item, touches, factsNotBefore, slot, tools);
  const {status, summary} = finding;
  attempts.push({status, summary, startedAt, durationMs: elapsedMs(clock, startedMs)} as Attempt);
  return finding;
}

async function lookOnce(
  item: Item,
  touches: ItemTouches,
  factsNotBefore: number,
  slot: Slot,
  tools: AttemptTools,
): Promise<Finding> {
  const {clock, presence, interrupt} = tools;
  const controller = new AbortController();
  const {signal} = controller;
  const stop = () => controller.abort(interrupt.reason);
  interrupt.addEventListener('abort', stop, {once: true});
  // Only findings on the wire depend on timing, so only there it matters whether this process was scheduled.
  const watch = touches === 'wire' ? presence.watch() : null;
  const budget = new TimeBudget(clock, item.timeoutMs, () => controller.abort(timeIsUp(item)), watch?.awayMs);

  let waits = 0;
  const waiting: AttemptContext['waiting'] = async (declaredMs, work) => {
    signal.throwIfAborted();
    let sinceMs: number | null = null;
    const begin = () => {
      if (sinceMs !== null || signal.aborted) return;
      sinceMs = clock.monotonicMs();
      budget.extend(declaredMs);
      if (++waits > 1) return;
      slot.giveBack();
      tools.onHold(item, declaredMs);
    };
    try {
      return await work(begin);
    } finally {
      if (sinceMs !== null) {
        const usedMs = clock.monotonicMs() - sinceMs;
        budget.extend(-Math.max(0, declaredMs - usedMs));
        if (--waits === 0 && !signal.aborted) {
          budget.pause();
          // Asked to stop while it waits for a slot: it does not need one to report what it knows.
          await slot.take(signal).then(
            () => budget.run(),
            () => {},
          );
        }
      }
    }
  };

  const {onLook} = tools;
  const context: AttemptContext = {
    signal,
    factsNotBefore,
    waiting,
    ...(onLook === undefined ? {} : {onLook: (progress) => onLook(item, progress)}),
  };
  const overTime = () => findingOfTimeOut(item, watch?.observer() ?? null, budget, tools);
  let findingOf: () => Promise<Finding> | Finding;
  budget.run();
  try {
    const said = (async () => tools.look(item, context))().then(
      (verdict) => () => findingOfVerdict(verdict),
      (thrown: unknown) => () => (isAbort(thrown, signal) ? overTime() : findingOfThrown(thrown, item, tools)),
    );
    // The first to finish decides how the finding is made: a control is asked only when nothing else is known.
    findingOf = await Promise.race([said, graceAfter(signal, clock, said).then(() => overTime)]);
  } finally {
    interrupt.removeEventListener('abort', stop);
    budget.pause();
    watch?.stop();
    // Anything it left running has to end as well.
    controller.abort(OVER);
  }
  return interrupt.aborted ? INTERRUPTED : await findingOf();
}

function timeIsUp(item: Item): DOMException {
  return new DOMException(`${item.id}: not finished within ${formatDuration(item.timeoutMs)}`, 'TimeoutError');
}

/** Whether a check rejected because it was asked to stop, rather than with something it found. */
function isAbort(thrown: unknown, signal: AbortSignal): boolean {
  if (!signal.aborted) return false;
  if (thrown === signal.reason) return true;
  return thrown instanceof Error && (thrown.cause === signal.reason || /^(Abort|Timeout)Error$/.test(thrown.name));
}

/** Gives up on a check that does not end although it was asked to. */
async function graceAfter(signal: AbortSignal, clock: Clock, said: Promise<unknown>): Promise<void> {
  if (!signal.aborted) {
    const {promise, resolve} = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => resolve(), {once: true});
    await promise;
  }
  if (signal.reason === OVER) return;
  const ended = new AbortController();
  void said.then(() => ended.abort(OVER));
  await clock.sleep(GRACE_MS, ended.signal).catch(() => {});
}

function findingOfThrown(thrown: unknown, item: Item, tools: AttemptTools): Promise<Finding> | Finding {
  if (thrown instanceof CannotTell) return findingOfCannotTell(thrown);
  if (thrown instanceof NoAnswer) return askedAfter(thrown, item, tools);
  return reportedBug(thrown, tools);
}

/** `observer`: null for an item that does not touch the wire. */
function findingOfTimeOut(
  item: Item,
  observer: Observer | null,
  budget: TimeBudget,
  tools: AttemptTools,
): Promise<Finding> | Finding {
  const what = `not finished within ${formatDuration(item.timeoutMs)}`;
  if (observer === null) {
    return errorFinding(what, 'Run again; when it stays so, give the item a longer `timeout:`.', {heals: true});
  }
  const url = item.check?.written.url;
  const target = typeof url === 'string' ? tools.show(url) : item.id;
  if (observer.suspendedMs > 0 || budget.unservedMs() > 0) {
    const hidden = `whether it is finished within ${formatDuration(item.timeoutMs)}`;
    return findingOfCannotTell(ownSlowness(target, observer, budget.ranForMs(), hidden));
  }
  return askedAfter({target, message: `${target}: ${what}`}, item, tools);
}

async function askedAfter(silence: Silence, item: Item, tools: AttemptTools): Promise<Finding> {
  const {interrupt} = tools;
  const {promise: stopped, resolve} = Promise.withResolvers<Finding>();
  const stop = () => resolve(INTERRUPTED);
  interrupt.addEventListener('abort', stop, {once: true});
  try {
    return await Promise.race([judgeSilence(item, silence, tools.askControl), stopped]);
  } catch (thrown) {
    return reportedBug(thrown, tools);
  } finally {
    interrupt.removeEventListener('abort', stop);
  }
}

function reportedBug(bug: unknown, tools: AttemptTools): Finding {
  tools.onBug(bug);
  return findingOfBug(bug);
}
