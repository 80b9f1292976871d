import {createGzip} from 'node:zlib';
import {plain} from '../beds.ts';
import {rawPage, rawStream} from '../raw-stream.ts';
import {HOLDS, NOT_CACHED, RESPONDS, type WireRow} from '../row.ts';

const EVENT = 'data: {"state":"fine"}\n\n';

const ALB_502 =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n';
const ALB_504 = ALB_502.replaceAll('502 Bad Gateway', '504 Gateway Time-out');
const ALB_503 = ALB_502.replaceAll('502 Bad Gateway', '503 Service Temporarily Unavailable');
const APP_PAGE =
  '<!doctype html><html><head><title>Console</title><script type="module" src="/assets/index.js"></script></head><body><div id="root"></div></body></html>';
const LOGIN_PAGE =
  '<!doctype html><html><head><title>Sign in</title></head><body><form action="/login"><input type="password"></form></body></html>';

function alb(status: string, body: string): WireRow['start'] {
  const headers = ['Server: awselb/2.0', 'Content-Type: text/html'];
  return async (beds) => plain(await beds.raw(rawPage(status, headers, body)));
}

function page(status: string, headers: readonly string[], body: string): WireRow['start'] {
  return async (beds) => plain(await beds.raw(rawPage(status, headers, body)));
}

/** What comes instead of a stream, or with it: codings, caches, pages of hops, refusals. */
export const ANSWER_ROWS: readonly WireRow[] = [
  {
    what: 'gzip for those who ask, never handed on before the end',
    cases: ['W4'],
    start: async (beds) =>
      plain(
        await beds.http((request, response) => {
          const isAsked = /\bgzip\b/.test(String(request.headers['accept-encoding']));
          response.writeHead(200, {
            'content-type': 'text/event-stream',
            ...(isAsked ? {'content-encoding': 'gzip'} : {}),
          });
          const coder = createGzip();
          if (isAsked) coder.pipe(response);
          const next = setInterval(() => void (isAsked ? coder : response).write(EVENT), 300);
          response.on('close', () => clearInterval(next));
        }),
      ),
    clients: {get: 'nothing'},
    looks: [{check: HOLDS, status: 'fail', says: [/with a browser's Accept-Encoding/], toDo: [/compress/i]}],
  },
  {
    what: 'Content-Encoding: gzip over a plain stream',
    cases: ['W5'],
    start: async (beds) => plain(await beds.raw(rawStream({headers: ['Content-Encoding: gzip'], repeat: EVENT}))),
    clients: {get: 'nothing'},
    looks: [
      {
        check: HOLDS,
        status: 'fail',
        says: [/not in that coding/],
        toDo: [/Content-Encoding/],
        never: [/we closed it/, /worker|log of the server/],
      },
    ],
  },
  {
    what: 'Content-Encoding: gzip over plain JSON',
    cases: ['W5'],
    start: page('200 OK', ['Content-Type: application/json', 'Content-Encoding: gzip'], '{"status":"ok"}'),
    looks: [{check: RESPONDS, status: 'fail', says: [/gzip/], toDo: [/Content-Encoding|gzip/]}],
  },
  {
    what: 'Age and the HIT of a cache on a stream',
    cases: ['W9'],
    start: async (beds) => plain(await beds.raw(rawStream({headers: ['Age: 93', 'X-Cache: HIT'], repeat: EVENT}))),
    looks: [{check: NOT_CACHED, status: 'fail', says: [/93|HIT/], toDo: [/no-store/i]}],
  },
  {
    what: 'CloudFront says that it had the stream',
    cases: ['W9'],
    start: async (beds) => plain(await beds.raw(rawStream({headers: ['X-Cache: Hit from cloudfront'], repeat: EVENT}))),
    looks: [{check: NOT_CACHED, status: 'fail', says: [/Hit from cloudfront/]}],
  },
  {
    what: 'the page of a load balancer whose targets break the connection',
    cases: ['W16'],
    start: alb('502 Bad Gateway', ALB_502),
    clients: {get: 'refused'},
    looks: [{check: HOLDS, status: 'fail', says: [/502/, /load balancer/i], never: [/single sign-on|login/i]}],
  },
  {
    what: 'the page of a load balancer without a healthy target',
    cases: ['W16'],
    start: alb('503 Service Temporarily Unavailable', ALB_503),
    looks: [
      {
        check: HOLDS,
        status: 'fail',
        says: [/503/, /load balancer/i],
        toDo: [/target/i],
        never: [/single sign-on|login/i],
      },
    ],
  },
  {
    what: 'the page of a load balancer whose target does not answer in time',
    cases: ['W16'],
    start: alb('504 Gateway Time-out', ALB_504),
    looks: [{check: HOLDS, status: 'fail', says: [/504/, /load balancer/i], never: [/single sign-on|login/i]}],
  },
  {
    what: 'MCP over GET is not offered',
    cases: ['W19'],
    start: page(
      '405 Method Not Allowed',
      ['Allow: POST, DELETE', 'Content-Type: application/json'],
      '{"jsonrpc":"2.0","error":{"code":-32000,"message":"Method not allowed."},"id":null}',
    ),
    clients: {get: 'refused'},
    looks: [{check: HOLDS, status: 'fail', says: [/405/], toDo: [/POST|GET/]}],
  },
  {
    what: 'a service asked too often says when to come back',
    cases: ['W19'],
    start: page(
      '429 Too Many Requests',
      ['Retry-After: 30', 'Content-Type: application/json'],
      '{"error":"rate limited"}',
    ),
    looks: [{check: HOLDS, status: 'fail', says: [/429/], toDo: [/limit|often|30/i]}],
  },
  {
    what: 'a login page instead of a stream',
    start: page('200 OK', ['Content-Type: text/html'], LOGIN_PAGE),
    clients: {get: 'refused'},
    looks: [{check: HOLDS, status: 'fail', says: [/login page/i], toDo: [/login/i]}],
  },
  {
    what: 'the page of a web app answers for every path',
    cases: ['W23'],
    start: page('200 OK', ['Content-Type: text/html'], APP_PAGE),
    clients: {get: 'refused'},
    looks: [
      {check: HOLDS, status: 'fail', says: [/page/i], never: [/login page/i]},
      {check: RESPONDS, status: 'fail', with: {contentType: 'application/json'}, says: [/page/i]},
    ],
  },
  {
    what: 'OPTIONS is answered with 200 and without a word on other origins',
    cases: ['W23'],
    start: page('200 OK', ['Content-Type: text/plain'], 'ok'),
    looks: [
      {
        check: RESPONDS,
        status: 'fail',
        with: {
          method: 'OPTIONS',
          headers: {origin: 'https://app.example.com', 'access-control-request-method': 'POST'},
          responseHeaders: {'access-control-allow-origin': 'https://app.example.com'},
        },
        says: [/access-control-allow-origin/i],
      },
    ],
  },
  {
    what: '204 for a stream, which tells clients to stop',
    start: page('204 No Content', [], ''),
    clients: {get: 'refused'},
    looks: [{check: HOLDS, status: 'fail', says: [/204/]}],
  },
];
