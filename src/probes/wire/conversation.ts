import type {Clock} from '../../model/clock.ts';
import {NoAnswer} from '../../model/errors.ts';
import {ownSlowness, type Presence, type PresenceWatch} from '../../model/facts/observer.ts';
import type {AskedProtocol, Connection, Refusal} from '../../model/facts/wire/connection.ts';
import {type ConnectSetup, type Opened, openConnection, type Target} from './connection/connection.ts';
import {type AnswerLog, HeadersHeld, isReachable} from './connection/header-hold.ts';
import {disagreement, offerOf, targetOf, unspeakable} from './connection/offer.ts';
import {type Progress, progressOf} from './endings.ts';
import {type BodyReader, exchange, type Outcome} from './exchange.ts';
import {type Alarm, createAlarm} from './timing/alarm.ts';
import {createBacklog} from './timing/backlog.ts';
import {lateMs, silence} from './timing/silence.ts';
import {sendHttp1} from './transport/http1.ts';
import {sendHttp2} from './transport/http2.ts';
import type {Sendable} from './transport/transport.ts';

export interface Outgoing extends Sendable {
  readonly protocol: AskedProtocol;
  /** How long response headers may take. */
  readonly headersWithinMs: number;
}

export type Conversation =
  | (Extract<Outcome, {refusal: Refusal}> & {readonly connection: Connection | null})
  | (Extract<Outcome, {refusal: null}> & {readonly connection: Connection});

export interface WireSetup extends ConnectSetup {
  /** Told when a phase of one conversation begins. */
  readonly onPhase?: ((phase: NoAnswer['phase']) => void) | undefined;
  readonly clock: Clock;
  readonly presence: Presence;
  readonly answers: AnswerLog;
}

interface Look {
  readonly request: Outgoing;
  readonly target: Target;
  readonly setup: WireSetup;
  readonly watch: PresenceWatch;
  readonly alarm: Alarm;
  readonly progress: Progress;
  readonly stop: AbortController;
  /** As far as is known. */
  connection: Connection | null;
}

/** What is to be told while a conversation goes on. */
export interface Listener {
  readonly onSent?: () => void;
  readonly onHead?: () => void;
  /** Ends the reading of an answer whose headers have come, as if its time were over. */
  readonly closing?: AbortSignal;
}

/**
 * One request on a connection of its own: redirects are not followed, nothing is retried, and only our timers run, so
 * that we never cause a cut. `onSent` is called when the request was sent, `onHead` when response headers have come. Rejects
 * with {@link NoAnswer} when they did not come in time, and nothing shows that it was not our network that kept them.
 */
export async function converse(
  request: Outgoing,
  reader: BodyReader,
  setup: WireSetup,
  signal: AbortSignal,
  listener: Listener = {},
): Promise<Conversation> {
  signal.throwIfAborted();
  const stop = new AbortController();
  const interrupt = () => stop.abort(signal.reason);
  signal.addEventListener('abort', interrupt, {once: true});
  const watch = setup.presence.watch();
  const alarm = createAlarm(setup.clock, watch);
  const target = targetOf(request.url, request.shown, offerOf(request.protocol));
  const progress = progressOf(setup.onPhase);
  const look: Look = {request, target, setup, watch, alarm, progress, stop, connection: null};
  try {
    return await ask(look, reader, listener);
  } catch (thrown) {
    const observer = watch.observer();
    const isHeld = thrown instanceof HeadersHeld;
    if ((isHeld || thrown instanceof NoAnswer) && observer.suspendedMs > 0) {
      throw ownSlowness(request.shown, observer, watch.moment().atMs, 'whether it answers');
    }
    if (!isHeld) throw thrown;
    return {refusal: thrown.refusal, connection: look.connection, observer};
  } finally {
    watch.stop();
    alarm.clear();
    signal.removeEventListener('abort', interrupt);
  }
}

async function ask(look: Look, reader: BodyReader, {onSent, onHead, closing}: Listener): Promise<Conversation> {
  const {request, target, setup, watch, alarm, progress, stop} = look;
  const {shown, headersWithinMs} = request;
  const untilMs = () => headersWithinMs + lateMs(watch, headersWithinMs);
  let hold: HeaderHold | null = null;
  alarm.set(untilMs, () => {
    if (hold === null) stop.abort(silence(shown, headersWithinMs, progress, watch));
    else void hold.timeUp();
  });
  const cannot = unspeakable(request.protocol, target);
  if (cannot !== null) return {refusal: cannot, connection: null, observer: watch.observer()};
  const opened = await openConnection(target, setup, progress, watch, stop.signal);
  look.connection = opened.connection;
  if (opened.socket === null) return refusedBy(opened.refusal, look);
  const {socket} = opened;
  try {
    const disagreed = disagreement(request.protocol, opened);
    if (disagreed !== null) return refusedBy(disagreed, look);
    progress.phase = 'headers';
    alarm.heard();
    const held = new HeaderHold(look, opened);
    hold = held;
    const send = opened.connection.tls?.alpn === 'h2' ? sendHttp2 : sendHttp1;
    const outcome = await exchange(send, socket, request, reader, {
      watch,
      backlog: createBacklog(watch),
      alarm,
      signal: stop.signal,
      closing: closing ?? null,
      lateMs: () => lateMs(watch, headersWithinMs),
      isTooLate: () => held.isOver,
      onSent() {
        held.sent();
        onSent?.();
      },
      onHead() {
        held.answered();
        onHead?.();
      },
    });
    const connection = look.connection ?? opened.connection;
    if (outcome.refusal !== null) return {...outcome, connection};
    return {...outcome, connection: {...connection, protocol: outcome.protocol}};
  } finally {
    watch.stop();
    socket.destroy();
  }
}

function refusedBy(refusal: Refusal, {connection, watch}: Look): Conversation {
  return {refusal, connection, observer: watch.observer()};
}

/** Finds out at the limit for response headers whether it is the target that holds them back. */
class HeaderHold {
  readonly #look: Look;
  readonly #opened: Extract<Opened, {refusal: null}>;
  readonly #place: {readonly address: string; readonly port: number};
  #sentMs = Number.POSITIVE_INFINITY;
  /** What comes now is not looked at. */
  isOver = false;

  constructor(look: Look, opened: Extract<Opened, {refusal: null}>) {
    const {remoteAddress = look.target.host, remotePort = look.target.port} = opened.socket;
    this.#look = look;
    this.#opened = opened;
    this.#place = {address: remoteAddress, port: remotePort};
  }

  sent(): void {
    const {connection} = this.#opened;
    const {setup, watch} = this.#look;
    this.#sentMs = setup.clock.monotonicMs();
    this.#look.connection = {...connection, phases: {...connection.phases, sentAtMs: watch.moment().atMs}};
  }

  answered(): void {
    const {setup} = this.#look;
    setup.answers.answered(this.#place, setup.clock.monotonicMs());
  }

  async timeUp(): Promise<void> {
    this.isOver = true;
    const {request, progress, watch, stop} = this.#look;
    const silent = silence(request.shown, request.headersWithinMs, progress, watch);
    const isHeld = silent instanceof NoAnswer && (await this.#answersOthers());
    stop.abort(isHeld ? new HeadersHeld(request.headersWithinMs) : silent);
  }

  async #answersOthers(): Promise<boolean> {
    const {setup, target, watch, stop} = this.#look;
    if (setup.answers.hasAnsweredSince(this.#place, this.#sentMs)) return true;
    return isReachable(target, this.#place, setup, watch, stop.signal);
  }
}
