import type {Exchange} from '../exchange.ts';
import {takeStreamSlot} from '../guard/admission.ts';
import type {ServerState} from '../server-state.ts';
import {asksForStream, carriesMessage, defineFault, forgetCors} from './fault.ts';
import {count, duration, oneOf} from './values.ts';

/** Waits as long as the client does, holding a stream slot that others cannot have in the meantime. */
async function hold(exchange: Exchange, ms: number, state: ServerState): Promise<boolean> {
  const release = takeStreamSlot(exchange, state);
  if (release === null) return true;
  const {response} = exchange;
  const gone = new AbortController();
  const stopWaiting = () => gone.abort();
  response.once('close', stopWaiting);
  await state.clock.sleep(ms, gone.signal).catch(() => {});
  response.off('close', stopWaiting);
  release();
  return gone.signal.aborted;
}

function turnAway({response}: Exchange, status: number, text: string): true {
  forgetCors(response);
  response.setHeader('Content-Type', 'text/html');
  response.writeHead(status);
  response.end(`<html><body><h1>${status} ${text}</h1></body></html>\n`);
  return true;
}

const STATUS_TEXT = {'502': 'Bad Gateway', '503': 'Service Unavailable', '504': 'Gateway Time-out'} as const;

/** To itself with a slash, as frameworks redirect, and with the scheme that its own connection had. */
function redirectToHttp({request, response, path}: Exchange): true {
  const [, query] = (request.url ?? '').split('?', 2);
  const target = `${path.replace(/\/?$/, '/')}${query === undefined ? '' : `?${query}`}`;
  response.setHeader('Location', `http://${request.headers.host}${target}`);
  response.writeHead(307);
  response.end();
  return true;
}

/** What goes wrong before a stream has begun. */
export const BEFORE_THE_STREAM = [
  defineFault({
    name: 'header-delay',
    value: duration,
    does: 'waits before it answers a request for a stream',
    seenAs: 'no headers for that long; hops with a shorter timer answer 504',
    begin: (ms, state) => ({request: (exchange) => (asksForStream(exchange) ? hold(exchange, ms, state) : false)}),
  }),
  defineFault({
    name: 'post-delay',
    value: duration,
    does: 'waits before it takes a message',
    seenAs: 'the POST is slow, the stream is not',
    begin: (ms, state) => ({request: (exchange) => (carriesMessage(exchange) ? hold(exchange, ms, state) : false)}),
  }),
  defineFault({
    name: 'connect-status',
    value: oneOf('502', '503', '504'),
    does: 'answers requests for a stream as a gateway without a server does',
    seenAs: 'an HTML page with that status; an EventSource gives up for good',
    begin: (status) => ({
      request: (exchange) => asksForStream(exchange) && turnAway(exchange, Number(status), STATUS_TEXT[status]),
    }),
  }),
  defineFault({
    name: 'connection-cap',
    value: count('STREAMS', '1'),
    does: 'answers a request for a stream with 503 when so many are open',
    seenAs: 'some clients get streams, later ones 503 with Retry-After',
    begin: (most, {streams}) => ({
      request(exchange) {
        if (!asksForStream(exchange) || streams.size < most) return false;
        exchange.response.setHeader('Retry-After', '1');
        return turnAway(exchange, 503, STATUS_TEXT['503']);
      },
    }),
  }),
  defineFault({
    name: 'no-content-on-reconnect',
    value: null,
    does: 'answers 204 to a client that reconnects with Last-Event-ID',
    seenAs: 'an EventSource stops and does not reconnect',
    begin: () => ({
      request(exchange) {
        const {request, response} = exchange;
        if (!asksForStream(exchange) || request.headers['last-event-id'] === undefined) return false;
        response.writeHead(204);
        response.end();
        return true;
      },
    }),
  }),
  defineFault({
    name: 'reject',
    value: oneOf('host', 'origin'),
    does: 'answers every Host, or every browser page, with 403',
    seenAs: '403 that names Host or Origin; the second is only seen in a browser',
    begin: (what) => ({
      request(exchange) {
        const {request, response} = exchange;
        if (what === 'origin' && request.headers.origin === undefined) return false;
        forgetCors(response);
        const message = what === 'host' ? 'Invalid Host header' : 'Invalid Origin header';
        response.writeHead(403, {'Content-Type': 'application/json'});
        response.end(JSON.stringify({jsonrpc: '2.0', error: {code: -32_000, message}, id: null}));
        return true;
      },
    }),
  }),
  defineFault({
    name: 'invalid-host',
    value: oneOf('421'),
    does: 'answers requests of MCP as FastMCP does whose Host it does not know',
    seenAs: '421 and the text "Invalid Host header", whatever the credentials',
    begin: () => ({
      request(exchange) {
        if (!asksForStream(exchange) && !carriesMessage(exchange)) return false;
        const {response} = exchange;
        forgetCors(response);
        response.writeHead(421, {'Content-Type': 'text/plain; charset=utf-8'});
        response.end('Invalid Host header');
        return true;
      },
    }),
  }),
  defineFault({
    name: 'redirect',
    value: oneOf('http'),
    does: 'redirects to http://, as a server that does not trust the forwarded headers',
    seenAs: '307 from https:// to http://, which browsers block as mixed content',
    begin: () => ({request: redirectToHttp}),
  }),
];
