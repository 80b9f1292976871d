import {expect} from 'chai';
import {hostGuard} from '../../../src/mcp-server/guard/hosts.ts';
import {originGuard} from '../../../src/mcp-server/guard/origins.ts';
import type {LogEntry} from '../../../src/mcp-server/log.ts';
import {UsageError} from '../../../src/model/errors.ts';
import {steppedClock} from '../../support/stepped-clock.ts';
import {observe} from '../faults/observed.ts';
import {call, initialize, JSON_POST, openSession, post} from '../support/mcp-requests.ts';
import {rawGet} from '../support/raw-client.ts';
import {startServer, stopServers} from '../support/started-server.ts';

const TOKEN = 'a-token-of-sixteen';

/** The status that is answered to these headers, `Host` among them or not. */
async function status(port: number, path: string, headers: readonly string[] = []): Promise<number> {
  const host = headers.some((header) => header.startsWith('Host:')) ? null : 'localhost';
  const client = await rawGet(port, path, ['Connection: close', ...headers], host);
  return Number((await client.closed()).split(' ')[1]);
}

describe('mcp-server admission', () => {
  afterEach(stopServers);

  describe('by Host', () => {
    it('answers on loopback to its names alone, and to those given', async () => {
      const {port} = await startServer({allowedHosts: ['mcp.run.georgi.io']});
      for (const host of [`localhost:${port}`, '127.0.0.1', '[::1]:80', 'LOCALHOST', 'mcp.run.georgi.io:443']) {
        expect(await status(port, '/api/v1/echo', [`Host: ${host}`]), host).to.equal(200);
      }
      for (const host of ['evil.example', 'localhost.evil.example', '']) {
        expect(await status(port, '/api/v1/echo', [`Host: ${host}`]), host).to.equal(403);
      }
    });

    it('is what the target of a request names, where it names one', async () => {
      const {port} = await startServer();
      const ask = async (target: string) => (await observe(port, target, {headers: ['X-Host: a']})).status;
      expect(await ask(`http://LOCALHOST:${port}/api/v1/echo?x=1`)).to.equal(200);
      expect(await ask('http://evil.example/api/v1/echo')).to.equal(403);
      expect(await ask('http://me:hush@localhost/api/v1/echo')).to.equal(400);
      expect(await ask('http://localhost?x=1')).to.equal(404);
    });

    it('refuses what is not a host name, wherever it listens', async () => {
      const {port} = await startServer({allowedHosts: ['*']});
      for (const host of ['evil.example:80#localhost', 'a b', '@localhost', '[', 'x:99999', 'a/b']) {
        expect(await status(port, '/mcp', [`Host: ${host}`]), host).to.equal(400);
      }
      expect(hostGuard([], '0.0.0.0').refusal(undefined)).to.equal(null);
    });

    it('refuses two of them', async () => {
      const {port} = await startServer();
      expect(await status(port, '/api/v1/echo', ['Host: localhost', 'Host: evil.example'])).to.equal(400);
    });

    it('lets a load balancer ask for health', async () => {
      const {port} = await startServer({basePath: '/j', bearerToken: TOKEN});
      for (const path of ['/health', '/ready', '/j/health', '/j/ready']) {
        expect(await status(port, path, ['Host: 10.0.0.7']), path).to.equal(200);
      }
    });

    it('answers elsewhere to any, unless some are given', () => {
      for (const address of ['0.0.0.0', '::', '10.0.0.5']) {
        expect(hostGuard([], address).refusal('whatever.example'), address).to.equal(null);
        expect(hostGuard(['mcp.run.georgi.io'], address).refusal('whatever.example')?.status, address).to.equal(403);
      }
      for (const address of ['127.0.0.1', '127.0.0.2', '::1', 'localhost']) {
        expect(hostGuard([], address).refusal(address.includes('::') ? `[${address}]` : address), address).to.equal(
          null,
        );
        expect(hostGuard([], address).refusal('whatever.example')?.status, address).to.equal(403);
        expect(hostGuard(['*'], address).refusal('whatever.example'), address).to.equal(null);
      }
    });

    it('takes no name that is none', async () => {
      for (const host of ['', 'a b', 'http://a', 'a/b']) {
        const refused = await startServer({allowedHosts: [host]}).catch((error: unknown) => error);
        expect(refused, host).to.be.instanceOf(UsageError).with.property('where', '--allow-host');
      }
    });
  });

  describe('by Origin', () => {
    it('answers pages of its own host and those given', async () => {
      const {port} = await startServer({allowedOrigins: ['https://app.example.com']});
      const of = (origin: string) => status(port, '/mcp/sse/events?count=1', [`Origin: ${origin}`]);
      expect(await of('http://localhost')).to.equal(200);
      expect(await of('https://app.example.com')).to.equal(200);
      for (const origin of [
        'http://app.example.com',
        'https://app.example.com:8443',
        'null',
        'http://localhost:1',
        'x',
      ]) {
        expect(await of(origin), origin).to.equal(403);
      }
    });

    it('knows its own page with the port that goes without saying, and by no other scheme', () => {
      const {refusal} = originGuard([], false);
      expect(refusal('http://a.example', 'a.example:80')).to.equal(null);
      expect(refusal('https://a.example', 'A.example:443')).to.equal(null);
      expect(refusal('https://a.example:8443', 'a.example:8443')).to.equal(null);
      for (const origin of ['ftp://a.example', 'javascript://a.example', 'http://a.example:81']) {
        expect(refusal(origin, 'a.example:80'), origin).to.have.property('status', 403);
      }
    });

    it('takes no name for its own where it answers to any: it may have been made to lead here', () => {
      const {refusal} = originGuard([], true);
      for (const host of ['localhost:8000', '10.0.0.5:8000', '[2001:db8::5]:8000']) {
        expect(refusal(`http://${host}`, host), host).to.equal(null);
      }
      expect(refusal('http://evil.example', 'evil.example')).to.have.property('status', 403);
    });

    it('answers all pages when configured so', async () => {
      const {port} = await startServer({allowedOrigins: ['*']});
      expect(await status(port, '/api/v1/echo', ['Origin: null'])).to.equal(200);
    });

    it('lets those pages read /health, and no others', async () => {
      const {port} = await startServer({allowedOrigins: ['https://app.example.com']});
      const of = async (origin: string) => {
        const {status: answered, headers} = await observe(port, '/health', {headers: [`Origin: ${origin}`]});
        return [answered, headers['access-control-allow-origin']];
      };
      expect(await of('https://app.example.com')).to.deep.equal([200, 'https://app.example.com']);
      expect(await of('https://evil.example')).to.deep.equal([200, undefined]);
    });

    it('takes no origin that is none', async () => {
      for (const origin of ['app.example.com', 'https://a/path', 'ftp://a']) {
        const refused = await startServer({allowedOrigins: [origin]}).catch((error: unknown) => error);
        expect(refused, origin).to.be.instanceOf(UsageError).with.property('message').that.includes(origin);
      }
    });
  });

  describe('by token', () => {
    it('lets in who has it, and says to others what is asked for', async () => {
      const {port} = await startServer({bearerToken: TOKEN});
      const of = (value: string) => observe(port, '/api/v1/status', {headers: [`Authorization: ${value}`]});
      expect((await of(`Bearer ${TOKEN}`)).status).to.equal(200);
      expect((await of(`bearer  ${TOKEN}`)).status).to.equal(200);
      for (const value of ['Bearer', `Bearer ${TOKEN}x`, `Bearer ${TOKEN.slice(1)}`, `Basic ${TOKEN}`, TOKEN]) {
        const {status: refused, headers, raw} = await of(value);
        expect(refused, value).to.equal(401);
        expect(headers['www-authenticate']).to.equal('Bearer realm="migrate-check", error="invalid_token"');
        expect(raw.toString()).to.not.include(TOKEN.slice(1));
      }
      const without = await observe(port, '/mcp/sse/stream');
      expect([without.status, without.headers['www-authenticate']]).to.deep.equal([
        401,
        'Bearer realm="migrate-check"',
      ]);
    });

    it('answers the question of a browser without it', async () => {
      const {port} = await startServer({bearerToken: TOKEN, allowedOrigins: ['https://app.example.com']});
      const headers = ['Origin: https://app.example.com', 'Access-Control-Request-Method: POST'];
      const {status: answered, headers: answer} = await observe(port, '/mcp', {method: 'OPTIONS', headers});
      expect([answered, answer['access-control-allow-origin']]).to.deep.equal([204, 'https://app.example.com']);
      expect(answer['access-control-allow-headers']).to.include('mcp-session-id').and.include('authorization');
    });
  });

  describe('by number', () => {
    it('opens so many streams, and one more when one is closed', async () => {
      const entries: LogEntry[] = [];
      const {port, server} = await startServer({limits: {streams: 2}, onLog: (entry) => entries.push(entry)});
      const [first, second] = [await rawGet(port, '/events'), await rawGet(port, '/mcp/sse/stream')];
      await Promise.all([first.until('"seq":1'), second.until('sessionId')]);
      const refused = await observe(port, '/events');
      expect([refused.status, refused.headers['retry-after']]).to.deep.equal([503, '5']);
      expect(entries.find(({event}) => event === 'refused')).to.deep.equal({
        event: 'refused',
        reason: 'too-many-streams',
        path: '/events',
        address: '127.0.0.1',
      });
      first.reset();
      while (server.openStreams() > 1) await observe(port, '/health');
      await (await rawGet(port, '/events')).until('"seq":1');
    });

    it('gives the last slot to one, though many ask at the same time', async () => {
      const {port, server} = await startServer({limits: {streams: 3}});
      const clients = await Promise.all(
        Array.from({length: 20}, (_, n) => rawGet(port, n % 2 ? '/events' : '/mcp/sse')),
      );
      const heads = await Promise.all(clients.map((client) => client.until('\r\n\r\n')));
      const statuses = heads.map((head) => head.split(' ')[1]).sort();
      expect(statuses).to.deep.equal([...Array(3).fill('200'), ...Array(17).fill('503')]);
      expect(server.openStreams()).to.equal(3);
    });

    it('counts WebSockets among the streams, by address too', async () => {
      const {port} = await startServer({limits: {streams: 3, streamsPerAddress: 1}, forwardedHops: 1});
      const headers = (address: string) => [
        ...['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'],
        ...['Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==', `X-Forwarded-For: ${address}`],
      ];
      const first = await rawGet(port, '/ws', headers('10.0.0.1'));
      expect(await first.until('\r\n\r\n')).to.include(' 101 ');
      expect(await (await rawGet(port, '/ws', headers('10.0.0.1'))).closed()).to.include(' 429 ');
      expect(await (await rawGet(port, '/events', ['X-Forwarded-For: 10.0.0.1'])).until('\r\n\r\n')).to.include(
        ' 429 ',
      );
      first.reset();
      const again = async (): Promise<string> => {
        const client = await rawGet(port, '/events', ['X-Forwarded-For: 10.0.0.1']);
        return await client.until('\r\n\r\n');
      };
      while (!(await again()).includes(' 200 '));
    });

    it('lets a client end its session though no slot is left', async () => {
      const {port, url} = await startServer({limits: {streams: 1}});
      const params = {protocolVersion: '2025-11-25', capabilities: {}, clientInfo: {name: 'test', version: '1'}};
      const initialized = await fetch(`${url}/mcp`, {
        method: 'POST',
        headers: {'Content-Type': 'application/json', Accept: 'application/json, text/event-stream'},
        body: JSON.stringify({jsonrpc: '2.0', id: 1, method: 'initialize', params}),
      });
      await initialized.text();
      const headers = {
        'Mcp-Session-Id': initialized.headers.get('mcp-session-id') ?? '',
        'MCP-Protocol-Version': '2025-11-25',
      };
      await (await rawGet(port, '/events')).until('"seq":1');
      expect((await fetch(`${url}/mcp`, {headers: {...headers, Accept: 'text/event-stream'}})).status).to.equal(503);
      expect((await fetch(`${url}/mcp`, {method: 'DELETE', headers})).status).to.equal(200);
    });

    it('counts by the address that the hop in front saw, not by what the client says', async () => {
      const {port} = await startServer({limits: {streamsPerAddress: 1}, forwardedHops: 1});
      const from = (addresses: string) => rawGet(port, '/events', [`X-Forwarded-For: ${addresses}`]);
      await (await from('10.0.0.1')).until('"seq":1');
      await (await from('10.0.0.2')).until('"seq":1');
      expect(await (await from('10.9.9.9, 10.0.0.1')).until('\r\n\r\n')).to.include('429');
    });

    it('begins so many sessions of MCP, of all transports, in all and of one address', async () => {
      for (const [limits, refused] of [
        [{sessions: 2}, 503],
        [{sessionsPerAddress: 2}, 429],
      ] as const) {
        const entries: LogEntry[] = [];
        const {port} = await startServer({limits, onLog: (entry) => entries.push(entry)});
        const first = await rawGet(port, '/mcp/sse/stream');
        await first.until('sessionId');
        await openSession(port);
        const late = await observe(port, '/mcp', {method: 'POST', headers: JSON_POST, body: initialize()});
        expect([late.status, late.headers['retry-after']]).to.deep.equal([refused, '5']);
        expect((await observe(port, '/mcp/sse')).status).to.equal(refused);
        expect(entries.filter(({event}) => event === 'refused')).to.have.length(2);
        first.reset();
        const again = async () =>
          (await observe(port, '/mcp', {method: 'POST', headers: JSON_POST, body: initialize()})).status;
        while ((await again()) !== 200);
      }
    });

    it('runs so many calls of tools, though their clients have left', async () => {
      for (const limits of [{calls: 2}, {callsPerAddress: 2}]) {
        const clock = steppedClock();
        const {port} = await startServer({clock, heartbeatMs: 0, limits});
        const session = await openSession(port);
        const send = (name: string) =>
          post(port, '/mcp', [...JSON_POST, ...session], JSON.stringify(call(2, name, {ms: 5000, message: 'hello'})));
        for (let n = 1; n <= 2; n++) {
          const client = await send('sleep');
          await clock.sleeperAt(5000, n);
          client.reset();
        }
        expect(await (await send('echo')).until('"id":2')).to.match(/too many calls.*"isError":true/);
        clock.advance(5000);
        await (await send('echo')).until('hello');
      }
    });

    it('refuses a body that is announced too large, or comes too large', async () => {
      const {port} = await startServer({limits: {bodyBytes: 1000}});
      const stream = await rawGet(port, '/mcp/sse/stream');
      const [, endpoint = ''] = /^data: (\S+)$/m.exec(await stream.until('sessionId=')) ?? [];
      const headers = ['Content-Type: application/json', 'Accept: application/json, text/event-stream'];
      const body = JSON.stringify({jsonrpc: '2.0', id: 1, method: 'ping', params: {x: 'y'.repeat(1000)}});
      const chunked = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
      for (const path of [endpoint, '/mcp']) {
        expect((await observe(port, path, {method: 'POST', headers, body})).status, path).to.equal(413);
        const client = await rawGet(
          port,
          path,
          ['Connection: close', ...headers, 'Transfer-Encoding: chunked'],
          'localhost',
          'POST',
        );
        client.write(chunked);
        expect(await client.closed(), path).to.match(/^HTTP\/1\.1 413 /);
      }
    });

    it('refuses a head that is too large', async () => {
      const {port} = await startServer({limits: {headerBytes: 2048}});
      expect((await observe(port, '/health', {headers: [`X-Large: ${'x'.repeat(3000)}`]})).status).to.equal(431);
    });
  });
});
