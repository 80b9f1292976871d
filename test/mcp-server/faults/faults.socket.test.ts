import {gunzipSync} from 'node:zlib';
import {Client} from '@modelcontextprotocol/sdk/client/index.js';
import {SSEClientTransport} from '@modelcontextprotocol/sdk/client/sse.js';
import {expect} from 'chai';
import {FAULTS} from '../../../src/mcp-server/faults/index.ts';
import {steppedClock} from '../../support/stepped-clock.ts';
import {rawGet} from '../support/raw-client.ts';
import {startServer, stopServers} from '../support/started-server.ts';
import {observe, received, seqsOf, textOf} from './observed.ts';
import {SEEN_OF_THE_WIRE} from './seen-of-the-wire.ts';

const EVENTS = '/j/events?cadence=10ms&count=4';
const ORIGIN = 'Origin: http://localhost';
const JSON_POST = ['Content-Type: application/json', 'Accept: application/json, text/event-stream'];
const INITIALIZE = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {protocolVersion: '2025-11-25', capabilities: {}, clientInfo: {name: 'test', version: '1'}},
});

async function serving(options: Parameters<typeof startServer>[0] = {}) {
  return await startServer({basePath: '/j', allowFaults: true, heartbeatMs: 0, ...options});
}

/** The measuring stream with a fault, and without it from the same server. */
async function bothWays(fault: string, headers: readonly string[] = []) {
  const {port} = await serving();
  const [faulty, good] = await Promise.all([
    observe(port, `${EVENTS}&fault=${fault}`, {headers}),
    observe(port, EVENTS, {headers}),
  ]);
  expect([good.status, good.end, ...seqsOf(good)]).to.deep.equal([200, 'complete', 1, 2, 3, 4]);
  return {faulty, good};
}

/** A call of a tool over HTTP+SSE whose stream has a fault: what comes on the stream, and the status of the POST. */
async function calledOverSse(port: number, fault: string) {
  const stream = await rawGet(port, `/j/mcp/sse/stream?fault=${fault}`);
  const [, endpoint = ''] = /^data: (\S+)$/m.exec(await stream.until('sessionId=')) ?? [];
  const call = {jsonrpc: '2.0', id: 1, method: 'tools/call', params: {name: 'echo', arguments: {message: 'hello'}}};
  const post = (body: object) =>
    observe(port, endpoint, {method: 'POST', headers: JSON_POST, body: JSON.stringify(body)});
  return {stream, endpoint, call: () => post(call), ping: () => post({jsonrpc: '2.0', id: 2, method: 'ping'})};
}

