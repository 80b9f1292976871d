import type {Socket} from 'node:net';
import {Client, type Dispatcher} from 'undici';
import type {Clock} from '../../model/clock.ts';
import {NoAnswer} from '../../model/errors.ts';
import type {Connection, EndKind, Refusal} from '../../model/facts/wire-facts.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {type ConnectSetup, openConnection, type Target} from './connection.ts';
import {endOf, type Progress, refusalBeforeHeaders} from './endings.ts';

/** An Application Load Balancer passes on 64 KiB of response headers at most. */
const MAX_HEADER_BYTES = 64 * 1024;

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
  readonly atMs: number;
}

/** Takes a response in as it comes. All times are milliseconds since the request began. */
export interface BodyReader {
  head(head: Head): void;
  /** An {@link EndKind} to read no further. */
  chunk(chunk: Buffer, atMs: number): EndKind | null;
  /** When to stop reading; asked again after each chunk, and when that time has come. */
  untilMs(): number;
  /** What it means that this time is over. */
  endAtTimeUp(): EndKind;
}

export type Conversation =
  | {readonly refusal: Refusal; readonly connection: Connection | null}
  | {
      readonly refusal: null;
      readonly connection: Connection;
      readonly head: Head;
      readonly end: EndKind;
      readonly endAtMs: number;
      readonly endMessage: string;
    };

export interface WireSetup extends ConnectSetup {
  readonly clock: Clock;
}

/**
 * One request on a connection of its own: no redirect is followed, nothing is retried, and no timer runs but ours, so
 * that no cut is of our making. Rejects with {@link NoAnswer} when no response headers came in time.
 */
export async function converse(
  request: Outgoing,
  reader: BodyReader,
  setup: WireSetup,
  signal: AbortSignal,
): Promise<Conversation> {
  signal.throwIfAborted();
  const startedAtMs = setup.clock.monotonicMs();
  const elapsedMs = () => setup.clock.monotonicMs() - startedAtMs;
  const progress: Progress = {phase: 'resolve'};
  const stop = new AbortController();
  const interrupt = () => stop.abort(signal.reason);
  signal.addEventListener('abort', interrupt, {once: true});
  const alarm = createAlarm(setup.clock, startedAtMs);
  alarm.set(request.headersWithinMs, () => stop.abort(silence(request, progress)));
  try {
    const opened = await openConnection(targetOf(request), setup, progress, stop.signal);
    if (opened.refusal !== null) return {refusal: opened.refusal, connection: opened.connection};
    progress.phase = 'headers';
    const client = clientOn(opened.socket, request.url);
    try {
      const outcome = await exchange(client, opened.socket, request, reader, elapsedMs, alarm, stop.signal);
      return {connection: opened.connection, ...outcome};
    } finally {
      await client.destroy();
      opened.socket.destroy();
    }
  } finally {
    alarm.clear();
    signal.removeEventListener('abort', interrupt);
  }
}

function targetOf({url, shown}: Outgoing): Target {
  const secure = url.protocol === 'https:';
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  return {host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port, secure, shown};
}

function silence({shown, headersWithinMs}: Outgoing, {phase}: Progress): NoAnswer {
  const missing = {
    resolve: 'the name was not resolved',
    connect: 'no connection was made',
    tls: 'the TLS handshake was not done',
    headers: 'the connection stands, but no response headers came',
  }[phase];
  return new NoAnswer(shown, phase, `${shown}: ${missing} within ${formatDuration(headersWithinMs)}`);
}

/** undici on a socket that is there already: should the socket fail, there is no second one behind our back. */
function clientOn(socket: Socket, url: URL): Client {
  let given = false;
  return new Client(url.origin, {
    connect: (_options, callback) => {
      if (given) return callback(Object.assign(new Error('the connection was closed'), {code: 'ECONNRESET'}), null);
      given = true;
      // Not at once: undici takes up its queue after the callback only when the connector has returned before.
      queueMicrotask(() => callback(null, socket));
    },
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: MAX_HEADER_BYTES,
  });
}

type Outcome = {refusal: Refusal} | {refusal: null; head: Head; end: EndKind; endAtMs: number; endMessage: string};

function exchange(
  client: Client,
  socket: Socket,
  request: Outgoing,
  reader: BodyReader,
  elapsedMs: () => number,
  alarm: Alarm,
  signal: AbortSignal,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    let head: Head | null = null;
    let over = false;
    let socketError: NodeJS.ErrnoException | null = null;
    // Ours comes before undici's, which takes a reset for the proper end of a body without a length.
    socket.prependListener('error', (error: NodeJS.ErrnoException) => {
      // undici destroys the socket with errors of its own; a system call names what the network said.
      if (error.syscall !== undefined) socketError = error;
    });
    signal.addEventListener('abort', () => reject(signal.reason), {once: true});
    const finish = (end: EndKind, endMessage: string) => {
      if (head === null) return;
      over = true;
      resolve({refusal: null, head, end, endAtMs: elapsedMs(), endMessage});
    };
    let untilMs = Number.NaN;
    const setAlarm = () => {
      untilMs = reader.untilMs();
      alarm.set(untilMs, timeUp);
    };
    const timeUp = () => {
      if (reader.untilMs() > elapsedMs()) setAlarm();
      else finish(reader.endAtTimeUp(), 'closed by us: the time for it was over');
    };
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart() {},
      onResponseStart(_controller, status, headers) {
        // 1xx are not the answer (RFC 9110, section 15.2).
        if (status < 200) return;
        head = {status, headers: joined(headers), atMs: elapsedMs()};
        reader.head(head);
        setAlarm();
      },
      onResponseData(_controller, chunk) {
        if (over) return;
        const end = reader.chunk(chunk, elapsedMs());
        if (end !== null) finish(end, 'closed by us');
        // A first event that has come need not be waited for.
        else if (reader.untilMs() !== untilMs) setAlarm();
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
          resolve({refusal: refusalBeforeHeaders(error, request.shown)});
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

interface Alarm {
  /** Replaces the one that was set. */
  set(atMs: number, ring: () => void): void;
  clear(): void;
}

function createAlarm(clock: Clock, startedAtMs: number): Alarm {
  let current = new AbortController();
  async function wait(untilMs: number, signal: AbortSignal): Promise<boolean> {
    try {
      // Until it is over by the clock's own count, whatever a sleep takes for its end.
      for (let restMs = untilMs - clock.monotonicMs(); restMs > 0; restMs = untilMs - clock.monotonicMs()) {
        await clock.sleep(restMs, signal);
      }
    } catch {
      // Only an abort ends a sleep early: this alarm was replaced or cleared.
    }
    return !signal.aborted;
  }
  return {
    set(atMs, ring) {
      current.abort();
      current = new AbortController();
      void wait(startedAtMs + atMs, current.signal).then((isDue) => {
        if (isDue) ring();
      });
    },
    clear: () => current.abort(),
  };
}
