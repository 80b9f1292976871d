import {NoAnswer} from '../../../model/errors.ts';
import {ownSlowness} from '../../../model/facts/observer.ts';
import {
  PROTOCOLS,
  type Protocol,
  type ProtocolOffer,
  type ProtocolRequest,
} from '../../../model/facts/wire/connection.ts';
import type {KnownSecrets} from '../../../model/text/secrets/known-secrets.ts';
import type {WireSetup} from '../conversation.ts';
import type {Progress} from '../endings.ts';
import {prepare} from '../outgoing.ts';
import {createAlarm} from '../timing/alarm.ts';
import {lateMs, silence} from '../timing/silence.ts';
import {type Opened, openConnection, type Target} from './connection.ts';
import {targetOf} from './offer.ts';

/**
 * What a server offers: one handshake with all that we speak, and one with HTTP/1.1 alone where it prefers another. Rejects
 * with `NoAnswer` when no connection was made in time.
 */
export async function offeredProtocols(
  request: ProtocolRequest,
  setup: WireSetup,
  secrets: KnownSecrets,
  signal: AbortSignal,
): Promise<ProtocolOffer> {
  const {url, shown} = prepare({...request, method: 'GET', headers: {}, headersWithinMs: request.withinMs}, secrets);
  const shake = (alpn: readonly Protocol[]) => handshake(targetOf(url, shown, alpn), request.withinMs, setup, signal);
  const {connection, refusal} = await shake(PROTOCOLS);
  const found = {url: shown, connection, refusal};
  if (refusal !== null) return {...found, offered: []};
  if (connection.tls?.alpn !== 'h2') return {...found, offered: ['http/1.1']};
  const alone = await shake(['http/1.1']);
  return {...found, offered: alone.refusal === null ? ['h2', 'http/1.1'] : ['h2']};
}

async function handshake(target: Target, withinMs: number, setup: WireSetup, signal: AbortSignal): Promise<Opened> {
  signal.throwIfAborted();
  const progress: Progress = {phase: 'resolve'};
  const watch = setup.presence.watch();
  const alarm = createAlarm(setup.clock, watch);
  const stop = new AbortController();
  const interrupt = () => stop.abort(signal.reason);
  signal.addEventListener('abort', interrupt, {once: true});
  alarm.set(
    () => withinMs + lateMs(watch, withinMs),
    () => stop.abort(silence(target.shown, withinMs, progress, watch)),
  );
  try {
    const opened = await openConnection(target, setup, progress, watch, stop.signal);
    opened.socket?.destroy();
    return opened;
  } catch (thrown) {
    const observer = watch.observer();
    if (!(thrown instanceof NoAnswer) || observer.suspendedMs === 0) throw thrown;
    throw ownSlowness(target.shown, observer, watch.moment().atMs, 'what it offers');
  } finally {
    alarm.clear();
    watch.stop();
    signal.removeEventListener('abort', interrupt);
  }
}
