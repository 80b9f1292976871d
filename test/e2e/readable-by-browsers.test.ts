import {existsSync} from 'node:fs';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {createSecureServer} from 'node:http2';
import {createServer as createTlsServer} from 'node:https';
import type {AddressInfo, Server as NetServer, Socket} from 'node:net';
import {createServer as createRawTlsServer} from 'node:tls';
import {gzipSync} from 'node:zlib';
import {expect} from 'chai';
import {type Browser, chromium, type Page} from 'playwright-core';
import {readableByBrowsers} from '../../src/checks/sse/readable-by-browsers.ts';
import {CannotTell} from '../../src/model/errors.ts';
import {KnownSecrets} from '../../src/model/text/secrets/known-secrets.ts';
import {systemClock} from '../../src/probes/clock.ts';
import {liveFacts} from '../../src/probes/facts.ts';
import {createPresence} from '../../src/probes/presence.ts';
import {createWire} from '../../src/probes/wire/wire.ts';
import {attempt} from '../support/attempt.ts';
import {data, headers, literal, SETTINGS} from '../support/frame-server.ts';
import {type Identity, makeTestAuthority, type TestAuthority} from '../support/test-authority.ts';
import {worldOf} from '../support/wire-facts.ts';
import {CHROMIUM, QUIET} from './support/chromium.ts';

/** What a page gets: whether its EventSource opened, and its first message; it gives up when it is closed for good. */
interface Seen {
  readonly opened: boolean;
  readonly message: string | null;
}

/** Runs in the page. */
function listen([url, withCredentials, forMs]: [string, boolean, number]): Promise<Seen> {
  return new Promise((resolve) => {
    const source = new EventSource(url, {withCredentials});
    let opened = false;
    const end = (message: string | null) => {
      source.close();
      resolve({opened, message});
    };
    source.onopen = () => {
      opened = true;
    };
    source.onmessage = ({data}) => end(data);
    source.onerror = () => {
      if (source.readyState === source.CLOSED || !opened) end(null);
    };
    setTimeout(() => end(null), forMs);
  });
}

const EVENT = 'data: hello\n\n';
const TYPE = {'content-type': 'text/event-stream'};

/** Leaves the stream open, as streams are. */
function say(response: ServerResponse, headers: Record<string, string>, status = 200): void {
  response.writeHead(status, headers);
  response.write(EVENT);
}

/** Calls back once a HEADERS frame has come: clients of HTTP/2 say other things before. */
function onRequest(socket: Socket, answer: () => void): void {
  const PREFACE = 24;
  let seen = Buffer.alloc(0);
  const read = (chunk: Buffer) => {
    seen = Buffer.concat([seen, chunk]);
    for (let at = PREFACE; at + 9 <= seen.length; at += 9 + seen.readUIntBE(at, 3)) {
      if (seen[at + 3] !== 1) continue;
      socket.off('data', read);
      socket.resume();
      return answer();
    }
  };
  socket.on('data', read);
}

interface Row {
  readonly name: string;
  /** Default: another origin than that of the stream. */
  readonly page?: 'same' | 'other';
  readonly credentials?: true;
  /** Default: HTTP/1.1 over TLS. */
  readonly over?: readonly ('plain' | 'tls' | 'h2')[];
  answer(response: ServerResponse, origin: string): void;
}

const cors = (origin: string, more: Record<string, string> = {}) => ({
  ...TYPE,
  'access-control-allow-origin': origin,
  ...more,
});
const ALL = ['plain', 'tls', 'h2'] as const;
const CREDENTIALS = {'access-control-allow-credentials': 'true'};

