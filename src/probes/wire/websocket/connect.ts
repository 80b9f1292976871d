import type {Socket} from 'node:net';
import {NoAnswer} from '../../../model/errors.ts';
import {ownSlowness, type PresenceWatch} from '../../../model/facts/observer.ts';
import type {Connection, Refusal} from '../../../model/facts/wire/connection.ts';
import type {WebSocketObservation, WebSocketRequest} from '../../../model/facts/wire/websocket.ts';
import type {KnownSecrets} from '../../../model/text/secrets/known-secrets.ts';
import {openConnection, type Target} from '../connection/connection.ts';
import {HeadersHeld, isReachable} from '../connection/header-hold.ts';
import {targetOf} from '../connection/offer.ts';
import type {WireSetup} from '../conversation.ts';
import {type Progress, progressOf} from '../endings.ts';
import {prepare} from '../outgoing.ts';
import {type Alarm, createAlarm} from '../timing/alarm.ts';
import {lateMs, silence} from '../timing/silence.ts';
import {shakeHands} from './handshake.ts';
import {talk} from './talk.ts';

interface Look {
  readonly request: WebSocketRequest;
  readonly outgoing: ReturnType<typeof prepare>;
  readonly target: Target;
  readonly setup: WireSetup;
  readonly secrets: KnownSecrets;
  readonly watch: PresenceWatch;
  readonly alarm: Alarm;
  readonly progress: Progress;
  readonly stop: AbortController;
  /** As far as is known. */
  connection: Connection | null;
}

type Seen = Omit<WebSocketObservation, 'url' | 'connection' | 'observer'>;

/**
 * Opens a WebSocket on a connection of its own and watches it as long as asked. `begin` is called when it is open. Rejects
 * with {@link NoAnswer} when the handshake was not answered in time, and nothing shows that it was not our network.
 */
export async function watchWebSocket(
  request: WebSocketRequest,
  setup: WireSetup,
  secrets: KnownSecrets,
  signal: AbortSignal,
  begin: () => void,
): Promise<WebSocketObservation> {
  signal.throwIfAborted();
  const {url, headers, openWithinMs} = request;
  const outgoing = prepare({method: 'GET', url, headers, headersWithinMs: openWithinMs}, secrets);
  const stop = new AbortController();
  const interrupt = () => stop.abort(signal.reason);
  signal.addEventListener('abort', interrupt, {once: true});
  const watch = setup.presence.watch();
  const alarm = createAlarm(setup.clock, watch);
  // WebSocket over HTTP/2 (RFC 8441) is another handshake, which load balancers do not take.
  const target = targetOf(outgoing.url, outgoing.shown, ['http/1.1']);
  const progress = progressOf(setup.onPhase);
  const look: Look = {request, outgoing, target, setup, secrets, watch, alarm, progress, stop, connection: null};
  const observed = (seen: Seen): WebSocketObservation => ({
    url: outgoing.shown,
    connection: look.connection,
    ...seen,
    observer: watch.observer(),
  });
  try {
    return observed(await ask(look, begin));
  } catch (thrown) {
    const observer = watch.observer();
    const isHeld = thrown instanceof HeadersHeld;
    if ((isHeld || thrown instanceof NoAnswer) && observer.suspendedMs > 0) {
      throw ownSlowness(outgoing.shown, observer, watch.moment().atMs, 'whether it answers');
    }
    if (!isHeld) throw thrown;
    return observed(refused(thrown.refusal));
  } finally {
    watch.stop();
    alarm.clear();
    signal.removeEventListener('abort', interrupt);
  }
}

async function ask(look: Look, begin: () => void): Promise<Seen> {
  const {request, outgoing, target, setup, secrets, watch, alarm, progress, stop} = look;
  const {openWithinMs} = request;
  let socket: Socket | null = null;
  alarm.set(
    () => openWithinMs + lateMs(watch, openWithinMs),
    () => void timeUp(look, socket),
  );
  const opened = await openConnection(target, setup, progress, watch, stop.signal);
  look.connection = opened.connection;
  if (opened.socket === null) return refused(opened.refusal);
  const {connection} = opened;
  socket = opened.socket;
  const place = placeOf(socket, target);
  progress.phase = 'headers';
  alarm.heard();
  try {
    const {refusal, handshake, client} = await shakeHands(request, {
      ...{outgoing, socket, watch, secrets, signal: stop.signal},
      onSent({atMs}) {
        look.connection = {...connection, phases: {...connection.phases, sentAtMs: atMs}};
      },
      onHead() {
        alarm.clear();
        setup.answers.answered(place, setup.clock.monotonicMs());
        look.connection = {...(look.connection ?? connection), protocol: 'http/1.1'};
      },
    });
    if (refusal !== null) return refused(refusal);
    if (client === null) return {refusal: null, handshake, session: null};
    begin();
    const session = await talk(request, {client, socket, watch, alarm, secrets, signal: stop.signal});
    return {refusal: null, handshake, session};
  } finally {
    socket.destroy();
  }
}

/** Finds out whether it is the target that holds the answer back. */
async function timeUp({request, outgoing, target, setup, watch, progress, stop}: Look, socket: Socket | null) {
  const silent = silence(outgoing.shown, request.openWithinMs, progress, watch);
  const isHeld =
    silent instanceof NoAnswer &&
    socket !== null &&
    (await isReachable(target, placeOf(socket, target), setup, watch, stop.signal));
  stop.abort(isHeld ? new HeadersHeld(request.openWithinMs) : silent);
}

function placeOf({remoteAddress, remotePort}: Socket, {host, port}: Target) {
  return {address: remoteAddress ?? host, port: remotePort ?? port};
}

function refused(refusal: Refusal): Seen {
  return {refusal, handshake: null, session: null};
}
