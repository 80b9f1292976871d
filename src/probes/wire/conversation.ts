import type {Socket} from 'node:net';
import {Client, type Dispatcher} from 'undici';
import type {Clock} from '../../model/clock.ts';
import {NoAnswer} from '../../model/errors.ts';
import {
  type Moment,
  type Observer,
  ownSlowness,
  type Presence,
  type PresenceWatch,
} from '../../model/facts/observer.ts';
import type {Connection, Protocol, Refusal} from '../../model/facts/wire/connection.ts';
import type {EndKind} from '../../model/facts/wire/http.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {type Alarm, createAlarm} from './alarm.ts';
import {type Backlog, createBacklog} from './backlog.ts';
import {type ConnectSetup, openConnection, type Target} from './connection.ts';
import {endOf, type Progress, progressOf, refusalBeforeHeaders} from './endings.ts';

/** An Application Load Balancer passes on at most 64 KiB of response headers. */
const MAX_HEADER_BYTES = 64 * 1024;
/** A stall of this length is made up for, whatever the limit. */
const LONGEST_STALL_MS = 60_000;

export interface Outgoing {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** For messages: redacted. */
  readonly shown: string;
  /** How long response headers may take. */
  readonly headersWithinMs: number;
}

export interface Head {
  readonly status: number;
  /** Lower-case names, several values joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly at: Moment;
}

/** Takes in a response as it arrives. All times are milliseconds since the request began. */
export interface BodyReader {
  head(head: Head): void;
  /** An {@link EndKind} to read no further. */
  chunk(chunk: Buffer, at: Moment): EndKind | null;
  /** When to stop reading; evaluated after each chunk, and again when it is due. `lateMs` may be made up for. */
  untilMs(lateMs: number): number;
  /** What the end of that time means. */
  endAtTimeUp(): EndKind;
}

export type Conversation = {readonly observer: Observer} & (
  | {readonly refusal: Refusal; readonly connection: Connection | null}
  | {
      readonly refusal: null;
      readonly connection: Connection;
      readonly head: Head;
      readonly end: EndKind;
      readonly endAt: Moment;
      readonly endMessage: string;
    }
);

export interface WireSetup extends ConnectSetup {
  /** Told when a phase of one conversation begins. */
  readonly onPhase?: ((phase: NoAnswer['phase']) => void) | undefined;
  readonly clock: Clock;
  readonly presence: Presence;
}

/**
 * One request on a connection of its own: redirects are not followed, nothing is retried, and only our timers run, so
 * that we never cause a cut. `onHead` is called when response headers have come. Rejects with {@link NoAnswer} when
 * they did not come in time.
 */
export async function converse(
  request: Outgoing,
  reader: BodyReader,
  setup: WireSetup,
  signal: AbortSignal,
  onHead: () => void = () => {},
): Promise<Conversation> {
  signal.throwIfAborted();
  const progress = progressOf(setup.onPhase);
  const stop = new AbortController();
  const interrupt = () => stop.abort(signal.reason);
  signal.addEventListener('abort', interrupt, {once: true});
  const watch = setup.presence.watch();
  const alarm = createAlarm(setup.clock, watch);
  const untilMs = () => request.headersWithinMs + lateMs(watch, request.headersWithinMs);
  alarm.set(untilMs, () => stop.abort(silence(request, progress, watch)));
  try {
    const opened = await openConnection(targetOf(request, ['http/1.1']), setup, progress, watch, stop.signal);
    if (opened.refusal !== null) {
      return {refusal: opened.refusal, connection: opened.connection, observer: watch.observer()};
    }
    progress.phase = 'headers';
    alarm.heard();
    const client = clientOn(opened.socket, request.url);
    try {
      const backlog = createBacklog(watch);
      const outcome = await exchange(client, opened.socket, request, reader, {
        watch,
        backlog,
        alarm,
        signal: stop.signal,
        onHead,
      });
      return {connection: {...opened.connection, protocol: outcome.refusal === null ? 'http/1.1' : null}, ...outcome};
    } finally {
      watch.stop();
      await client.destroy();
      opened.socket.destroy();
    }
  } catch (thrown) {
    const observer = watch.observer();
    if (!(thrown instanceof NoAnswer) || observer.suspendedMs === 0) throw thrown;
    throw ownSlowness(request.shown, observer, watch.moment().atMs, 'whether it answers');
  } finally {
    watch.stop();
    alarm.clear();
    signal.removeEventListener('abort', interrupt);
  }
}

/** How much longer to wait because this process was or may have been late; bounded, for an always too busy machine. */
function lateMs(watch: PresenceWatch, withinMs: number): number {
  return (watch.observer().resolutionMs ?? 0) + Math.min(watch.awayMs(), 4 * withinMs + LONGEST_STALL_MS);
}

export function targetOf({url, shown}: Outgoing, alpn: readonly Protocol[]): Target {
  const secure = url.protocol === 'https:';
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  return {host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port, secure, shown, alpn};
}

function silence({shown, headersWithinMs}: Outgoing, {phase}: Progress, watch: PresenceWatch): Error {
  const missing = {
    resolve: 'the name was not resolved',
    connect: 'no connection was made',
    tls: 'the TLS handshake was not done',
    headers: 'the connection was made, but no response headers came',
  }[phase];
  const observer = watch.observer();
  const {atMs} = watch.moment();
  if (atMs - observer.awayMs < headersWithinMs) {
    return ownSlowness(shown, observer, atMs, `whether it answers within ${formatDuration(headersWithinMs)}`);
  }
  return new NoAnswer(shown, phase, `${shown}: ${missing} within ${formatDuration(headersWithinMs)}`);
}

/** undici on an existing socket: if that fails, undici must not open another one. */
function clientOn(socket: Socket, url: URL): Client {
  let given = false;
  return new Client(url.origin, {
    connect: (_options, callback) => {
      if (given) return callback(Object.assign(new Error('the connection was closed'), {code: 'ECONNRESET'}), null);
      given = true;
      // Not at once: undici only continues with its queue if the connector returns before the callback.
      queueMicrotask(() => callback(null, socket));
    },
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: MAX_HEADER_BYTES,
  });
}

type Outcome = {observer: Observer} & (
  | {refusal: Refusal}
  | {refusal: null; head: Head; end: EndKind; endAt: Moment; endMessage: string}
);

interface Timing {
  readonly watch: PresenceWatch;
  readonly backlog: Backlog;
  readonly alarm: Alarm;
  readonly signal: AbortSignal;
  readonly onHead: () => void;
}

function exchange(
  client: Client,
  socket: Socket,
  request: Outgoing,
  reader: BodyReader,
  {watch, backlog, alarm, signal, onHead}: Timing,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    let head: Head | null = null;
    let over = false;
    let socketError: NodeJS.ErrnoException | null = null;
    // Runs before undici's listener, which treats a reset as the proper end of a body without a length.
    socket.prependListener('error', (error: NodeJS.ErrnoException) => {
      // undici destroys the socket with errors of its own; only those with a system call are from the network.
      if (error.syscall !== undefined) socketError = error;
    });
    // undici reports an end some turns of the event loop after it was read.
    for (const event of ['end', 'error', 'close']) socket.on(event, () => alarm.heard());
    signal.addEventListener('abort', () => reject(signal.reason), {once: true});
    const finish = (end: EndKind, endMessage: string, endAt = backlog.moment()) => {
      if (head === null || over) return;
      over = true;
      resolve({refusal: null, head, end, endAt, endMessage, observer: backlog.observer()});
    };
    const untilMs = () => backlog.extended(reader.untilMs(lateMs(watch, request.headersWithinMs)));
    const timeUp = (atMs: number) => {
      finish(reader.endAtTimeUp(), 'closed by us: the time for it was over', {atMs, earliestMs: atMs});
    };
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart() {},
      onResponseStart(_controller, status, headers) {
        // 1xx is not the final response (RFC 9110, section 15.2).
        if (status < 200) return;
        head = {status, headers: joined(headers), at: watch.moment()};
        reader.head(head);
        alarm.set(untilMs, timeUp);
        onHead();
      },
      onResponseData(_controller, chunk) {
        if (over) return;
        alarm.heard();
        const end = reader.chunk(chunk, backlog.read(chunk.length));
        if (end !== null) finish(end, 'closed by us');
        // The first event may have come already.
        else alarm.reset();
      },
      onResponseEnd() {
        if (socketError === null) finish('complete', 'the message was complete');
        else finish('reset', socketError.message);
      },
      onResponseError(_controller, error) {
        if (head !== null) {
          const {end, message} = endOf(error, socketError);
          return finish(end, message);
        }
        try {
          resolve({refusal: refusalBeforeHeaders(error, request.shown), observer: watch.observer()});
        } catch (thrown) {
          reject(thrown);
        }
      },
    };
    const path = request.url.pathname + request.url.search;
    client.dispatch({path, method: request.method, headers: request.headers}, handler);
  });
}

function joined(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}
