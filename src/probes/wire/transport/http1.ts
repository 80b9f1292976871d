import type {Socket} from 'node:net';
import {Client, type Dispatcher} from 'undici';
import {endOf, refusalBeforeHeaders} from '../endings.ts';
import {transferFault} from './transfer-coding.ts';
import {type Ending, MAX_HEADER_BYTES, type Receiver, type Sendable, type Transport} from './transport.ts';

/** Shared: the stack of an error for each is an eighth of what a short look costs. Nobody sees it: the look is over. */
const CLOSED = new Error('the look is over');

const COMPLETE: Ending = {end: 'complete', code: null, message: 'the message was complete'};

/** HTTP/1.1, and what answers in HTTP/1.0. */
export function sendHttp1(socket: Socket, request: Sendable, receiver: Receiver): Transport {
  const client = clientOn(socket, request.url);
  const spoken = versionOn(socket);
  let controller: Dispatcher.DispatchController | null = null;
  let hasHead = false;
  /** What is missing of a body that has a length. */
  let missingBytes = Number.NaN;
  let socketError: NodeJS.ErrnoException | null = null;
  // Runs before undici's listener, which treats a reset as the proper end of a body without a length.
  socket.prependListener('error', (error: NodeJS.ErrnoException) => {
    // undici destroys the socket with errors of its own; only those with a system call are from the network.
    if (error.syscall !== undefined) socketError = error;
  });
  // undici reports an end some turns of the event loop after it was read.
  for (const event of ['end', 'error', 'close']) socket.on(event, () => receiver.heard());
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(given) {
      controller = given;
      spoken.watch();
      receiver.sent();
    },
    onResponseStart(_controller, status, given) {
      receiver.heard();
      // 1xx is not the final response (RFC 9110, section 15.2).
      if (status < 200) return;
      const headers = joined(given);
      const fault = transferFault(headers);
      if (fault !== null) return receiver.refused({kind: 'malformed', code: null, message: fault});
      hasHead = true;
      missingBytes = Number(headers['content-length'] ?? Number.NaN);
      receiver.head({status, headers, protocol: spoken.isHttp10() ? 'http/1.0' : 'http/1.1'});
    },
    onResponseData(_controller, chunk) {
      receiver.heard();
      missingBytes -= chunk.length;
      receiver.data(chunk);
    },
    onResponseEnd() {
      if (socketError === null) receiver.ended(COMPLETE);
      else receiver.ended({end: 'reset', code: null, message: socketError.message});
    },
    onResponseError(_controller, error) {
      // Paused at its last byte, undici takes the end of the connection for one in the middle of the body (seen in 8.12.4).
      if (missingBytes === 0) return receiver.ended(COMPLETE);
      if (hasHead) return receiver.ended({...endOf(error, socketError), code: null});
      try {
        receiver.refused(refusalBeforeHeaders(error, request.shown));
      } catch (thrown) {
        receiver.failed(thrown);
      }
    },
  };
  const {method, url, headers, body} = request;
  client.dispatch({path: url.pathname + url.search, method, headers, body}, handler);
  return {
    pause: () => controller?.pause(),
    resume: () => controller?.resume(),
    close: () => client.destroy(CLOSED),
  };
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

const STATUS_LINE_VERSION = 'HTTP/1.0';

/** undici does not say the version of a response: it is in the first bytes that undici takes from the socket. */
function versionOn(socket: Socket): {watch(): void; isHttp10(): boolean} {
  let first = '';
  const look = (chunk: Buffer) => {
    first += chunk.toString('latin1', 0, STATUS_LINE_VERSION.length - first.length);
    if (first.length === STATUS_LINE_VERSION.length) socket.off('data', look);
  };
  return {
    // Only once undici reads by itself ('readable'): a listener on its own would take the data away from it.
    watch: () => void socket.on('data', look),
    isHttp10: () => first === STATUS_LINE_VERSION,
  };
}

function joined(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}
