import {defineFault, forgetCors} from './fault.ts';
import {duration, oneOf} from './values.ts';

/** What is wrong in the head of an answer. */
export const HEAD = [
  defineFault({
    name: 'content-type',
    value: {
      syntax: 'TYPE',
      means: 'a media type like text/html',
      example: 'text/html',
      parse: (text: string) => (/^[a-z0-9.+-]+\/[a-z0-9.+-]+$/i.test(text) ? text : null),
    },
    does: 'gives its streams another content type',
    seenAs: 'a stream of another type: SSE clients must refuse it',
    begin: (type) => ({
      head(response, isStream) {
        if (isStream) response.setHeader('Content-Type', type);
      },
    }),
  }),
  defineFault({
    name: 'cache',
    value: null,
    does: 'marks its streams as cacheable and as served from a cache',
    seenAs: 'Cache-Control: public, an Age and an ETag on an event stream',
    begin: () => ({
      head(response, isStream) {
        if (!isStream) return;
        response.setHeader('Cache-Control', 'public, max-age=60');
        response.setHeader('Age', '42');
        response.setHeader('ETag', '"stale"');
      },
    }),
  }),
  defineFault({
    name: 'session-id',
    value: oneOf('hidden', 'unexposed'),
    does: 'leaves Mcp-Session-Id out, or does not let a page read it',
    seenAs: 'the second request of a client gets a 400: it has no session',
    begin: (how) => ({
      head(response) {
        if (how === 'hidden') return response.removeHeader('Mcp-Session-Id');
        const exposed = String(response.getHeader('Access-Control-Expose-Headers') ?? '').split(', ');
        const left = exposed.filter((name) => name !== '' && name.toLowerCase() !== 'mcp-session-id');
        if (exposed.length > left.length) response.setHeader('Access-Control-Expose-Headers', left.join(', '));
      },
    }),
  }),
  defineFault({
    name: 'no-cors',
    value: null,
    does: 'says nothing to browsers about other origins',
    seenAs: 'pages see a network error; clients without a browser see nothing',
    begin: () => ({head: forgetCors}),
  }),
  defineFault({
    name: 'keep-alive-timeout',
    value: duration,
    does: 'closes a connection that is idle for so long',
    seenAs: 'now and then a hop that kept the connection longer answers 502',
    begin: (ms) => ({
      head(response) {
        // Not for a client that closes the connection, nor when the server does.
        if (!response.shouldKeepAlive || /close/i.test(String(response.getHeader('Connection')))) return;
        response.setHeader('Connection', 'keep-alive');
        response.setHeader('Keep-Alive', `timeout=${Math.ceil(ms / 1000)}`);
        // Node.js sets its own timeout when the response is finished, before this listener runs.
        response.once('finish', () => response.req.socket.setTimeout(ms));
      },
    }),
  }),
  defineFault({
    name: 'coding',
    value: oneOf('lies'),
    does: 'says Content-Encoding: gzip of plain bodies, as a hop that unpacked them',
    seenAs: 'clients that decode fail; those that ignore the header see nothing',
    begin: () => ({
      head(response) {
        if (response.statusCode !== 204 && response.statusCode !== 304) response.setHeader('Content-Encoding', 'gzip');
      },
    }),
  }),
  defineFault({
    name: 'double-transfer-encoding',
    value: null,
    does: 'sends Transfer-Encoding: chunked twice on streams, over HTTP/1.1',
    seenAs: 'most clients see nothing; nginx 1.23 and HAProxy answer 502',
    begin: () => ({
      head(response, isStream) {
        if (isStream) response.setHeader('Transfer-Encoding', ['chunked', 'chunked']);
      },
    }),
  }),
  defineFault({
    name: 'h2-forbidden',
    value: oneOf('connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade'),
    does: 'sends a header over HTTP/2 that belongs to connections of HTTP/1.1',
    seenAs: 'PROTOCOL_ERROR over HTTP/2; nothing over HTTP/1.1',
    begin: (name) => ({
      head(response) {
        response.forbiddenHeader = [name, OF_CONNECTION[name]];
      },
    }),
  }),
];

const OF_CONNECTION = {
  connection: 'keep-alive',
  'keep-alive': 'timeout=5',
  'proxy-connection': 'keep-alive',
  'transfer-encoding': 'chunked',
  upgrade: 'h2c',
} as const;
