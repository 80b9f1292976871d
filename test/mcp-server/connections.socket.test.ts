import {EventEmitter, once} from 'node:events';
import {connect} from 'node:net';
import {expect} from 'chai';
import type {LogEntry} from '../../src/mcp-server/log.ts';
import {steppedClock} from '../support/stepped-clock.ts';
import {observe} from './faults/observed.ts';
import {initialize, JSON_POST, post, stateless} from './support/mcp-requests.ts';
import {rawGet} from './support/raw-client.ts';
import {startServer, stopServers} from './support/started-server.ts';

const UPGRADE =
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==';

describe('mcp-server connections', () => {
  afterEach(stopServers);

  it('are closed when something that is not a request follows a stream that is not read', async () => {
    const {server, port} = await startServer({heartbeatMs: 0, limits: {backlogBytes: 60_000_000}});
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    socket.pause().write('GET /events?cadence=10ms&size=200000 HTTP/1.1\r\nHost: localhost\r\n\r\n');
    while (server.openStreams() === 0) await new Promise(setImmediate);
    socket.write('G@RB\r\n\r\n');
    while (server.openStreams() > 0) await new Promise(setImmediate);
    socket.destroy();
  });

  for (const [what, last] of [
    ['nothing', ''],
    ['an upgrade', `GET /ws HTTP/1.1\r\nHost: localhost\r\n${UPGRADE}\r\n\r\n`],
    ['a refused upgrade', `GET /ws HTTP/1.1\r\nHost: evil.example\r\n${UPGRADE}\r\n\r\n`],
  ] as const) {
    it(`take all their streams and sessions with them: many at once, and ${what} behind`, async () => {
      const clock = steppedClock();
      const {port, server} = await startServer({clock, heartbeatMs: 0, limits: {sessionIdleMs: 60_000}});
      const body = initialize();
      const begin = ['POST /mcp HTTP/1.1', 'Host: localhost', ...JSON_POST, `Content-Length: ${body.length}`, '', body];
      const socket = connect(port, '127.0.0.1').on('error', () => {});
      socket.write(
        'GET /events?cadence=1h HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(50) + begin.join('\r\n').repeat(5) + last,
      );
      await once(socket, 'data');
      if (last === '') while (server.openStreams() < 50 || server.openSessions() < 5) await observe(port, '/health');
      socket.resetAndDestroy();
      while (server.openStreams() > 0) await observe(port, '/health');
      while (server.openSessions() > 0) {
        clock.advance(60_000);
        await observe(port, '/health');
      }
    });
  }

  it('are so many, in all and of one address where no hop in front is trusted', async () => {
    for (const limits of [{connections: 2}, {connectionsPerAddress: 2}]) {
      const entries: LogEntry[] = [];
      const {port} = await startServer({limits, onLog: (entry) => entries.push(entry)});
      const [first] = [await rawGet(port, '/events'), await rawGet(port, '/events')];
      await first.until('"seq":1');
      const third = connect(port, '127.0.0.1');
      await once(third, 'close');
      expect(entries.find(({event}) => event === 'refused')).to.have.property('reason', 'too-many-connections');
      first.reset();
      await new Promise(setImmediate);
      const again = async () => {
        const socket = connect(port, '127.0.0.1').on('error', () => {});
        socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
        let text = '';
        socket.on('data', (part) => {
          text += part;
        });
        // Not by `once`, which rejects when a connection that is one too many is reset.
        await new Promise((resolve) => socket.once('close', resolve));
        return text;
      };
      while (!(await again()).includes('200 OK'));
    }
    const {port} = await startServer({limits: {connectionsPerAddress: 1}, forwardedHops: 1});
    await (await rawGet(port, '/events')).until('"seq":1');
    expect((await observe(port, '/health')).status).to.equal(200);
  });

  it('whose client does not read its answer are closed', async () => {
    const limits = {bodyBytes: 32 * 1024 * 1024, endTimeoutMs: 100};
    const log = new EventEmitter();
    const answered = once(log, 'request');
    const {port} = await startServer({heartbeatMs: 0, limits, onLog: ({event}) => log.emit(event)});
    const message = 'x'.repeat(16 * 1024 * 1024);
    const {headers, body} = stateless(1, 'tools/call', {name: 'echo', arguments: {message}});
    const socket = connect(port, '127.0.0.1');
    socket.pause();
    const head = ['POST /mcp HTTP/1.1', 'Host: localhost', ...headers, `Content-Length: ${body.length}`, '', ''];
    socket.write(head.join('\r\n') + body);
    // Its connection is closed while it does not look.
    await answered;
    socket.resume().on('error', () => {});
    let bytes = 0;
    socket.on('data', (part) => {
      bytes += part.length;
    });
    await once(socket, 'close');
    expect(bytes).to.be.lessThan(message.length);
  });

  it('are closed behind a body that is too large, by every route', async () => {
    const {port} = await startServer({limits: {bodyBytes: 1000}});
    const client = await post(port, '/mcp', JSON_POST, 'x'.repeat(2000));
    expect(await client.closed()).to.match(/^HTTP\/1\.1 413 .*\r\nconnection: close\r\n/is);
    const chunked = await rawGet(port, '/mcp', [...JSON_POST, 'Transfer-Encoding: chunked'], 'localhost', 'POST');
    chunked.write(`7d0\r\n${'x'.repeat(2000)}\r\n`);
    expect(await chunked.closed()).to.match(/^HTTP\/1\.1 413 .*\r\nconnection: close\r\n/is);
  });

  it('hold no more of bodies that do not come than may be, until they are there or given up', async () => {
    for (const limits of [{bodiesBytes: 2500}, {bodiesBytesPerAddress: 2500}]) {
      const {port} = await startServer({limits: {bodyBytes: 1000, ...limits}});
      const half = () => rawGet(port, '/api/v1/echo', ['Content-Length: 1000'], 'localhost', 'POST');
      const waiting = [await half(), await half()];
      const echo = async (headers: readonly string[], body: string) =>
        (await observe(port, '/api/v1/echo', {method: 'POST', headers, body})).status;
      while ((await echo([], 'x'.repeat(501))) === 200);
      expect(await echo([], 'x'.repeat(501))).to.be.oneOf([429, 503]);
      expect(await echo([], 'x'.repeat(500))).to.equal(200);
      const chunked = await rawGet(port, '/api/v1/echo', ['Transfer-Encoding: chunked'], 'localhost', 'POST');
      expect(await chunked.closed()).to.match(/^HTTP\/1\.1 (429|503) /);
      waiting[0]?.write('x'.repeat(1000));
      await waiting[0]?.until('"body"');
      expect(await echo([], 'x'.repeat(1000))).to.equal(200);
      waiting[1]?.reset();
    }
  });

  it('are asked to continue with a body only when they may, and when nothing else is expected', async () => {
    const {port} = await startServer({bearerToken: 'a-token-of-sixteen'});
    const of = (expected: string, ...headers: string[]) =>
      rawGet(port, '/api/v1/echo', [`Expect: ${expected}`, 'Content-Length: 4', ...headers], 'localhost', 'POST');
    expect(await (await of('100-continue')).until('\r\n\r\n')).to.match(/^HTTP\/1\.1 401 /);
    const token = 'Authorization: Bearer a-token-of-sixteen';
    const client = await of('100-continue', token);
    expect(await client.until('\r\n\r\n')).to.match(/^HTTP\/1\.1 100 /);
    client.write('body');
    await client.until('"body":"body"');
    expect(await (await of('cookies', token)).until('}')).to.match(/^HTTP\/1\.1 417 .*expectation-failed/s);
  });
});
