import {once} from 'node:events';
import {expect} from 'chai';
import {WebSocket} from 'ws';
import type {LogEntry} from '../../src/mcp-server/log.ts';
import {steppedClock} from '../support/stepped-clock.ts';
import {observe} from './faults/observed.ts';
import {rawGet} from './support/raw-client.ts';
import {startServer, stopServers} from './support/started-server.ts';

describe('mcp-server WebSocket', () => {
  const clients: WebSocket[] = [];

  afterEach(async () => {
    for (const client of clients.splice(0)) client.on('error', () => {}).terminate();
    await stopServers();
  });

  function connect(port: number, path = '/ws', options = {}): WebSocket {
    const client = new WebSocket(`ws://localhost:${port}${path}`, options);
    clients.push(client);
    return client;
  }

  /** The status an upgrade was refused with. */
  async function refusedWith(client: WebSocket): Promise<number> {
    const [, response] = await once(client, 'unexpected-response');
    return response.statusCode;
  }

  async function text(client: WebSocket): Promise<string> {
    const [data] = await once(client, 'message');
    return String(data);
  }

  it('is where a target in absolute form says so, too', async () => {
    const {port} = await startServer();
    const lines = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
    const key = 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==';
    const client = await rawGet(port, `http://localhost:${port}/ws`, [...lines, key]);
    expect(await client.until('"instance"')).to.match(/^HTTP\/1\.1 101 /);
    client.reset();
  });

  it('says what arrived, then sends back text and bytes', async () => {
    const {port} = await startServer({basePath: '/j'});
    const client = connect(port, '/j/ws?x=1', {
      headers: {'X-Forwarded-Proto': 'https', Authorization: 'Bearer not-to-be-seen'},
    });
    const hello = JSON.parse(await text(client));
    expect(hello).to.include({forwardedProto: 'https', httpVersion: '1.1'});
    expect(JSON.stringify(hello)).to.not.include('not-to-be-seen');
    client.send('grüße');
    expect(await text(client)).to.equal('grüße');
    client.send(Buffer.from([0, 255]));
    const [bytes, isBinary] = await once(client, 'message');
    expect([isBinary, Buffer.from(bytes).toString('hex')]).to.deep.equal([true, '00ff']);
  });

  it('is refused to whom a request would be', async () => {
    const {port} = await startServer({bearerToken: 'a-token-of-sixteen'});
    const token = {headers: {Authorization: 'Bearer a-token-of-sixteen'}};
    expect(await refusedWith(connect(port))).to.equal(401);
    expect(await refusedWith(connect(port, '/ws', {...token, origin: 'http://evil.example'}))).to.equal(403);
    expect(await text(connect(port, '/ws', token))).to.include('"instance"');
  });

  it('sends everything back to a client that reads late, and buffers little of it in between', async () => {
    const {port} = await startServer();
    const client = connect(port);
    await text(client);
    client.pause();
    const COUNT = 200;
    for (let n = 0; n < COUNT; n++) client.send('x'.repeat(100_000));
    for (let n = 0; n < 20; n++) await observe(port, '/health');
    // The rest waits at the client: the server does not read it, and would have done so by now.
    expect(client.bufferedAmount).to.be.greaterThan(10_000_000);
    let received = 0;
    const all = new Promise<void>((resolve) => {
      client.on('message', () => {
        received += 1;
        if (received === COUNT) resolve();
      });
    });
    client.resume();
    await all;
  });

  it('counts among the streams', async () => {
    const {port} = await startServer({limits: {streams: 1}});
    await text(connect(port));
    expect(await refusedWith(connect(port))).to.equal(503);
  });

  it('pings, and gives up who does not answer', async () => {
    const clock = steppedClock();
    const {port} = await startServer({clock, heartbeatMs: 1000});
    const client = connect(port, '/ws', {autoPong: false});
    await text(client);
    await clock.sleeperAt(1000);
    clock.advance(1000);
    await once(client, 'ping');
    await clock.sleeperAt(2000);
    clock.advance(1000);
    const [code] = await once(client, 'close');
    expect(code).to.equal(1006);
  });

  it('refuses what is too large', async () => {
    const {port} = await startServer({limits: {bodyBytes: 1000}});
    const client = connect(port);
    await text(client);
    client.send('x'.repeat(1001));
    const [code] = await once(client, 'close');
    expect(code).to.equal(1009);
  });

  it('is logged, from when it opens to when it closes', async () => {
    const clock = steppedClock();
    const entries: LogEntry[] = [];
    const {port} = await startServer({clock, heartbeatMs: 0, onLog: (entry) => entries.push(entry)});
    const client = connect(port);
    await text(client);
    clock.advance(700);
    client.close();
    const logged = () => entries.filter(({event}) => event.startsWith('websocket'));
    while (logged().length < 2) await new Promise(setImmediate);
    expect(logged()).to.deep.equal([
      {event: 'websocket-open', address: '127.0.0.1'},
      {event: 'websocket-close', address: '127.0.0.1', ageMs: 700},
    ]);
  });

  it('says goodbye when the server stops', async () => {
    const {port, server} = await startServer();
    const client = connect(port);
    await text(client);
    const closed = once(client, 'close');
    await server.close();
    expect((await closed)[0]).to.equal(1001);
  });

  it('is not where no upgrade is asked for, and no other upgrade is one', async () => {
    const {port} = await startServer();
    expect((await observe(port, '/ws')).status).to.equal(426);
    const headers = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA'];
    expect(await (await rawGet(port, '/health', headers)).until('"ok"')).to.include('200 OK');
    expect(await refusedWith(connect(port, '/elsewhere'))).to.equal(404);
  });
});