/** By the name of the fault: what is seen with it that is not seen without. */
const SEEN: Readonly<Record<string, () => Promise<void>>> = {
  ...SEEN_OF_THE_WIRE,
  async 'header-delay'() {
    const clock = steppedClock();
    const {port} = await serving({clock});
    const client = await rawGet(port, '/j/events?count=1&fault=header-delay=2s');
    await clock.sleeperAt(2000);
    const health = await rawGet(port, '/health');
    expect(await health.until('"ok"')).to.include('200 OK');
    clock.advance(2000);
    expect(await client.until('"seq":1')).to.include('"serverTime":"2026-11-22T12:00:02');
  },
  async 'post-delay'() {
    const clock = steppedClock();
    const {port} = await serving({clock});
    const {stream, call} = await calledOverSse(port, 'post-delay=2s');
    const answered = call();
    await clock.sleeperAt(2000);
    clock.advance(2000);
    expect((await answered).status).to.equal(202);
    await stream.until('hello');
  },
  async 'connect-status'() {
    for (const status of [502, 503, 504]) {
      const {faulty} = await bothWays(`connect-status=${status}`);
      expect([faulty.status, faulty.headers['content-type']]).to.deep.equal([status, 'text/html']);
    }
  },
  async 'connection-cap'() {
    const {port, server} = await serving();
    const first = await rawGet(port, '/j/events?fault=connection-cap=1');
    await first.until('"seq":1');
    const second = await observe(port, `${EVENTS}&fault=connection-cap=1`);
    expect([second.status, second.headers['retry-after'], server.openStreams()]).to.deep.equal([503, '1', 1]);
  },
  async 'no-content-on-reconnect'() {
    const {faulty} = await bothWays('no-content-on-reconnect');
    expect(seqsOf(faulty)).to.deep.equal([1, 2, 3, 4]);
    const again = await bothWays('no-content-on-reconnect', ['Last-Event-ID: 7']);
    expect(again.faulty.status).to.equal(204);
  },
  async reject() {
    const byHost = await bothWays('reject=host');
    expect(byHost.faulty.status).to.equal(403);
    const byOrigin = await bothWays('reject=origin', [ORIGIN]);
    expect(byOrigin.faulty.status).to.equal(403);
    expect((await bothWays('reject=origin')).faulty.status).to.equal(200);
  },
  async 'content-type'() {
    const {faulty} = await bothWays('content-type=text/html');
    expect(faulty.headers['content-type']).to.equal('text/html');
    expect(seqsOf(faulty)).to.have.length(4);
  },
  async cache() {
    const {faulty, good} = await bothWays('cache');
    expect(faulty.headers).to.include({'cache-control': 'public, max-age=60', age: '42'});
    expect(good.headers).to.not.have.property('age');
  },
  async 'session-id'() {
    const {port} = await serving();
    const initialized = (query: string) =>
      observe(port, `/j/mcp${query}`, {method: 'POST', headers: [...JSON_POST, ORIGIN], body: INITIALIZE});
    const [good, hidden, unexposed] = await Promise.all([
      initialized(''),
      initialized('?fault=session-id=hidden'),
      initialized('?fault=session-id=unexposed'),
    ]);
    const isExposed = ({headers}: typeof good) =>
      /mcp-session-id/i.test(headers['access-control-expose-headers'] ?? '');
    expect(good.headers).to.have.property('mcp-session-id');
    expect(hidden.headers).to.not.have.property('mcp-session-id');
    expect(unexposed.headers).to.have.property('mcp-session-id');
    expect([isExposed(good), isExposed(unexposed)]).to.deep.equal([true, false]);
  },
  async 'no-cors'() {
    const {faulty, good} = await bothWays('no-cors', [ORIGIN]);
    const names = ({headers}: typeof good) => Object.keys(headers).filter((name) => name.startsWith('access-control'));
    expect(names(good)).to.include('access-control-allow-origin');
    expect(names(faulty)).to.deep.equal([]);
  },
  async 'keep-alive-timeout'() {
    const {port} = await serving();
    const client = await rawGet(port, '/j/api/v1/echo?fault=keep-alive-timeout=50ms');
    expect((await client.closed()).toLowerCase()).to.include('\r\nkeep-alive: timeout=1\r\n');
  },
  async endpoint() {
    const {port} = await serving();
    const endpointOf = async (how: string) =>
      (await calledOverSse(port, how === '' ? 'nul' : `endpoint=${how}`)).endpoint;
    expect(await endpointOf('')).to.match(/^\/j\/mcp\/sse\/stream\/messages\/\?sessionId=/);
    expect(await endpointOf('no-base')).to.match(/^\/mcp\/sse\/stream\/messages\/\?/);
    expect(await endpointOf('double-base')).to.match(/^\/j\/j\/mcp\/sse\/stream\/messages\/\?/);
    expect(await endpointOf('http')).to.match(/^http:\/\/localhost\/j\/mcp\/sse\/stream\/messages\/\?/);
    expect(await endpointOf('other-origin')).to.match(/^https:\/\/elsewhere\.invalid\/j\//);
    const noSlash = await calledOverSse(port, 'endpoint=no-slash');
    expect(noSlash.endpoint).to.match(/\/messages\?sessionId=/);
    const redirected = await noSlash.call();
    expect([redirected.status, redirected.headers.location]).to.deep.equal([
      307,
      `http://localhost${noSlash.endpoint.replace('?', '/?')}`,
    ]);
  },
  async 'lost-session'() {
    const chances = [0.1, 0.6, 0.2];
    const {port} = await serving({random: () => chances.shift() ?? 0});
    const {call} = await calledOverSse(port, 'lost-session=50');
    const statuses = [(await call()).status, (await call()).status, (await call()).status];
    expect(statuses).to.deep.equal([404, 202, 404]);
  },
  async 'no-result'() {
    const {port} = await serving();
    const {stream, call, ping} = await calledOverSse(port, 'no-result');
    expect((await call()).status).to.equal(202);
    await ping();
    expect(await stream.until('"id":2')).to.not.include('hello');
  },
  async 'wrong-stream'() {
    const {port} = await serving();
    const {stream, call, ping} = await calledOverSse(port, 'wrong-stream');
    const other = await rawGet(port, '/j/mcp/sse');
    await other.until('sessionId=');
    await call();
    expect(await other.until('hello')).to.include('"id":1');
    await ping();
    expect(await stream.until('"id":2')).to.not.include('hello');
  },
  async 'duplicate-seq'() {
    expect(seqsOf((await bothWays('duplicate-seq=2')).faulty)).to.deep.equal([1, 2, 2, 3, 4, 4]);
  },
  async 'missing-seq'() {
    expect(seqsOf((await bothWays('missing-seq=2')).faulty)).to.deep.equal([1, 3]);
  },
  async 'lost-last-event-id'() {
    const {port} = await serving();
    const headers = ['Last-Event-ID: 00000000-0000-0000-0000-000000000000.2'];
    const good = await observe(port, EVENTS, {headers});
    const lost = await observe(port, `${EVENTS}&fault=lost-last-event-id`, {headers});
    expect([seqsOf(good), seqsOf(lost)]).to.deep.equal([
      [3, 4],
      [1, 2, 3, 4],
    ]);
    const echo = await observe(port, '/j/api/v1/echo?fault=lost-last-event-id', {headers});
    expect(echo.raw.toString())
      .to.include('"headers"')
      .and.not.match(/last-event-id": *"/i);
  },
  async 'ignore-resume'() {
    const {port} = await serving();
    const headers = ['Last-Event-ID: 00000000-0000-0000-0000-000000000000.2'];
    expect(seqsOf(await observe(port, `${EVENTS}&fault=ignore-resume`, {headers}))).to.deep.equal([1, 2, 3, 4]);
    const echo = await observe(port, '/j/api/v1/echo?fault=ignore-resume', {headers});
    expect(echo.raw.toString()).to.match(/last-event-id": *"/i);
  },
  async 'first-event-delay'() {
    const clock = steppedClock();
    const {port} = await serving({clock, heartbeatMs: 500});
    const client = await rawGet(port, '/j/events?cadence=1s&fault=first-event-delay=2s');
    await Promise.all([client.until(': open'), clock.sleeperAt(2000), clock.sleeperAt(1000), clock.sleeperAt(500)]);
    clock.advance(1000);
    expect(await client.until(': heartbeat')).to.not.include('"seq"');
    await clock.sleeperAt(2000, 2);
    clock.advance(1000);
    expect(await client.until('"seq":2')).to.match(/heartbeat.*"seq":1.*"seq":2/s);
  },
  async 'no-heartbeat'() {
    const {port} = await serving({heartbeatMs: 10});
    const [faulty, good] = await Promise.all([
      observe(port, '/j/events?cadence=50ms&count=3&fault=no-heartbeat'),
      observe(port, '/j/events?cadence=50ms&count=3'),
    ]);
    expect([textOf(faulty), textOf(good)].map((text) => text.includes(': heartbeat'))).to.deep.equal([false, true]);
  },
  async 'heartbeat-jitter'() {
    const clock = steppedClock();
    const {port} = await serving({clock, heartbeatMs: 1000, random: () => 0.5});
    const client = await rawGet(port, '/j/events?cadence=10m&fault=heartbeat-jitter=2s');
    await Promise.all([client.until('"seq":1'), clock.sleeperAt(1000)]);
    clock.advance(1000);
    await clock.sleeperAt(2000, 2); // The next one, and the one that comes a second late.
    clock.advance(1000);
    await client.until(': heartbeat');
  },
  async 'silent-after'() {
    const {port, server} = await serving({heartbeatMs: 10});
    const client = await rawGet(port, `${EVENTS}&fault=silent-after=2`);
    await client.until('"seq":2');
    const other = await observe(port, '/j/events?cadence=20ms&count=10');
    expect(seqsOf(other)).to.have.length(10);
    const text = await client.until('"seq":2');
    expect(text.slice(text.indexOf('"seq":2'))).to.not.match(/"seq":3|: heartbeat/);
    expect(server.openStreams()).to.equal(1);
  },
  async 'end-after'() {
    const {faulty} = await bothWays('end-after=2');
    expect([faulty.end, ...seqsOf(faulty)]).to.deep.equal(['complete', 1, 2]);
  },
  async 'fin-after'() {
    const {faulty} = await bothWays('fin-after=2');
    expect([faulty.end, ...seqsOf(faulty)]).to.deep.equal(['truncated', 1, 2]);
  },
  async 'reset-after'() {
    const {faulty} = await bothWays('reset-after=2');
    expect([faulty.end, ...seqsOf(faulty)]).to.deep.equal(['reset', 1, 2]);
  },
  async 'max-duration'() {
    const clock = steppedClock();
    const {port} = await serving({clock});
    const client = await rawGet(port, '/j/events?cadence=10m&fault=max-duration=2s');
    await Promise.all([client.until('"seq":1'), clock.sleeperAt(2000)]);
    clock.advance(2000);
    expect(await client.until('\r\n0\r\n\r\n')).to.not.include('"seq":2');
  },
  async 'max-bytes'() {
    const {faulty} = await bothWays('max-bytes=300');
    expect([faulty.end, Buffer.concat([...faulty.chunks]).length]).to.deep.equal(['truncated', 300]);
  },
  async 'event-size'() {
    const {faulty} = await bothWays('event-size=50000');
    expect(seqsOf(faulty)).to.have.length(4);
    const [, data = ''] = /^data: (.*)$/m.exec(textOf(faulty)) ?? [];
    expect([data.length, JSON.parse(data).seq]).to.deep.equal([50_000, 1]);
  },
  async 'odd-fields'() {
    const {url} = await serving();
    const events = await received(`${url}/events?cadence=10ms&count=2&fault=odd-fields`, 2);
    expect(events.map(({data}) => JSON.parse(data).seq)).to.deep.equal([1, 2]);
    expect(textOf((await bothWays('odd-fields')).faulty))
      .to.include('\n data: ')
      .and.include('retry: 12x');
  },
  async nul() {
    const {url} = await serving();
    const [event] = await received(`${url}/events?cadence=10ms&fault=nul`, 1);
    expect(event?.lastEventId).to.match(/^[0-9a-f-]{36}\.1$/);
    expect(textOf((await bothWays('nul')).faulty)).to.include('id: a\0b\n');
  },
  async bom() {
    const {faulty} = await bothWays('bom');
    const bytes = Buffer.concat([...faulty.chunks]);
    expect(bytes.subarray(0, 3).toString('hex')).to.equal('efbbbf');
    expect(bytes.indexOf('\uFEFF', 3)).to.equal(-1);
  },
  async 'line-ending'() {
    const cr = textOf((await bothWays('line-ending=cr')).faulty);
    const crlf = textOf((await bothWays('line-ending=crlf')).faulty);
    expect([cr.includes('\n'), cr.match(/\r\r/g)?.length]).to.deep.equal([false, 5]);
    expect([/[^\r]\n/.test(crlf), crlf.match(/\r\n\r\n/g)?.length]).to.deep.equal([false, 5]);
  },
  async gzip() {
    const headers = ['Accept-Encoding: gzip'];
    const flushed = (await bothWays('gzip=flush', headers)).faulty;
    const held = (await bothWays('gzip=hold', headers)).faulty;
    for (const {headers: answered, chunks} of [flushed, held]) {
      expect(answered['content-encoding']).to.equal('gzip');
      expect(
        gunzipSync(Buffer.concat([...chunks]))
          .toString()
          .match(/"seq"/g),
      ).to.have.length(4);
    }
    expect(flushed.chunks.length).to.be.greaterThan(4);
    expect(held.chunks.length).to.be.lessThan(4);
    const identity = await bothWays('gzip=flush', ['Accept-Encoding: identity']);
    expect(identity.faulty.headers).to.not.have.property('content-encoding');
  },
  async 'split-utf8'() {
    const {faulty} = await bothWays('split-utf8');
    expect(JSON.parse(/^data: (.*)$/m.exec(textOf(faulty))?.[1] ?? '')).to.include({text: 'grüße € 𝄞'});
    const apart = faulty.chunks.map((chunk) => chunk.toString('utf8')).join('');
    expect(apart).to.include('\uFFFD');
  },
};

describe('mcp-server faults', () => {
  afterEach(stopServers);

  for (const {name} of FAULTS) {
    it(`${name} is seen on the wire`, async () => {
      const see = SEEN[name];
      if (see === undefined) throw new Error(`nothing says how ${name} is seen`);
      await see();
    });
  }

  it('are all of the process when they are given to it', async () => {
    const {port} = await startServer({faults: ['end-after=3', 'missing-seq=2', 'line-ending=crlf']});
    const observed = await observe(port, '/events?cadence=10ms');
    expect(seqsOf(observed)).to.deep.equal([1, 3, 5]);
    expect(textOf(observed)).to.not.match(/[^\r]\n/);
    expect((await observe(port, '/health')).status).to.equal(200);
  });

  it('can be asked for only where that is allowed', async () => {
    const {port} = await startServer();
    expect(seqsOf(await observe(port, '/events?cadence=10ms&count=3&fault=end-after=1'))).to.deep.equal([1, 2, 3]);
  });

  it('are refused by name when they are none, or their value is', async () => {
    const {port} = await serving();
    for (const [asked, said] of [
      ['end-afer=2', 'end-after'],
      ['end-after=soon', 'a whole number'],
      ['end-after', 'end-after=3'],
      ['nul=1', 'takes no value'],
      ['connect-status=500', '502, 503 or 504'],
    ] as const) {
      const {status, raw} = await observe(port, `/j/events?fault=${asked}`);
      expect(status, asked).to.equal(400);
      expect(raw.toString(), asked).to.include(said);
    }
    const refused = await startServer({faults: ['nope']}).catch((error: Error) => error);
    expect(refused).to.be.instanceOf(Error).with.property('message').that.includes('"nope"');
  });

  it('of a stream hold for the messages of its session, and no others', async () => {
    const {port, url} = await serving({random: () => 0});
    const {call} = await calledOverSse(port, 'lost-session=100');
    expect((await call()).status).to.equal(404);
    const client = new Client({name: 'test', version: '1'});
    await client.connect(new SSEClientTransport(new URL(`${url}/mcp/sse/stream`)));
    expect(await client.ping()).to.deep.equal({});
    await client.close();
  });
});