const ROWS: readonly Row[] = [
  {name: 'same-origin', page: 'same', over: ALL, answer: (response) => say(response, TYPE)},
  {name: 'without-cors', over: ALL, answer: (response) => say(response, TYPE)},
  {name: 'any-origin', over: ALL, answer: (response) => say(response, cors('*'))},
  {name: 'its-origin', answer: (response, origin) => say(response, cors(origin))},
  {name: 'another-origin', answer: (response) => say(response, cors('https://other.example'))},
  {name: 'slash-at-the-end', answer: (response, origin) => say(response, cors(`${origin}/`))},
  {name: 'origin-in-capitals', answer: (response, origin) => say(response, cors(origin.toUpperCase()))},
  {name: 'origin-twice', answer: (response, origin) => say(response, cors(`${origin}, ${origin}`))},
  {name: 'null-origin', answer: (response) => say(response, cors('null'))},
  {name: 'cookies-and-any', credentials: true, answer: (response) => say(response, cors('*', CREDENTIALS))},
  {name: 'cookies-not-allowed', credentials: true, answer: (response, origin) => say(response, cors(origin))},
  {name: 'cookies-allowed', credentials: true, answer: (response, origin) => say(response, cors(origin, CREDENTIALS))},
  {
    name: 'cookies-in-capitals',
    credentials: true,
    answer: (response, origin) => say(response, cors(origin, {'access-control-allow-credentials': 'True'})),
  },
  {
    name: 'charset-utf-8',
    page: 'same',
    answer: (response) => say(response, {'content-type': 'text/event-stream;charset=utf-8'}),
  },
  {
    name: 'charset-in-quotes',
    page: 'same',
    answer: (response) => say(response, {'content-type': 'text/event-stream; charset="UTF-8"'}),
  },
  {
    name: 'charset-utf8',
    page: 'same',
    answer: (response) => say(response, {'content-type': 'text/event-stream;charset=utf8'}),
  },
  {
    name: 'charset-latin',
    page: 'same',
    answer: (response) => say(response, {'content-type': 'text/event-stream;charset=iso-8859-1'}),
  },
  {name: 'type-in-capitals', page: 'same', answer: (response) => say(response, {'content-type': 'Text/Event-Stream'})},
  {name: 'json', page: 'same', answer: (response) => say(response, {'content-type': 'application/json'})},
  {name: 'status-201', page: 'same', answer: (response) => say(response, TYPE, 201)},
  {name: 'status-500', page: 'same', answer: (response) => say(response, TYPE, 500)},
  {
    name: 'status-204',
    page: 'same',
    answer(response) {
      response.writeHead(204, TYPE);
      response.end();
    },
  },
  {name: 'coding-lies', page: 'same', answer: (response) => say(response, {...TYPE, 'content-encoding': 'gzip'})},
  {
    name: 'coding-gzip',
    page: 'same',
    answer(response) {
      response.writeHead(200, {...TYPE, 'content-encoding': 'gzip'});
      response.write(gzipSync(EVENT));
    },
  },
];

