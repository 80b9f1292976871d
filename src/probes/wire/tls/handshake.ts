import type {Clock} from '../../../model/clock.ts';
import {NoAnswer} from '../../../model/errors.ts';
import {ownSlowness, type Presence, type PresenceWatch} from '../../../model/facts/observer.ts';
import type {Connection, Phases, Refusal} from '../../../model/facts/wire/connection.ts';
import type {Handshake, HandshakeRefusal, HandshakeRequest} from '../../../model/facts/wire/tls.ts';
import {type ConnectSetup, openConnection} from '../connection/connection.ts';
import type {Progress} from '../endings.ts';
import {createAlarm} from '../timing/alarm.ts';
import {lateMs, silence} from '../timing/silence.ts';
import {presented, readChain} from './certificates.ts';
import {refusalOf} from './refusal.ts';
import {openTls, type TlsOpening} from './tls-opening.ts';
import type {TrustStores} from './trust-stores.ts';

export interface HandshakeSetup extends Omit<ConnectSetup, 'secureContext'> {
  readonly clock: Clock;
  readonly presence: Presence;
  readonly trustStores: TrustStores;
}

/**
 * One handshake on a connection of its own, which is closed then. Rejects with `NoAnswer` when the server said nothing in
 * time, and with `CannotTell` where it was this machine that did not offer what was asked for.
 */
export async function shakeHands(
  request: HandshakeRequest,
  setup: HandshakeSetup,
  signal: AbortSignal,
): Promise<Handshake> {
  signal.throwIfAborted();
  const place = placeOf(request);
  const progress: Progress = {phase: 'resolve'};
  const watch = setup.presence.watch();
  const alarm = createAlarm(setup.clock, watch);
  const stop = new AbortController();
  const interrupt = () => stop.abort(signal.reason);
  signal.addEventListener('abort', interrupt, {once: true});
  alarm.set(
    () => request.withinMs + lateMs(watch, request.withinMs),
    () => stop.abort(silence(place, request.withinMs, progress, watch)),
  );
  try {
    return await shake(request, place, setup, progress, watch, stop.signal);
  } catch (thrown) {
    const observer = watch.observer();
    if (!(thrown instanceof NoAnswer) || observer.suspendedMs === 0) throw thrown;
    throw ownSlowness(place, observer, watch.moment().atMs, 'what it presents');
  } finally {
    alarm.clear();
    watch.stop();
    signal.removeEventListener('abort', interrupt);
  }
}

async function shake(
  request: HandshakeRequest,
  place: string,
  setup: HandshakeSetup,
  progress: Progress,
  watch: PresenceWatch,
  signal: AbortSignal,
): Promise<Handshake> {
  const {host, port} = request;
  const context = setup.trustStores.contextFor(request);
  // Without TLS: it is done here, over a connection whose bytes are kept.
  const target = {host, port, secure: false, alpn: [], shown: place};
  const opened = await openConnection(target, {...setup, secureContext: () => context}, progress, watch, signal);
  if (opened.socket === null) {
    return nothing(place, opened.connection, connectionRefusal(opened.refusal), watch);
  }
  progress.phase = 'tls';
  const tls = await openTls(opened.socket, request, {context, clock: setup.clock, signal});
  const phases = {...opened.connection.phases, tlsAtMs: watch.moment().atMs};
  return handshakeOf(tls, place, {...opened.connection, phases}, setup, watch);
}

function handshakeOf(
  tls: TlsOpening,
  place: string,
  {remoteAddress, connectedTo, phases}: Connection,
  {trustStores}: HandshakeSetup,
  watch: PresenceWatch,
): Handshake {
  const {flight, agreed} = tls;
  const chain = readChain(flight.certificates);
  const refusal = agreed === null ? refusalOf(tls, place) : null;
  const isRefusedLater = flight.asksForCertificate && (refusal?.kind === 'alert' || tls.endedAfter);
  return {
    place,
    remoteAddress,
    connectedTo,
    phases,
    refusal,
    answeredIn: flight.version,
    agreed: agreed === null ? null : {version: agreed.version, cipher: agreed.cipher, alpn: agreed.alpn},
    chain: presented(chain),
    trust:
      agreed === null
        ? null
        : {
            verifies: agreed.authorizationError === null,
            code: agreed.authorizationError,
            anchor: trustStores.anchorOf(chain),
          },
    clientCertificate: isRefusedLater ? 'required' : flight.asksForCertificate ? 'asked' : 'not-asked',
    observer: watch.observer(),
  };
}

const NOT_CONNECTED: Phases = {lookupAtMs: null, connectAtMs: null, tlsAtMs: null, sentAtMs: null};

function nothing(
  place: string,
  connection: Connection | null,
  refusal: HandshakeRefusal,
  watch: PresenceWatch,
): Handshake {
  return {
    place,
    remoteAddress: connection?.remoteAddress ?? null,
    connectedTo: connection?.connectedTo ?? null,
    phases: connection?.phases ?? NOT_CONNECTED,
    refusal,
    answeredIn: null,
    agreed: null,
    chain: [],
    trust: null,
    clientCertificate: 'not-asked',
    observer: watch.observer(),
  };
}

/** Of a connection without TLS: it was refused, or reset while it was made. */
function connectionRefusal({kind, code, message}: Refusal): HandshakeRefusal {
  return {kind: kind === 'no-such-name' || kind === 'refused' ? kind : 'closed', code, message};
}

/** `mcp.example.com:443`, and the address where one is asked for. */
function placeOf({host, port, address}: HandshakeRequest): string {
  const named = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return address === undefined || address === host ? named : `${named} at ${address}`;
}
