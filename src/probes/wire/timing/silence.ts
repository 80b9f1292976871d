import {NoAnswer} from '../../../model/errors.ts';
import {ownSlowness, type PresenceWatch} from '../../../model/facts/observer.ts';
import {formatDuration} from '../../../model/text/duration.ts';
import type {Progress} from '../endings.ts';

/** A stall of this length is made up for, whatever the limit. */
const LONGEST_STALL_MS = 60_000;

/** How much longer to wait because this process was or may have been late; bounded, for an always too busy machine. */
export function lateMs(watch: PresenceWatch, withinMs: number): number {
  return watch.resolutionMs + Math.min(watch.awayMs(), 4 * withinMs + LONGEST_STALL_MS);
}

/** What it means that nothing came: {@link NoAnswer}, or that this process was not there to see it. */
export function silence(shown: string, withinMs: number, {phase}: Progress, watch: PresenceWatch): Error {
  const missing = {
    resolve: 'the name was not resolved',
    connect: 'no connection was made',
    tls: 'the TLS handshake was not done',
    headers: 'the connection was made, but no response headers came',
  }[phase];
  const observer = watch.observer();
  const {atMs} = watch.moment();
  if (atMs - observer.awayMs < withinMs) {
    return ownSlowness(shown, observer, atMs, `whether it answers within ${formatDuration(withinMs)}`);
  }
  return new NoAnswer(shown, phase, `${shown}: ${missing} within ${formatDuration(withinMs)}`);
}
