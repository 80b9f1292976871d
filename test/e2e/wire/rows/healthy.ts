import {constants, createBrotliCompress, createGzip} from 'node:zlib';
import {plain, secure} from '../beds.ts';
import {type RawStream, rawStream} from '../raw-stream.ts';
import {type ClientsGet, isHealthy, type WireRow} from '../row.ts';

const EVENT = 'data: {"state":"fine"}\n\n';

function shape(what: string, stream: RawStream, looks = isHealthy(), clients: ClientsGet = {get: 'events'}): WireRow {
  return {what, start: async (beds) => plain(await beds.raw(rawStream(stream))), looks, clients};
}

const SNOWMAN = Buffer.from('data: snow ☃ and 🎿\n\n');

/** Shapes of a stream that every client takes. */
export const HEALTHY_ROWS: readonly WireRow[] = [
  shape('HTTP/1.0, whose body lasts as long as the connection', {protocol: 'HTTP/1.0', body: 'close', repeat: EVENT}),
  shape('HTTP/1.1 without a length, as long as the connection', {
    headers: ['Connection: close'],
    body: 'close',
    repeat: EVENT,
  }),
  shape('lines that end with CR', {repeat: 'id: 1\rdata: one\r\r'}),
  shape('lines that end with CRLF', {repeat: 'id: 1\r\ndata: one\r\n\r\n'}),
  shape('CRLF split between two reads', {repeat: () => ['data: one\r', '\n\r', '\n']}),
  shape('a byte order mark at the beginning', {first: ['\uFEFFdata: first\n\n'], repeat: EVENT}),
  shape('UTF-8 split inside a character', {
    repeat: () => [SNOWMAN.subarray(0, 12), SNOWMAN.subarray(12, 13), SNOWMAN.subarray(13)],
  }),
  shape('a charset parameter', {contentType: 'text/event-stream; charset=UTF-8', repeat: EVENT}),
  shape('a content type with a semicolon at its end', {contentType: 'text/event-stream;', repeat: EVENT}),
  shape('a content type in upper case', {contentType: 'Text/Event-Stream', repeat: EVENT}),
  shape('headers in upper case, with spaces and tabs around their values', {
    contentType: null,
    headers: ['CONTENT-TYPE: \t text/event-stream \t', 'CACHE-CONTROL:no-store'],
    repeat: EVENT,
  }),
  {
    what: 'an event of 1.5 MiB, which browsers take and some other clients do not',
    cases: ['W14'],
    start: async (beds) =>
      plain(await beds.raw(rawStream({first: [`data: ${'x'.repeat(1.5 * 1024 * 1024)}\n\n`], repeat: EVENT}))),
    looks: isHealthy({says: [/more than .*clients/]}),
    clients: {get: 'events', first: 1.5 * 1024 * 1024},
  },
  {
    what: 'the GET stream of an MCP session, of comments only',
    cases: ['W13'],
    start: async (beds) => ({
      url: plain(await beds.raw(rawStream({repeat: ': ping\n\n'}))),
      headers: {'mcp-session-id': 'a-session', 'mcp-protocol-version': '2025-06-18'},
    }),
    looks: isHealthy(),
  },
  shape(
    'comments only, where the first byte is what is expected',
    {repeat: ':\n'},
    isHealthy({with: {expect: 'byte'}}),
    {get: 'nothing'},
  ),
  shape('ids, types and retry', {
    first: ['retry: 2000\n\n', 'event: priming\nid: 0\ndata:\n\n'],
    repeat: (turn) => [`event: tick\nid: ${turn}\ndata: ${turn}\n\n`],
  }),
  shape('fields that no client knows but that are legal', {repeat: 'x-trace: 1\ncontent: 2\ndata: 3\n\n'}),
  shape('a space too many, no space, fields without a colon', {repeat: 'data:  one\ndata:two\ndata\n\n'}),
  shape('JSON over several lines, each with its field', {repeat: 'data: {\ndata:   "state": "fine"\ndata: }\n\n'}),
  shape('events whose data speak of errors', {
    repeat: 'event: status\ndata: {"error":null,"message":"0 errors, last: 502 Bad Gateway"}\n\n',
  }),
  shape('events that carry HTML', {repeat: 'event: patch\ndata: <!doctype html><title>404 Not Found</title>\n\n'}),
  shape('one byte for each read', {repeat: () => [...EVENT]}),
  shape('chunks with extensions', {body: 'extensions', repeat: EVENT}),
  shape('informational responses before it', {
    before: 'HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n',
    repeat: EVENT,
  }),
  shape('a reason phrase of its own', {status: '200 Streaming like a pro', repeat: EVENT}),
  shape('no reason phrase', {status: '200 ', repeat: EVENT}),
  shape('an irregular rhythm', {everyMs: 200, repeat: (turn) => (turn % 5 === 0 || turn % 7 === 0 ? [EVENT] : [])}),
  shape('a first event after a second, and a comment at once', {
    first: [':\n\n'],
    everyMs: 1000,
    repeat: EVENT,
  }),
  {
    what: 'HTTP/2 and HTTP/1.1, compressed for those who ask, each event handed on',
    start: async (beds) =>
      secure(
        await beds.http2((request, response) => {
          const isBrowser = /\bbr\b/.test(String(request.headers['accept-encoding']));
          response.writeHead(200, {
            'content-type': 'text/event-stream',
            ...(isBrowser ? {'content-encoding': 'br'} : {}),
          });
          const coder = createBrotliCompress({flush: constants.BROTLI_OPERATION_FLUSH});
          if (isBrowser) coder.on('data', (part) => response.write(part));
          const next = setInterval(() => void (isBrowser ? coder.write(EVENT) : response.write(EVENT)), 300);
          response.on('close', () => clearInterval(next));
        }),
      ),
    looks: isHealthy(),
    clients: {get: 'events'},
  },
  {
    what: 'gzip for those who ask, each event handed on',
    start: async (beds) =>
      plain(
        await beds.http((request, response) => {
          const isAsked = /\bgzip\b/.test(String(request.headers['accept-encoding']));
          response.writeHead(200, {
            'content-type': 'text/event-stream',
            vary: 'accept-encoding',
            ...(isAsked ? {'content-encoding': 'gzip'} : {}),
          });
          const coder = createGzip({flush: constants.Z_SYNC_FLUSH});
          if (isAsked) coder.pipe(response);
          const next = setInterval(() => void (isAsked ? coder : response).write(EVENT), 300);
          response.on('close', () => clearInterval(next));
        }),
      ),
    looks: isHealthy(),
    clients: {get: 'events'},
  },
];
