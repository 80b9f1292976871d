import type {AskControl, AttemptContext, Look} from '../model/attempt.ts';
import type {Item} from '../model/checklist.ts';
import {type Clock, elapsedMs} from '../model/clock.ts';
import {CannotTell, messageOf, NoAnswer} from '../model/errors.ts';
import type {Verdict} from '../model/outcome.ts';
import type {Attempt} from '../model/report.ts';
import {formatDuration} from '../model/text/duration.ts';
import type {Place} from './concurrency-slots.ts';
import type {ItemTouches} from './consequence.ts';
import {errorFinding, type Finding, findingOfCannotTell, findingOfVerdict} from './finding.ts';
import {judgeSilence} from './no-answer.ts';
import {TimeBudget} from './time-budget.ts';

/** One for all attempts: an error with its stack for each is what a large run would be busy with. */
const OVER = new DOMException('the attempt is over', 'AbortError');

/** How long a check that was told to stop may take to say what it knows. */
const GRACE_MS = 500;

export interface AttemptTools {
  readonly look: Look;
  /** Asks each control once a run. */
  readonly askControl: AskControl;
  readonly clock: Clock;
  /** Aborted when the run is interrupted. */
  readonly interrupt: AbortSignal;
  onHold(item: Item, forMs: number): void;
  onBug(thrown: unknown): void;
}

/** A finding, and the attempt as reports show it. */
export interface Sighting {
  readonly finding: Finding;
  readonly attempt: Attempt;
}

/** One look at an item that has a check. `place` is held on entry; on return it may have been given back. */
export async function makeAttempt(
  item: Item,
  touches: ItemTouches,
  first: boolean,
  place: Place,
  tools: AttemptTools,
): Promise<Sighting> {
  const {clock} = tools;
  const startedAt = clock.now().toISOString();
  const startedMs = clock.monotonicMs();
  const end = await lookOnce(item, first ? Number.NEGATIVE_INFINITY : startedMs, place, tools);
  const finding = await findingOf(end, item, touches, tools);
  const {status, summary} = finding;
  return {
    finding,
    attempt: {status, summary, startedAt, durationMs: elapsedMs(clock, startedMs)},
  };
}

/** How a look ended. `timedOut`: its time was over before it said anything. */
type End = {readonly verdict: Verdict} | {readonly thrown: unknown} | 'timedOut';

async function lookOnce(item: Item, factsNotBefore: number, place: Place, tools: AttemptTools): Promise<End> {
  const {clock, interrupt} = tools;
  const controller = new AbortController();
  const {signal} = controller;
  const stop = () => controller.abort(interrupt.reason);
  interrupt.addEventListener('abort', stop, {once: true});
  const budget = new TimeBudget(clock, item.timeoutMs, () => controller.abort(timeIsUp(item)));

  let waits = 0;
  const waiting: AttemptContext['waiting'] = async (declaredMs, work) => {
    signal.throwIfAborted();
    const sinceMs = clock.monotonicMs();
    budget.extend(declaredMs);
    if (++waits === 1) {
      place.giveBack();
      tools.onHold(item, declaredMs);
    }
    try {
      return await work();
    } finally {
      const usedMs = clock.monotonicMs() - sinceMs;
      budget.extend(-Math.max(0, declaredMs - usedMs));
      if (--waits === 0 && !signal.aborted) {
        budget.pause();
        // Told to stop while standing in line: what it knows it can say without a place.
        await place.take(signal).then(
          () => budget.run(),
          () => {},
        );
      }
    }
  };

  budget.run();
  try {
    const said = (async () => tools.look(item, {signal, factsNotBefore, waiting}))().then(
      (verdict): End => ({verdict}),
      (thrown: unknown): End => (isAbort(thrown, signal) ? 'timedOut' : {thrown}),
    );
    return await Promise.race([said, graceAfter(signal, clock, said)]);
  } finally {
    interrupt.removeEventListener('abort', stop);
    budget.pause();
    // Whatever it left behind has to end as well.
    controller.abort(OVER);
  }
}

function timeIsUp(item: Item): DOMException {
  return new DOMException(`${item.id}: not finished within ${formatDuration(item.timeoutMs)}`, 'TimeoutError');
}

/** What a check rejects with because it was told to stop, as opposed to what it found out. */
function isAbort(thrown: unknown, signal: AbortSignal): boolean {
  if (!signal.aborted) return false;
  if (thrown === signal.reason) return true;
  return thrown instanceof Error && (thrown.cause === signal.reason || /^(Abort|Timeout)Error$/.test(thrown.name));
}

/** Gives up on a check that does not end although it was told to. */
async function graceAfter(signal: AbortSignal, clock: Clock, said: Promise<End>): Promise<End> {
  if (!signal.aborted) {
    const {promise, resolve} = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => resolve(), {once: true});
    await promise;
  }
  const ended = new AbortController();
  void said.then(() => ended.abort(OVER));
  await clock.sleep(GRACE_MS, ended.signal).catch(() => {});
  return 'timedOut';
}

async function findingOf(end: End, item: Item, touches: ItemTouches, tools: AttemptTools): Promise<Finding> {
  if (tools.interrupt.aborted) return interrupted();
  if (end === 'timedOut') return findingOfTimeOut(item, touches, tools);
  if ('verdict' in end) return findingOfVerdict(end.verdict);
  const {thrown} = end;
  if (thrown instanceof CannotTell) return findingOfCannotTell(thrown);
  if (thrown instanceof NoAnswer) return askedAfter(thrown, item, tools);
  return findingOfBug(thrown, tools);
}

function findingOfTimeOut(item: Item, touches: ItemTouches, tools: AttemptTools): Promise<Finding> | Finding {
  const what = `not finished within ${formatDuration(item.timeoutMs)}`;
  if (touches === 'wire') {
    const url = item.check?.written.url;
    const target = typeof url === 'string' ? url : item.id;
    return askedAfter({target, message: `${target}: ${what}`}, item, tools);
  }
  return errorFinding(what, 'Run again; when it stays so, give the item a longer `timeout:`.');
}

async function askedAfter(
  silence: {readonly target: string; readonly message: string},
  item: Item,
  tools: AttemptTools,
): Promise<Finding> {
  const {interrupt} = tools;
  const {promise: stopped, resolve} = Promise.withResolvers<Finding>();
  const stop = () => resolve(interrupted());
  interrupt.addEventListener('abort', stop, {once: true});
  try {
    return await Promise.race([judgeSilence(item, silence, tools.askControl), stopped]);
  } catch (thrown) {
    return findingOfBug(thrown, tools);
  } finally {
    interrupt.removeEventListener('abort', stop);
  }
}

function findingOfBug(thrown: unknown, tools: AttemptTools): Finding {
  tools.onBug(thrown);
  return errorFinding(
    `a bug of migrate-check: ${messageOf(thrown)}`,
    'Report it with the stack that was printed; nothing is known about this item.',
    {final: true},
  );
}

export function interrupted(): Finding {
  return errorFinding('interrupted', 'Run again.', {final: true});
}