describe('e2e: what a page in Chromium can read is what sse/readable-by-browsers says', function () {
  this.timeout(180_000);
  const started = new AsyncDisposableStack();
  const origins = new Map<string, string>();
  let authority: TestAuthority;
  let identity: Identity;
  let browser: Browser;

  async function listenOn(name: string, server: NetServer): Promise<void> {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    started.defer(() => void server.close());
    const scheme = name.startsWith('plain') ? 'http' : 'https';
    origins.set(name, `${scheme}://localhost:${(server.address() as AddressInfo).port}`);
  }

  const at = (name: string) => origins.get(name) ?? '';

  before(async () => {
    if (!existsSync(CHROMIUM)) throw new Error(`${CHROMIUM} is missing; run scripts/e2e-setup`);
    authority = await makeTestAuthority();
    identity = await authority.certificateFor(['localhost']);
    const answer = (request: IncomingMessage, response: ServerResponse) => {
      const row = ROWS.find(({name}) => request.url === `/${name}`);
      if (row !== undefined) return row.answer(response, request.headers.origin ?? '');
      response.writeHead(200, {'content-type': 'text/html'});
      response.end('<!doctype html><title>page</title>');
    };
    await listenOn('plain', createServer(answer));
    await listenOn('plain page', createServer(answer));
    await listenOn('tls', createTlsServer(identity, answer));
    await listenOn('page', createTlsServer(identity, answer));
    await listenOn('h2', createSecureServer({...identity, allowHTTP1: true}, answer as never));
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [...QUIET, '--ignore-certificate-errors'],
      timeout: 120_000,
    });
    started.defer(() => browser.close());
  });

  after(() => started.disposeAsync());

  async function seenBy(origin: string, url: string, credentials: boolean): Promise<Seen> {
    const page: Page = await browser.newPage({ignoreHTTPSErrors: true});
    try {
      await page.goto(origin);
      return await page.evaluate(listen, [url, credentials, 5000] as never);
    } finally {
      await page.close();
    }
  }

  async function judged(url: string, origin: string, credentials: boolean): Promise<string> {
    const wire = createWire({
      ...{store: liveFacts(systemClock), clock: systemClock, presence: createPresence()},
      ...{connectTo: () => null, ca: authority.cert, secrets: new KnownSecrets()},
    });
    const params = readableByBrowsers.params.parse({
      url,
      origin,
      credentials,
      holdFor: '100ms',
      firstEventWithin: '2s',
    });
    return readableByBrowsers.run(params, worldOf({aws: {} as never, sse: wire.sse(attempt())})).then(
      ({status, summary}) => `${status}: ${summary}`,
      (thrown: unknown) => (thrown instanceof CannotTell ? `error: ${thrown.message}` : Promise.reject(thrown)),
    );
  }

  for (const row of ROWS) {
    for (const over of row.over ?? (['tls'] as const)) {
      it(`${row.name} over ${over}`, async () => {
        const {page = 'other', credentials = false} = row;
        const other = over === 'plain' ? at('plain page') : at('page');
        const origin = page === 'same' ? at(over) : other;
        await agree(`${at(over)}/${row.name}`, origin, credentials);
      });
    }
  }

  async function agree(url: string, origin: string, credentials = false): Promise<void> {
    const [seen, verdict] = await Promise.all([seenBy(origin, url, credentials), judged(url, origin, credentials)]);
    const isRead = seen.opened && seen.message === 'hello';
    expect(verdict, JSON.stringify(seen)).to.match(isRead ? /^pass/ : /^fail/);
  }

  /** Answers that the servers above refuse to write. */
  const RAW: readonly (readonly [string, string])[] = [
    ['without a length', 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nAccess-Control-Allow-Origin: *'],
    ['HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\nAccess-Control-Allow-Origin: *'],
    ['no HTTP', 'NOT HTTP'],
    [
      'an origin allowed twice',
      'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Allow-Origin: *',
    ],
  ];
  for (const [name, head] of RAW) {
    it(`${name}, byte by byte`, async () => {
      const server = createRawTlsServer({...identity, ALPNProtocols: ['http/1.1']}, (socket) => {
        socket.on('error', () => {});
        socket.once('data', () => socket.write(`${head}\r\n\r\n${EVENT}`));
      });
      await listenOn(name, server);
      await agree(`${at(name)}/stream`, at('page'));
    });
  }

  /**
   * Every one but the last makes a response malformed, and curl and Node.js refuse it; Chromium reads some all the same, on
   * which no server should rely.
   */
  const FORBIDDEN: readonly (readonly [name: string, value: string, readByChromium: boolean])[] = [
    ['connection', 'keep-alive', true],
    ['keep-alive', 'timeout=5', true],
    ['proxy-connection', 'keep-alive', true],
    ['upgrade', 'h2c', true],
    ['transfer-encoding', 'chunked', false],
    ['X-Capitals', 'in a name', false],
    ['x-nothing', 'forbidden', true],
  ];
  for (const [name, value, readByChromium] of FORBIDDEN) {
    it(`${name}: ${value} over HTTP/2, frame by frame`, async () => {
      const head = [
        literal('content-type', 'text/event-stream'),
        literal('access-control-allow-origin', '*'),
        literal(name, value),
      ];
      const server = createRawTlsServer({...identity, ALPNProtocols: ['h2']}, (socket) => {
        socket.on('error', () => {});
        onRequest(socket, () => socket.write(Buffer.concat([SETTINGS, headers(...head), data(EVENT)])));
      });
      await listenOn(name, server);
      const [url, origin] = [`${at(name)}/stream`, at('page')];
      const {message} = await seenBy(origin, url, false);
      expect(message).to.equal(readByChromium ? 'hello' : null);
      expect(await judged(url, origin, false)).to.match(name === 'x-nothing' ? /^pass/ : /^fail.*HTTP\/2 forbids/);
    });
  }
});
