import {once} from 'node:events';
import {connect} from 'node:net';
import {expect} from 'chai';
import {steppedClock} from '../support/stepped-clock.ts';
import {observe} from './faults/observed.ts';
import {call, JSON_POST, openSession, post} from './support/mcp-requests.ts';
import {rawGet} from './support/raw-client.ts';
import {startServer, stopServers} from './support/started-server.ts';

const COMPLETE = /retry: \d+\n\n\r\n0\r\n\r\n$/;
const UPGRADE = [
  ...['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'],
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
];

describe('mcp-server stop', () => {
  afterEach(stopServers);

  it('goes on with everything but /ready while a load balancer may see the red, and only then ends streams', async () => {
    const clock = steppedClock();
    const {server, port} = await startServer({clock, basePath: '/j', heartbeatMs: 0});
    expect(await (await rawGet(port, '/ready')).until('}')).to.match(/^HTTP\/1\.1 200 .*"ready"/s);
    const stream = await rawGet(port, '/j/events?cadence=1h');
    await stream.until('"seq":1');
    const closed = server.close({graceMs: 60_000, drainDelayMs: 5000});
    await clock.sleeperAt(5000);
    expect(await (await rawGet(port, '/j/ready')).until('}')).to.match(/^HTTP\/1\.1 503 .*"draining"/s);
    expect(await (await rawGet(port, '/health')).until('}')).to.match(/^HTTP\/1\.1 200 /);
    const late = await rawGet(port, '/j/events?cadence=1h');
    expect(await late.until('"seq":1')).to.match(/^HTTP\/1\.1 200 /);
    expect(server.openStreams()).to.equal(2);
    clock.advance(5000);
    for (const client of [stream, late]) expect(await client.closed()).to.match(COMPLETE);
    await closed;
  });

  it('stops waiting for that when it is asked again', async () => {
    const clock = steppedClock();
    const {server, port} = await startServer({clock, heartbeatMs: 0});
    const stream = await rawGet(port, '/events?cadence=1h');
    await stream.until('"seq":1');
    const closed = server.close({graceMs: 60_000, drainDelayMs: 5000});
    await clock.sleeperAt(5000);
    await server.close({graceMs: 0});
    await closed;
    expect(await stream.closed()).to.match(COMPLETE);
  });

  it('lets a slow client take all of its stream', async () => {
    const clock = steppedClock();
    const {server, port} = await startServer({clock, heartbeatMs: 0, limits: {backlogBytes: 60_000_000}});
    const socket = connect(port, '127.0.0.1');
    socket.pause().write('GET /events?cadence=10ms&size=200000 HTTP/1.1\r\nHost: localhost\r\n\r\n');
    // Until more waits than the kernel takes.
    for (let n = 1; n <= 100; n++) {
      await clock.sleeperAt(n * 10);
      clock.advance(10);
    }
    const closed = server.close({graceMs: 60_000});
    await new Promise(setImmediate);
    let text = '';
    socket.setEncoding('latin1').on('data', (part: string) => {
      text += part;
    });
    socket.resume();
    await once(socket, 'close');
    expect(text.slice(-200)).to.match(COMPLETE);
    await closed;
  });

  it('waits for the results of an HTTP+SSE session, then ends its stream', async () => {
    const clock = steppedClock();
    const {server, port} = await startServer({clock, heartbeatMs: 0});
    const open = async () => {
      const stream = await rawGet(port, '/mcp/sse/stream');
      const [, endpoint = ''] = /^data: (\S+)$/m.exec(await stream.until('sessionId=')) ?? [];
      const post = (message: object) =>
        observe(port, endpoint, {method: 'POST', headers: JSON_POST, body: JSON.stringify(message)});
      return {stream, post};
    };
    const [calling, cancelled, refused, idle] = [await open(), await open(), await open(), await open()];
    await calling.post(call(7, 'sleep', {ms: 5000}));
    await calling.post({jsonrpc: '2.0', id: 7, method: 'ping'}); // An id may come twice.
    await calling.stream.until('"id":7');
    await cancelled.post(call(8, 'sleep', {ms: 5000}));
    await clock.sleeperAt(5000, 2);
    const params = {requestId: 8};
    await cancelled.post({jsonrpc: '2.0', method: 'notifications/cancelled', params});
    expect((await refused.post({jsonrpc: '1.0', id: 9, method: 'ping'})).status).to.equal(400);
    const closed = server.close({graceMs: 60_000});
    for (const {stream} of [cancelled, refused, idle]) expect(await stream.closed()).to.match(COMPLETE);
    expect(server.openStreams()).to.equal(1);
    clock.advance(5000);
    expect(await calling.stream.closed())
      .to.match(/"text":"slept 5000 ms".*retry/s)
      .and.match(COMPLETE);
    await closed;
  });

  it('does not wait longer for a WebSocket than for anything else', async () => {
    const {server, port} = await startServer();
    const client = await rawGet(port, '/ws', UPGRADE); // Answers no frame.
    await client.until('"instance"');
    await server.close({graceMs: 50});
  });

  it('does not wait for clients that keep their side open after they were refused', async () => {
    const {server, port} = await startServer({bearerToken: 'a-token-of-sixteen'});
    const socket = connect({port, host: '127.0.0.1', allowHalfOpen: true});
    socket.write(['GET /ws HTTP/1.1', 'Host: localhost', ...UPGRADE, '', ''].join('\r\n'));
    socket.resume();
    await once(socket, 'end');
    await server.close({graceMs: 60_000});
    socket.destroy();
  });

  it('does not wait for connections on which nothing was ever asked', async () => {
    const {server, port} = await startServer();
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    await once(socket, 'connect');
    await observe(port, '/health');
    await server.close({graceMs: 60_000});
  });

  it('waits for the result that a client came back for, and for no other stream of its session', async () => {
    const clock = steppedClock();
    const {server, port} = await startServer({clock, heartbeatMs: 0});
    const session = await openSession(port);
    const lost = await post(port, '/mcp', [...JSON_POST, ...session], JSON.stringify(call(7, 'sleep', {ms: 5000})));
    const [, id = ''] = /^id: (\S+)$/m.exec(await lost.until('data: \n\n')) ?? [];
    await clock.sleeperAt(5000);
    lost.reset();
    while (server.openStreams() > 0) await observe(port, '/health');
    const accepting = [...session, 'Accept: text/event-stream'];
    const listening = await rawGet(port, '/mcp', accepting);
    const resumed = await rawGet(port, '/mcp', [...accepting, `Last-Event-ID: ${id}`]);
    await Promise.all([listening.until(': open'), resumed.until(': open')]);
    const closed = server.close({graceMs: 60_000});
    expect(await listening.closed()).to.match(COMPLETE);
    clock.advance(5000);
    expect(await resumed.closed()).to.include('slept 5000 ms');
    await closed;
  });

  it('shows /ready red as long as calls run, and is shut for everybody else', async () => {
    const clock = steppedClock();
    const {server, port} = await startServer({clock, heartbeatMs: 0});
    const headers = [...JSON_POST, ...(await openSession(port))];
    const calling = await post(port, '/mcp', headers, JSON.stringify(call(7, 'sleep', {ms: 5000})));
    await Promise.all([calling.until('data: \n\n'), clock.sleeperAt(5000)]);
    const closed = server.close({graceMs: 60_000});
    while ((await observe(port, '/ready')).status === 200);
    expect((await observe(port, '/ready')).raw.toString()).to.match(/^HTTP\/1\.1 503 .*Connection: close.*"draining"/s);
    expect((await observe(port, '/health')).status).to.equal(200);
    for (const path of ['/events', '/api/v1/status', '/nowhere?/ready']) {
      expect((await observe(port, path)).raw.toString(), path).to.equal('');
    }
    clock.advance(5000);
    expect(await calling.closed()).to.include('slept 5000 ms');
    await closed;
    expect((await observe(port, '/ready')).raw.toString()).to.equal('');
  });

  it('does not wait for half a head, be it late or not', async () => {
    const clock = steppedClock();
    const {server, port} = await startServer({clock, heartbeatMs: 0});
    const headers = [...JSON_POST, ...(await openSession(port))];
    const calling = await post(port, '/mcp', headers, JSON.stringify(call(7, 'sleep', {ms: 5000})));
    await Promise.all([calling.until('data: \n\n'), clock.sleeperAt(5000)]);
    const half = async () => {
      const socket = connect(port, '127.0.0.1').on('error', () => {});
      await new Promise((resolve) => socket.write('GET /ready HTT', resolve));
    };
    await half();
    const closed = server.close({graceMs: 60_000});
    while ((await observe(port, '/ready')).status === 200);
    await half();
    const upgrading = await rawGet(port, '/ws', UPGRADE);
    expect(await upgrading.closed()).to.equal('');
    clock.advance(5000);
    expect(await calling.closed()).to.include('slept 5000 ms');
    await closed;
  });

  it('tells the log that it is hurried when it is, and not afterwards', async () => {
    const events: string[] = [];
    const {server, port} = await startServer({heartbeatMs: 0, onLog: ({event}) => events.push(event)});
    const headers = [...JSON_POST, ...(await openSession(port))];
    const calling = await post(port, '/mcp', headers, JSON.stringify(call(7, 'sleep', {ms: 3_600_000})));
    await calling.until('data: \n\n');
    const closed = server.close({graceMs: 60_000});
    await server.close({graceMs: 0});
    await closed;
    await server.close({graceMs: 0});
    expect(events.filter((event) => /hurried|stopped/.test(event))).to.deep.equal(['hurried', 'stopped']);
  });

  it('does not wait for the result of a call that was cancelled', async () => {
    const clock = steppedClock();
    const {server, port} = await startServer({clock, heartbeatMs: 0});
    const headers = [...JSON_POST, ...(await openSession(port))];
    const calling = await post(port, '/mcp', headers, JSON.stringify(call(7, 'sleep', {ms: 5000})));
    await Promise.all([calling.until('data: \n\n'), clock.sleeperAt(5000)]);
    const body = JSON.stringify({jsonrpc: '2.0', method: 'notifications/cancelled', params: {requestId: 7}});
    expect((await observe(port, '/mcp', {method: 'POST', headers, body})).status).to.equal(202);
    expect(await calling.until('0\r\n\r\n')).to.not.include('"id":7');
    await server.close({graceMs: 60_000});
  });

  it('cannot be started again', async () => {
    const {server} = await startServer();
    await server.close();
    expect(String(await server.listen().catch((error: unknown) => error))).to.include('was closed');
  });

  it('opens no stream that was held back until then', async () => {
    const clock = steppedClock();
    const {server, port} = await startServer({clock, heartbeatMs: 0, allowFaults: true});
    const held = await rawGet(port, '/events?cadence=1h&fault=header-delay=1s');
    await clock.sleeperAt(1000);
    const closed = server.close({graceMs: 60_000});
    clock.advance(1000);
    expect(await held.closed()).to.match(/^HTTP\/1\.1 503 /);
    await closed;
  });
});
