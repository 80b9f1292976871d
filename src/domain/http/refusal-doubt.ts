import type {CannotTell} from '../../model/errors.ts';
import {type Observer, ownSlowness} from '../../model/facts/observer.ts';
import type {Refusal} from '../../model/facts/wire/connection.ts';

/** No server gives a handshake or a request less time. */
const SHORTEST_SERVER_TIMEOUT_MS = 250;

/**
 * Whether our own absence may have caused a refusal: a server closes an idle connection, and while our process was not
 * running, nothing was sent.
 */
export function refusalDoubt(
  where: string,
  refusal: (Pick<Refusal, 'code' | 'message'> & {readonly kind: string}) | null,
  observer: Observer | undefined,
): CannotTell | null {
  if (refusal === null || observer === undefined) return null;
  const isClosed = refusal.kind === 'closed' || (refusal.kind === 'tls' && !refusal.code?.startsWith('ERR_'));
  // A machine that has just woken up has no network yet, nor names.
  if (observer.suspendedMs === 0 && !(isClosed && observer.awayMs >= SHORTEST_SERVER_TIMEOUT_MS)) return null;
  const lookedMs = Math.max(observer.awayMs, ...observer.gaps.map(({toMs}) => toMs));
  return ownSlowness(where, observer, lookedMs, `why ${refusal.message}`);
}

/** @throws CannotTell when a refusal may be of that kind. */
export function refuseToJudge(where: string, refusal: Refusal | null, observer: Observer | undefined): void {
  const doubt = refusalDoubt(where, refusal, observer);
  if (doubt !== null) throw doubt;
}
