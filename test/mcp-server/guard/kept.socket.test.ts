import {expect} from 'chai';
import type {Exchange} from '../../../src/mcp-server/exchange.ts';
import {keepRequest} from '../../../src/mcp-server/guard/keep-request.ts';
import {Kept} from '../../../src/mcp-server/guard/kept.ts';
import {Quota} from '../../../src/mcp-server/guard/quota.ts';
import {DEFAULT_LIMITS} from '../../../src/mcp-server/limits.ts';
import type {ServerState} from '../../../src/mcp-server/server-state.ts';
import {serverClock} from '../../../src/mcp-server/system-clock.ts';
import {steppedClock} from '../../support/stepped-clock.ts';
import {observe} from '../faults/observed.ts';
import {call, initialize, JSON_POST, openSession, post, stateless} from '../support/mcp-requests.ts';
import {rawGet} from '../support/raw-client.ts';
import {startServer, stopServers} from '../support/started-server.ts';

/** One of the largest that may come: it is kept as often as three times its size. */
const LARGE = 'x'.repeat(90_000);
const LIMITS = {bodyBytes: 100_000, messagesBytes: 350_000, messagesBytesPerAddress: 350_000};
const OTHER_CLIENT = {method: 'POST', headers: JSON_POST, body: initialize().replace('"test"', `"${LARGE}"`)};

describe('mcp-server kept requests', () => {
  afterEach(stopServers);

  it('are let go with the last of those who hold them', () => {
    let times = 0;
    const kept = new Kept(() => {
      times += 1;
    });
    const [first, second] = [kept.hold(), kept.hold()];
    first();
    first();
    expect(times).to.equal(0);
    second();
    expect(times).to.equal(1);
  });

  /** Whether a large message finds room. */
  async function hasRoom(port: number): Promise<boolean> {
    const body = JSON.stringify({jsonrpc: '2.0', id: 5, method: 'ping', params: {_meta: {x: LARGE}}});
    const {status, headers} = await observe(port, '/mcp', {method: 'POST', headers: JSON_POST, body});
    if (status === 503) expect(headers['retry-after']).to.equal('5');
    return status !== 503;
  }

  it('are kept with the session that they began', async () => {
    const {port} = await startServer({limits: LIMITS});
    expect(await hasRoom(port)).to.equal(true);
    const {headers} = await observe(port, '/mcp', OTHER_CLIENT);
    expect(await hasRoom(port)).to.equal(false);
    const session = `Mcp-Session-Id: ${headers['mcp-session-id']}`;
    expect((await observe(port, '/mcp', {method: 'DELETE', headers: [session]})).status).to.equal(200);
    while (!(await hasRoom(port)));
  });

  it('are kept with the stream of a session of HTTP+SSE', async () => {
    const {port} = await startServer({limits: LIMITS});
    const stream = await rawGet(port, '/mcp/sse/stream');
    const [, endpoint = ''] = /^data: (\S+)$/m.exec(await stream.until('sessionId=')) ?? [];
    expect((await observe(port, endpoint, OTHER_CLIENT)).status).to.equal(202);
    await stream.until('protocolVersion');
    expect((await observe(port, endpoint, {...OTHER_CLIENT, body: `[${LARGE}]`})).status).to.equal(503);
    stream.reset();
    while (!(await hasRoom(port)));
  });

  it('are kept with a call whose client has left, and with what is watched', async () => {
    const clock = steppedClock();
    const {port} = await startServer({clock, heartbeatMs: 0, limits: LIMITS});
    const session = await openSession(port);
    const headers = [...JSON_POST, ...session];
    const lost = await post(port, '/mcp', headers, JSON.stringify(call(2, 'sleep', {ms: 5000, x: LARGE})));
    await clock.sleeperAt(5000);
    lost.reset();
    expect(await hasRoom(port)).to.equal(false);
    clock.advance(5000);
    while (!(await hasRoom(port)));

    const watch = (method: string, params: object) =>
      observe(port, '/mcp', {method: 'POST', headers, body: JSON.stringify({jsonrpc: '2.0', id: 3, method, params})});
    await watch('resources/subscribe', {uri: 'test://a', _meta: {x: LARGE}});
    expect(await hasRoom(port)).to.equal(false);
    await watch('resources/unsubscribe', {uri: 'test://a'});
    while (!(await hasRoom(port)));
  });

  it('are kept with a subscription, and count by address', async () => {
    const {port} = await startServer({limits: {...LIMITS, messagesBytes: 10_000_000}, forwardedHops: 1});
    const {headers, body} = stateless(1, 'subscriptions/listen', {notifications: {toolsListChanged: true}, x: LARGE});
    const from = (address: string) => [`X-Forwarded-For: ${address}`, ...headers];
    const listening = await post(port, '/mcp', from('192.0.2.1'), body);
    await listening.until('acknowledged');
    expect(await (await post(port, '/mcp', from('192.0.2.1'), body)).until('}')).to.match(/^HTTP\/1\.1 429 /);
    await (await post(port, '/mcp', from('192.0.2.2'), body)).until('acknowledged');
  });

  it('count by what came, not by what was announced, and usual ones always find room', async () => {
    const {port} = await startServer({limits: {...LIMITS, messagesBytes: 300_000, bodiesBytes: 100_000}});
    const chunked = [...JSON_POST, 'Transfer-Encoding: chunked'];
    const chunk = `${initialize().length.toString(16)}\r\n${initialize()}\r\n0\r\n\r\n`;
    for (let n = 0; n < 20; n++) {
      const client = await rawGet(port, '/mcp', [...chunked, '', chunk], 'localhost', 'POST');
      await client.until('protocolVersion');
    }
    const {status} = await observe(port, '/mcp', OTHER_CLIENT);
    expect(status).to.equal(200);
    expect(await hasRoom(port)).to.equal(false);
    await openSession(port);
  });

  it('are let go, and counted until then, when their client left before they were', async () => {
    const clock = steppedClock();
    const state = {messageQuota: new Quota(), limits: DEFAULT_LIMITS, clock: serverClock(clock)};
    const left = {request: {rawHeaders: [], url: '/mcp'}, response: {closed: true}, address: 'a', kept: null};
    const exchange = left as unknown as Exchange;
    expect(keepRequest(exchange, state as unknown as ServerState, 100_000)).to.equal(null);
    const ofSession = exchange.kept?.hold();
    clock.advance(1000);
    await new Promise(setImmediate);
    expect(state.messageQuota.taken).to.be.above(100_000);
    ofSession?.();
    expect(state.messageQuota.taken).to.equal(0);
  });

  it('count by an unusual head, too', async () => {
    const limits = {bodyBytes: 1, messagesBytes: 40_000, messagesBytesPerAddress: 40_000};
    const {port} = await startServer({limits});
    const headers = [`X-Large: ${'x'.repeat(15_000)}`];
    await (await rawGet(port, '/events?cadence=1h', headers)).until('"seq":1');
    expect((await observe(port, '/events?count=1', {headers})).status).to.equal(503);
    expect((await observe(port, '/events?count=1')).status).to.equal(200);
  });
});
