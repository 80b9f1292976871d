import {existsSync} from 'node:fs';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {expect} from 'chai';
import {EventSource} from 'eventsource';
import {type Browser, chromium, type Page} from 'playwright-core';
import {CHROMIUM, QUIET} from './support/chromium.ts';
import {type CuttingHop, startCuttingHop} from './support/cutting-hop.ts';
import {type ReferenceServer, startReferenceServer} from './support/tool.ts';

/** A page with nothing on it, for its origin. */
async function servePage(): Promise<{server: Server; origin: string}> {
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>page</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {server, origin: `http://localhost:${(server.address() as AddressInfo).port}`};
}

/**
 * Runs in the page. The numbers of the events until there are enough, and whether the connection was lost in between.
 */
interface Followed {
  readonly seqs: readonly number[];
  readonly streams: readonly string[];
  readonly losses: number;
}

/** Works in a page and in Node.js alike: `follow` gets whatever is called EventSource there. */
function follow([url, count, Source]: [string, number, typeof EventSource?]): Promise<Followed> {
  const source = new (Source ?? globalThis.EventSource)(url);
  const seqs: number[] = [];
  const streams = new Set<string>();
  let losses = 0;
  return new Promise((resolve, reject) => {
    source.onerror = () => {
      losses += 1;
      if (source.readyState === source.CLOSED) reject(new Error('the EventSource gave up'));
    };
    source.onmessage = ({data}: {data: string}) => {
      const {seq, stream} = JSON.parse(data);
      seqs.push(seq);
      streams.add(stream);
      if (seqs.length < count) return;
      source.close();
      resolve({seqs, streams: [...streams], losses});
    };
  });
}

describe('e2e: a browser, and a page of another origin', function () {
  this.timeout(180_000);
  const started = new AsyncDisposableStack();
  let server: ReferenceServer;
  let hop: CuttingHop;
  let browser: Browser;
  let allowed: string;
  let other: string;

  before(async () => {
    if (!existsSync(CHROMIUM)) throw new Error(`${CHROMIUM} is missing; run scripts/e2e-setup`);
    const pages = [await servePage(), await servePage()];
    for (const page of pages) started.defer(() => void page.server.close());
    [allowed = '', other = ''] = pages.map(({origin}) => origin);
    server = await startReferenceServer(['--base-path', '/jessica-service', '--allow-origin', allowed]);
    started.defer(async () => void (await server.process.close()));
    hop = await startCuttingHop(server.port);
    started.defer(() => hop.close());
    browser = await chromium.launch({executablePath: CHROMIUM, args: QUIET, timeout: 120_000});
    started.defer(() => browser.close());
  });

  after(() => started.disposeAsync());

  async function open(origin: string): Promise<Page> {
    const page = await browser.newPage();
    await page.goto(origin);
    return page;
  }

  const at = (path: string, port = server.port) => `http://localhost:${port}/jessica-service${path}`;
  const COUNT = 12;
  const measured = () => at('/mcp/sse/events?cadence=50ms&retry=50ms', hop.port);

  /** The head and a few events. */
  const SOME_BYTES = 1500;
  const NOTHING_MISSED = Array.from({length: COUNT}, (_, index) => index + 1);

  it('loses its connection, comes back with Last-Event-ID and misses nothing', async () => {
    const page = await open(allowed);
    hop.cutNextAfter(SOME_BYTES);
    const followed = await page.evaluate(follow, [measured(), COUNT] as never);
    expect(followed).to.deep.include({seqs: NOTHING_MISSED, losses: 1});
    expect(followed.streams).to.have.length(1);
    await page.close();
  });

  it('so does the eventsource package', async () => {
    hop.cutNextAfter(SOME_BYTES);
    const followed = await follow([measured(), COUNT, EventSource]);
    expect(followed).to.deep.include({seqs: NOTHING_MISSED, losses: 1});
    expect(followed.streams).to.have.length(1);
  });

  it('gets nothing on a page whose origin is not allowed', async () => {
    const page = await open(other);
    const refused = await page.evaluate(follow, [measured(), COUNT] as never).catch((error: Error) => error.message);
    expect(refused).to.include('gave up');
    await page.close();
  });

  it('passes the preflight with the headers of MCP, and reads the session', async () => {
    const page = await open(allowed);
    const seen = await page.evaluate(async (url) => {
      const headers = {'Content-Type': 'application/json', Accept: 'application/json, text/event-stream'};
      const clientInfo = {name: 'page', version: '1'};
      const params = {protocolVersion: '2025-11-25', capabilities: {}, clientInfo};
      const post = (body: object, more = {}) =>
        fetch(url, {method: 'POST', headers: {...headers, ...more}, body: JSON.stringify({jsonrpc: '2.0', ...body})});
      const initialized = await post({id: 1, method: 'initialize', params});
      await initialized.text();
      const session = initialized.headers.get('mcp-session-id') ?? '';
      const more = {'Mcp-Session-Id': session, 'MCP-Protocol-Version': '2025-11-25'};
      const listed = await post({id: 2, method: 'tools/list'}, more);
      const ended = await fetch(url, {method: 'DELETE', headers: more});
      const refused = await post({id: 3, method: 'tools/list'}, more);
      return {
        session: session.length,
        text: await listed.text(),
        statuses: [initialized.status, listed.status, ended.status, refused.status],
      };
    }, at('/mcp'));
    expect(seen).to.include({session: 36});
    expect(seen.statuses).to.deep.equal([200, 200, 200, 404]);
    expect(seen.text).to.include('describe_connection');
    await page.close();
  });

  it('passes it with those of the stateless revision, a parameter of a tool among them', async () => {
    const page = await open(allowed);
    const status = await page.evaluate(async (url) => {
      const headers = {
        ...{'Content-Type': 'application/json', Accept: 'application/json, text/event-stream'},
        ...{'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': 'tools/call', 'Mcp-Name': 'test_header_param'},
        'Mcp-Param-Region': 'eu-central-1',
      };
      const _meta = {
        'io.modelcontextprotocol/protocolVersion': '2026-07-28',
        'io.modelcontextprotocol/clientInfo': {name: 'page', version: '1'},
        'io.modelcontextprotocol/clientCapabilities': {},
      };
      const params = {name: 'test_header_param', arguments: {region: 'eu-central-1'}, _meta};
      const body = JSON.stringify({jsonrpc: '2.0', id: 1, method: 'tools/call', params});
      const response = await fetch(url, {method: 'POST', headers, body});
      return `${response.status} ${await response.text()}`;
    }, at('/mcp'));
    expect(status).to.match(/^200 .*"text":"eu-central-1"/s);
    await page.close();
  });

  it('echoes on a WebSocket', async () => {
    const page = await open(allowed);
    const messages = await page.evaluate(
      (url) =>
        new Promise<string[]>((resolve, reject) => {
          const socket = new WebSocket(url);
          const received: string[] = [];
          socket.onerror = () => reject(new Error('no WebSocket'));
          socket.onopen = () => socket.send('from the page');
          socket.onmessage = ({data}) => {
            received.push(data);
            if (received.length === 2) resolve(received);
          };
        }),
      at('/ws').replace('http', 'ws'),
    );
    expect(messages[0]).to.include(`"origin":"${allowed}"`);
    expect(messages[1]).to.equal('from the page');
    await page.close();
  });
});
