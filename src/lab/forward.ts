import {type IncomingHttpHeaders, type IncomingMessage, request as openRequest} from 'node:http';
import type {WireResponse} from '../mcp-server/wire/wire-response.ts';

/** Where a target listens for plain HTTP. */
export interface Target {
  readonly address: string;
  readonly port: number;
}

export interface ForwardOptions {
  /** How long both connections may be without a byte. */
  readonly idleTimeoutMs: number;
  /** Set on the request, replacing what the client sent. */
  readonly headers: Readonly<Record<string, string>>;
  /** Answers instead of the target, as long as no headers have been sent. */
  readonly refuse: (status: number, text: string) => void;
}

// Headers of one connection, not of the message (RFC 9110, section 7.6.1).
const HOP_BY_HOP = ['connection', 'keep-alive', 'proxy-connection', 'te', 'transfer-encoding', 'upgrade'];

/**
 * Forwards a request, and the answer as it arrives. A byte on one connection is a byte on the other, so one timer does
 * for both. When it fires, the answer is 504 before the headers; after them the connection is closed inside the
 * body, over HTTP/2 with GOAWAY; or the stream alone is reset, if the connection has others.
 */
export function forwardTo(target: Target, request: IncomingMessage, response: WireResponse, options: ForwardOptions) {
  const outgoing = openRequest({
    host: target.address,
    port: target.port,
    method: request.method,
    path: request.url,
    headers: {...endToEnd(request.headers), ...options.headers},
    agent: false,
  });
  let isRefused = false;
  const give = (status: number, text: string) => {
    if (isRefused) return;
    outgoing.destroy();
    if (response.headersSent) response.cutShort();
    else {
      isRefused = true;
      options.refuse(status, text);
    }
  };
  let isIdle = false;
  const idle = setTimeout(() => {
    isIdle = true;
    // Data that came while this process was not running has not been read yet, so this is not silence.
    setImmediate(() => {
      if (isIdle) give(504, 'Gateway Time-out');
    });
  }, options.idleTimeoutMs);
  const goOn = () => {
    isIdle = false;
    idle.refresh();
  };
  request.on('data', goOn);
  request.pipe(outgoing);

  outgoing.on('error', () => give(502, 'Bad Gateway'));
  outgoing.on('response', (incoming) => {
    goOn();
    const begin = () => {
      if (response.headersSent) return;
      response.writeHead(incoming.statusCode ?? 502, endToEnd(incoming.headers));
      response.flushHeaders();
    };
    // Over HTTP/2 headers wait for the first byte of the body, as a Go server saw that begins with none (go-sdk#937).
    if (request.httpVersionMajor === 2) incoming.once('data', begin).once('end', begin);
    else begin();
    incoming.on('data', goOn);
    // Cut by the target inside its body: pass the cut on, as a proper end would be wrong.
    incoming.on('error', () => give(502, 'Bad Gateway'));
    incoming.pipe(response);
  });
  response.on('close', () => {
    isIdle = false;
    clearTimeout(idle);
    outgoing.destroy();
  });
}

export function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name)));
}
