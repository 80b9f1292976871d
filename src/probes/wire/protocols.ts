import {NoAnswer} from '../../model/errors.ts';
import {PROTOCOLS, type Protocol, type ProtocolOffer, type ProtocolRequest} from '../../model/facts/wire/connection.ts';
import {formatDuration} from '../../model/text/duration.ts';
import type {KnownSecrets} from '../../model/text/secrets/known-secrets.ts';
import {type ConnectSetup, type Opened, openConnection} from './connection.ts';
import {targetOf, type WireSetup} from './conversation.ts';
import type {Progress} from './endings.ts';
import {prepare} from './outgoing.ts';

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
  const outgoing = prepare({...request, method: 'GET', headers: {}, headersWithinMs: request.withinMs}, secrets);
  const shake = (alpn: readonly Protocol[]) => handshake(targetOf(outgoing, alpn), request.withinMs, setup, signal);
  const {connection, refusal} = await shake(PROTOCOLS);
  const found = {url: outgoing.shown, connection, refusal};
  if (refusal !== null) return {...found, offered: []};
  if (connection.tls?.alpn !== 'h2') return {...found, offered: ['http/1.1']};
  const alone = await shake(['http/1.1']);
  const offersBoth = alone.refusal === null && alone.connection.tls?.alpn !== 'h2';
  return {...found, offered: offersBoth ? ['h2', 'http/1.1'] : ['h2']};
}

async function handshake(
  target: ReturnType<typeof targetOf>,
  withinMs: number,
  setup: WireSetup & ConnectSetup,
  signal: AbortSignal,
): Promise<Opened> {
  const progress: Progress = {phase: 'resolve'};
  const watch = setup.presence.watch();
  const stop = new AbortController();
  const interrupt = () => stop.abort(signal.reason);
  signal.addEventListener('abort', interrupt, {once: true});
  const over = new AbortController();
  const silence = `${target.shown}: no connection was made within ${formatDuration(withinMs)}`;
  setup.clock.sleep(withinMs, over.signal).then(
    () => stop.abort(new NoAnswer(target.shown, progress.phase, silence)),
    () => {},
  );
  try {
    const opened = await openConnection(target, setup, progress, watch, stop.signal);
    opened.socket?.destroy();
    return opened;
  } finally {
    over.abort();
    watch.stop();
    signal.removeEventListener('abort', interrupt);
  }
}
