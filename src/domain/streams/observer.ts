import {NEVER_AWAY, type Observer} from '../../model/facts/observer.ts';
import type {StreamAnswer} from '../../model/facts/wire/stream.ts';

/**
 * What can be said about a time measured by a process that was not always running. An arrival is seen late by up to
 * the gap that it is seen in; a request may have been sent late by every gap before. `unknown`: the true time may be on
 * either side of the limit. A limit missed by less than the measurement can see is unknown; one that is kept is kept.
 */
export type Kept = 'kept' | 'missed' | 'unknown';

/** The earliest time at which what was seen at `atMs` may have come. */
function earliestOf(atMs: number, {gaps}: Observer): number {
  const gap = gaps.find(({fromMs, toMs}) => fromMs < atMs && atMs <= toMs);
  return gap?.fromMs ?? atMs;
}

/** Lateness of ours that no gap shows. */
function unseenMs({resolutionMs = 0}: Observer): number {
  return resolutionMs;
}

/** Of what came at `atMs`, counted from the beginning of the request. */
export function cameWithin(atMs: number, withinMs: number, observer: Observer = NEVER_AWAY): Kept {
  if (observer.suspendedMs > 0) return 'unknown';
  // Every delay of our own makes a measured time longer, none makes it shorter.
  if (atMs <= withinMs) return 'kept';
  const cameMs = earliestOf(atMs, observer);
  const awayMs = observer.gaps.reduce((sum, {fromMs, toMs}) => sum + Math.max(0, Math.min(toMs, cameMs) - fromMs), 0);
  return cameMs - awayMs > withinMs + unseenMs(observer) ? 'missed' : 'unknown';
}

/** Of what had not come when we gave up at `untilMs`, with all that lay in the socket read. */
export function neverCame(untilMs: number, withinMs: number, observer: Observer = NEVER_AWAY): Exclude<Kept, 'kept'> {
  if (observer.suspendedMs > 0 || observer.behindSinceMs !== undefined) return 'unknown';
  // We waited as long as allowed, or until an end that the other side caused.
  return untilMs - observer.awayMs >= withinMs || observer.awayMs === 0 ? 'missed' : 'unknown';
}

/** Whether a stream was open for so long after its headers. */
export function stayedOpen(
  {headersAtMs, end, endAtMs}: StreamAnswer,
  holdForMs: number,
  observer: Observer = NEVER_AWAY,
): Kept {
  if (observer.suspendedMs > 0) return 'unknown';
  const ageMs = endAtMs - headersAtMs;
  if (end === 'held' || end === 'silent') {
    // We closed it, having read all that lay in the socket after this time was over: it was open then.
    if (observer.behindSinceMs === undefined) return ageMs >= holdForMs ? 'kept' : 'missed';
    return observer.behindSinceMs - headersAtMs >= holdForMs ? 'kept' : 'unknown';
  }
  if (endAtMs - earliestOf(headersAtMs, observer) < holdForMs - unseenMs(observer)) return 'missed';
  return earliestOf(endAtMs, observer) - headersAtMs >= holdForMs ? 'kept' : 'unknown';
}

/** Whether no silence was longer. */
export function silencesWithin(
  {longestSilenceMs, silenceAtLeastMs, silenceAtMostMs}: StreamAnswer,
  withinMs: number,
  observer: Observer = NEVER_AWAY,
): Kept {
  if (observer.suspendedMs > 0) return 'unknown';
  if ((silenceAtMostMs ?? longestSilenceMs) <= withinMs) return 'kept';
  return (silenceAtLeastMs ?? longestSilenceMs) > withinMs + unseenMs(observer) ? 'missed' : 'unknown';
}
