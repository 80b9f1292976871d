import {type ClientHttp2Session, type ClientHttp2Stream, connect, constants} from 'node:http2';
import type {Socket} from 'node:net';
import type {Refusal} from '../../../model/facts/wire/connection.ts';
import {refusalBeforeHeaders} from '../endings.ts';
import {errorName} from './error-codes.ts';
import {forbiddenHeader} from './forbidden-headers.ts';
import {FrameWatch} from './frames.ts';
import {TappedSocket} from './tapped-socket.ts';
import {type Ending, MAX_HEADER_BYTES, type Receiver, type Sendable, type Transport} from './transport.ts';

/** As much as a server may send before we have read it: more than the buffers of any socket, so that it is not us who hold it back. */
const WINDOW_BYTES = 16 * 1024 * 1024;
/** Bounded by their size anyway. */
const MOST_HEADERS = 1000;
/** Which belong to one connection, so that clients leave them out here (RFC 9113, section 8.2.2). */
const LEFT_OUT = new Set(['host', 'connection', 'keep-alive', 'proxy-connection']);

/** HTTP/2, by `node:http2` over a socket that is read along with. */
export function sendHttp2(socket: Socket, request: Sendable, receiver: Receiver): Transport {
  const frames = new FrameWatch();
  const tapped = new TappedSocket(socket, (chunk) => {
    frames.read(chunk);
    receiver.heard();
    if (frames.isFlooded) stream?.close(constants.NGHTTP2_ENHANCE_YOUR_CALM);
  });
  let session: ClientHttp2Session | null = null;
  let stream: ClientHttp2Stream | null = null;
  try {
    session = connect(request.url.origin, {
      createConnection: () => tapped,
      settings: {enablePush: false, initialWindowSize: WINDOW_BYTES, maxHeaderListSize: MAX_HEADER_BYTES},
      maxHeaderListPairs: MOST_HEADERS,
    });
    stream = exchange(session, tapped, frames, request, receiver);
  } catch (thrown) {
    session?.destroy();
    queueMicrotask(() => fail(thrown as Error, request, receiver));
  }
  return {
    pause: () => tapped.hold(true),
    resume: () => tapped.hold(false),
    async close() {
      session?.destroy();
      tapped.destroy();
    },
  };
}

function exchange(
  session: ClientHttp2Session,
  tapped: TappedSocket,
  frames: FrameWatch,
  request: Sendable,
  receiver: Receiver,
): ClientHttp2Stream {
  let failure: NodeJS.ErrnoException | null = null;
  let hasHead = false;
  let hasEnded = false;
  /** Data is given to us before the headers that it came behind. */
  const early: Buffer[] = [];
  session.on('error', (error) => {
    failure ??= error;
  });
  session.once('connect', () => {
    if (!session.destroyed) session.setLocalWindowSize(WINDOW_BYTES);
  });
  const stream = session.request(headersOf(request), {endStream: request.body === null});
  if (request.body !== null) stream.end(request.body);

  if (stream.pending) stream.once('ready', () => receiver.sent());
  else receiver.sent();
  stream.on('response', (headers, _flags, raw) => {
    hasHead = true;
    frames.headerBlocks = null;
    receiver.head({status: Number(headers[':status']), headers: joined(raw), protocol: 'h2'});
    for (const chunk of early) receiver.data(chunk);
    if (hasEnded) over();
  });
  stream.on('data', (chunk: Buffer) => {
    receiver.heard();
    if (hasHead) receiver.data(chunk);
    else early.push(chunk);
  });
  stream.on('error', (error) => {
    failure ??= error;
  });
  // `end` is emitted whatever the end was; when it is a proper one, nothing else has to be waited for.
  stream.on('end', () => {
    hasEnded = frames.isEnded && frames.reset === null && failure === null;
    if (hasEnded && hasHead) over();
  });
  stream.on('close', () => over());

  function over(): void {
    if (hasHead) {
      receiver.ended(endingOf(stream, tapped, frames, failure));
      return;
    }
    try {
      receiver.refused(refusalOf(stream, tapped, frames, failure, request.shown));
    } catch (thrown) {
      receiver.failed(thrown);
    }
  }
  return stream;
}

