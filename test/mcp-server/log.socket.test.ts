import {connect} from 'node:net';
import {expect} from 'chai';
import {type LogEntry, logLine} from '../../src/mcp-server/log.ts';
import {steppedClock} from '../support/stepped-clock.ts';
import {observe} from './faults/observed.ts';
import {openSession, post, stateless} from './support/mcp-requests.ts';
import {rawGet} from './support/raw-client.ts';
import {startServer, stopServers} from './support/started-server.ts';

const HEADERS = {'Content-Type': 'application/json', Accept: 'application/json, text/event-stream'};
const CLIENT = {protocolVersion: '2025-11-25', capabilities: {}, clientInfo: {name: 'test', version: '1'}};

describe('mcp-server log', () => {
  afterEach(stopServers);

  async function logging(options: Parameters<typeof startServer>[0] = {}) {
    const entries: LogEntry[] = [];
    const started = await startServer({...options, onLog: (entry) => entries.push(entry)});
    const of = (event: LogEntry['event']) => entries.filter((entry) => entry.event === event);
    /** A response is over some turns after its client has all of it. */
    const until = async (event: LogEntry['event'], count: number) => {
      while (of(event).length < count) await new Promise(setImmediate);
      return of(event);
    };
    return {...started, entries, until};
  }

  it('tells of each request at its end, without its query', async () => {
    const clock = steppedClock();
    const {port, until} = await logging({clock, basePath: '/j'});
    await observe(port, '/j/api/v1/status?token=hidden');
    await observe(port, '/nowhere', {method: 'POST'});
    expect(await until('request', 2)).to.deep.equal([
      {event: 'request', method: 'GET', path: '/j/api/v1/status', address: '127.0.0.1', status: 200, ms: 0},
      {event: 'request', method: 'POST', path: '/nowhere', address: '127.0.0.1', status: 404, ms: 0},
    ]);
    const stream = await rawGet(port, '/j/events');
    await stream.until('"seq":1');
    clock.advance(700);
    stream.reset();
    expect((await until('request', 3))[2]).to.include({path: '/j/events', status: 200, ms: 700});
  });

  it('names a stream as its events do, and one that goes on by its connection', async () => {
    const {port, until} = await logging();
    const ask = async (path: string, headers: string[] = []) =>
      JSON.parse(/^data: (.*)$/m.exec((await observe(port, path, {headers})).raw.toString())?.[1] ?? '');
    const first = await ask('/events?count=1');
    const second = await ask('/events?count=3&cadence=10ms', [`Last-Event-ID: ${first.stream}.2`]);
    const logged = (await until('stream-close', 2)).map((entry) => 'stream' in entry && entry.stream);
    expect(logged).to.deep.equal([first.stream, second.connection]);
  });

  it('tells what never became a request', async () => {
    const {port, until} = await logging({limits: {headerBytes: 1000}});
    const impatient = await logging({limits: {headTimeoutMs: 50, requestTimeoutMs: 50}});
    const say = async (port: number, text: string) => {
      const socket = connect(port, '127.0.0.1');
      socket.write(text);
      const parts = [];
      for await (const part of socket) parts.push(part);
      return Buffer.concat(parts).toString();
    };
    expect(await say(port, 'hello\r\n\r\n')).to.match(/^HTTP\/1\.1 400 .*close\r\n\r\n$/s);
    expect(await say(port, `GET / HTTP/1.1\r\nX: ${'x'.repeat(2000)}\r\n\r\n`)).to.match(/^HTTP\/1\.1 431 /);
    expect(await say(impatient.port, 'GET / HTTP/1.1\r\nX: ')).to.match(/^HTTP\/1\.1 408 /);
    const refused = [...(await until('refused', 2)), ...(await impatient.until('refused', 1))];
    const seen = refused.map((entry) => 'reason' in entry && entry.reason);
    expect(seen).to.deep.equal(['no-http', 'head-too-large', 'request-too-slow']);
  });

  it('shows nothing that a client wrote into its path or its address to be shown', async () => {
    const {port, until} = await logging({allowedHosts: ['a.example'], forwardedHops: 1});
    for (const target of [
      'http://me:hush@a/mcp',
      '/mcp#access_token=hush',
      '/events;token=hush',
      `/${'x'.repeat(5000)}`,
    ]) {
      await observe(port, target, {headers: ['Origin: http://evil.example', 'X-Forwarded-For: token=hush']});
    }
    const entries = [...(await until('request', 4)), ...(await until('refused', 4))];
    expect(JSON.stringify(entries)).to.not.include('hush');
    for (const entry of entries) {
      expect('path' in entry && entry.path.length).to.be.at.most(200);
      expect(entry).to.have.property('address', '127.0.0.1');
    }
  });

  it('says so where a client left before it was answered', async () => {
    const clock = steppedClock();
    const {port, until} = await logging({clock, allowFaults: true, heartbeatMs: 0});
    const client = await rawGet(port, '/events?fault=header-delay=1h');
    await clock.sleeperAt(3_600_000);
    client.reset();
    expect(await until('request', 1)).to.deep.equal([
      {event: 'request', method: 'GET', path: '/events', address: '127.0.0.1', status: null, ms: 0},
    ]);
  });

  it('tells of sessions, how many there are, and why one is over', async () => {
    const clock = steppedClock();
    const {url, server, until} = await logging({clock, heartbeatMs: 0, limits: {sessionIdleMs: 60_000}});
    const begin = async () => {
      const body = JSON.stringify({jsonrpc: '2.0', id: 1, method: 'initialize', params: CLIENT});
      const response = await fetch(`${url}/mcp`, {method: 'POST', headers: HEADERS, body});
      await response.text();
      return {'Mcp-Session-Id': response.headers.get('mcp-session-id') ?? '', 'MCP-Protocol-Version': '2025-11-25'};
    };
    const headers = await begin();
    await begin();
    expect(await until('session-open', 2)).to.deep.equal([
      {event: 'session-open', sessions: 1},
      {event: 'session-open', sessions: 2},
    ]);
    await fetch(`${url}/mcp`, {method: 'DELETE', headers});
    await until('session-close', 1);
    await clock.sleeperAt(60_000);
    clock.advance(60_000);
    await until('session-close', 2);
    await begin();
    await server.close();
    expect(await until('session-close', 3)).to.deep.equal([
      {event: 'session-close', sessions: 1, cause: 'asked'},
      {event: 'session-close', sessions: 0, cause: 'idle'},
      {event: 'session-close', sessions: 0, cause: 'drain'},
    ]);
  });

  describe('says truly why a stream is over', () => {
    it('session-over, or drain: its session, or the server', async () => {
      const {port, server, until} = await logging({heartbeatMs: 0});
      for (const end of [
        (session: readonly string[]) => observe(port, '/mcp', {method: 'DELETE', headers: session}),
        () => server.close(),
      ]) {
        const session = await openSession(port);
        const stream = await rawGet(port, '/mcp', [...session, 'Accept: text/event-stream']);
        await stream.until(': open');
        await end(session);
        await stream.until('\r\n0\r\n\r\n');
      }
      const causes = (await until('stream-close', 4)).map((entry) => ('cause' in entry ? entry.cause : null));
      expect(causes).to.include.members(['session-over', 'drain']);
    });

    it('drain: a subscription that the server ended', async () => {
      const {port, server, until} = await logging({heartbeatMs: 0});
      const {headers, body} = stateless(5, 'subscriptions/listen', {notifications: {toolsListChanged: true}});
      await (await post(port, '/mcp', headers, body)).until('acknowledged');
      await server.close();
      expect((await until('stream-close', 1))[0]).to.include({cause: 'drain'});
    });
  });

  it('is one JSON object a line, with the time and the instance', () => {
    const line = logLine({event: 'stopped'}, new Date('2026-11-27T08:00:00Z'), 'i');
    expect(line).to.equal('{"time":"2026-11-27T08:00:00.000Z","instance":"i","event":"stopped"}');
  });
});
