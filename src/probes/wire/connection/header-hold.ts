import type {Clock} from '../../../model/clock.ts';
import type {PresenceWatch} from '../../../model/facts/observer.ts';
import type {Refusal} from '../../../model/facts/wire/connection.ts';
import {formatDuration} from '../../../model/text/duration.ts';
import {createAlarm} from '../timing/alarm.ts';
import {lateMs} from '../timing/silence.ts';
import {type ConnectSetup, openConnection, type Target} from './connection.ts';

/** How long one more connection may take. */
const HANDSHAKE_WITHIN_MS = 5000;

export interface Place {
  readonly address: string;
  readonly port: number;
}

/** When each address and port last answered a request of this run, on the monotonic clock. */
export interface AnswerLog {
  answered(place: Place, atMs: number): void;
  hasAnsweredSince(place: Place, sinceMs: number): boolean;
}

export function createAnswerLog(): AnswerLog {
  const last = new Map<string, number>();
  const keyOf = ({address, port}: Place) => `${address} ${port}`;
  return {
    answered: (place, atMs) => void last.set(keyOf(place), atMs),
    hasAnsweredSince: (place, sinceMs) => (last.get(keyOf(place)) ?? Number.NEGATIVE_INFINITY) > sinceMs,
  };
}

/** Thrown into the look: the headers did not come, and it was not our network. */
export class HeadersHeld extends Error {
  readonly refusal: Refusal;

  constructor(withinMs: number) {
    super('headers held');
    const message = `no response headers came within ${formatDuration(withinMs)}, though the same address answers`;
    this.refusal = {kind: 'held', code: null, message};
  }
}

/** Whether one more connection to the same address and port is made, TLS where the URL has it, in time. */
export async function isReachable(
  target: Target,
  place: Place,
  setup: ConnectSetup & {readonly clock: Clock},
  watch: PresenceWatch,
  signal: AbortSignal,
): Promise<boolean> {
  const alarm = createAlarm(setup.clock, watch);
  const stop = new AbortController();
  const startedMs = watch.moment().atMs;
  const awayBeforeMs = watch.awayMs();
  alarm.set(
    () => startedMs + HANDSHAKE_WITHIN_MS + lateMs(watch, HANDSHAKE_WITHIN_MS) - awayBeforeMs,
    () => stop.abort(),
  );
  try {
    const there = {...setup, connectTo: () => place};
    const opened = await openConnection(
      target,
      there,
      {phase: 'connect'},
      watch,
      AbortSignal.any([stop.signal, signal]),
    );
    opened.socket?.destroy();
    // The handshake was completed; whether to trust who completed it is another question.
    return opened.socket !== null || opened.refusal?.kind === 'certificate';
  } catch {
    // Whatever kept us from it: it is not known that it would have answered.
    return false;
  } finally {
    alarm.clear();
  }
}