function headersOf({method, url, headers, body}: Sendable): Record<string, string> {
  return {
    ...(body === null ? {} : {'content-length': String(Buffer.byteLength(body))}),
    ':method': method,
    ':scheme': url.protocol.slice(0, -1),
    ':authority': headers.host ?? url.host,
    ':path': url.pathname + url.search,
    ...Object.fromEntries(Object.entries(headers).filter(([name]) => !LEFT_OUT.has(name))),
  };
}

/** Of names and values in turn: the object that `node:http2` makes of them has the first alone of many a header. */
function joined(raw: readonly string[]): Record<string, string> {
  const headers = new Map<string, string>();
  for (let at = 0; at < raw.length; at += 2) {
    const [name = '', value = ''] = raw.slice(at, at + 2);
    if (name.startsWith(':')) continue;
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(headers);
}

type Failure = NodeJS.ErrnoException | null;

function endingOf(stream: ClientHttp2Stream, tapped: TappedSocket, frames: FrameWatch, failure: Failure): Ending {
  if (frames.reset !== null) {
    return {end: 'stream-reset', code: frames.reset, message: `the stream was reset (${frames.reset})`};
  }
  if (frames.isEnded && failure === null) {
    return {end: 'complete', code: null, message: 'the message was complete'};
  }
  if (frames.goaway !== null && !frames.isEnded) {
    const {goaway} = frames;
    return {end: 'goaway', code: goaway, message: `the connection was given up with GOAWAY (${goaway})`};
  }
  // EPIPE: it was closed before it was reset, for which what we still had to say was enough.
  if (tapped.networkError !== null && tapped.networkError.code !== 'EPIPE') {
    return {end: 'reset', code: null, message: tapped.networkError.message};
  }
  if (failure !== null) {
    const code = codeOf(stream, failure);
    return {end: 'truncated', code, message: `what came breaks a rule of HTTP/2 (${code})`};
  }
  return {end: 'truncated', code: null, message: 'the connection was closed without END_STREAM'};
}

function refusalOf(
  stream: ClientHttp2Stream,
  tapped: TappedSocket,
  frames: FrameWatch,
  failure: Failure,
  shown: string,
): Refusal {
  if (frames.reset !== null) return refusalByReset(frames.reset);
  if (frames.goaway !== null) {
    const message = `the connection was given up with GOAWAY (${frames.goaway}) before response headers came`;
    return {kind: 'closed', code: frames.goaway, message};
  }
  if (tapped.networkError !== null) return refusalBeforeHeaders(tapped.networkError, shown);
  if (failure === null) {
    return {kind: 'closed', code: null, message: 'the connection was closed before response headers came'};
  }
  const code = codeOf(stream, failure);
  if (frames.isFlooded) {
    return {kind: 'malformed', code, message: 'more HTTP/2 frames came than a response can have, and no response'};
  }
  if (code === 'ENHANCE_YOUR_CALM') {
    return {kind: 'malformed', code, message: 'the response headers did not end within 64 KiB'};
  }
  const header = frames.headerBlocks === null ? null : forbiddenHeader(frames.headerBlocks);
  return {kind: 'malformed', code, message: header ?? `what came back is not an HTTP/2 response: ${failure.message}`};
}

function refusalByReset(code: string): Refusal {
  if (code === 'HTTP_1_1_REQUIRED') {
    return {kind: 'protocol', code, message: 'the server wants HTTP/1.1 for this request, though it agreed to HTTP/2'};
  }
  return {kind: 'closed', code, message: `the stream was reset (${code}) before response headers came`};
}

/** What nghttp2 itself found wrong: of the stream, or of the whole connection, of which it says only this. */
function codeOf(stream: ClientHttp2Stream, failure: NodeJS.ErrnoException): string {
  if (failure.code === 'ERR_HTTP2_STREAM_ERROR') return errorName(stream.rstCode ?? constants.NGHTTP2_PROTOCOL_ERROR);
  return 'PROTOCOL_ERROR';
}

/** A header that no request can carry is refused by `node:http2` itself. */
function fail(thrown: Error, request: Sendable, receiver: Receiver): void {
  try {
    receiver.refused(refusalBeforeHeaders(thrown, request.shown));
  } catch (cannot) {
    receiver.failed(cannot);
  }
}
