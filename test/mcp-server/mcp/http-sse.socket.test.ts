import {Client} from '@modelcontextprotocol/sdk/client/index.js';
import {SSEClientTransport} from '@modelcontextprotocol/sdk/client/sse.js';
import {expect} from 'chai';
import {steppedClock} from '../../support/stepped-clock.ts';
import {observe} from '../faults/observed.ts';
import {JSON_POST} from '../support/mcp-requests.ts';
import {rawGet} from '../support/raw-client.ts';
import {startServer, stopServers} from '../support/started-server.ts';

const clients: Client[] = [];

/** A real client of the official SDK, initialized. */
async function connectedTo(url: string): Promise<Client> {
  const client = new Client({name: 'test', version: '1.0.0'});
  clients.push(client);
  await client.connect(new SSEClientTransport(new URL(url)));
  return client;
}

function endpointIn(text: string): string {
  return /event: endpoint\ndata: (\S+)\n/.exec(text)?.[1] ?? '';
}

describe('mcp-server HTTP+SSE', () => {
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
    await stopServers();
  });

  for (const basePath of ['', '/jessica-service', '/test']) {
    it(`lets a client initialize, list and call below "${basePath}"`, async () => {
      const {url} = await startServer({basePath, version: '1.2.3'});
      const client = await connectedTo(`${url}/mcp/sse/stream`);
      expect(client.getServerVersion()).to.include({name: 'migrate-check-reference', version: '1.2.3'});
      const {tools} = await client.listTools();
      expect(tools.map(({name}) => name)).to.include.members(['echo', 'sleep', 'count', 'describe_connection']);
      const answer = await client.callTool({name: 'echo', arguments: {message: 'grüße'}});
      expect(answer.content).to.deep.equal([{type: 'text', text: 'grüße'}]);
    });

    it(`names "${basePath}" in its endpoint event`, async () => {
      const {port} = await startServer({basePath});
      const client = await rawGet(port, `${basePath}/mcp/sse/stream`);
      const endpoint = endpointIn(await client.until('sessionId='));
      expect(endpoint).to.match(new RegExp(`^${basePath}/mcp/sse/stream/messages/\\?sessionId=[0-9a-f-]{36}$`));
    });
  }

  it('does not let a client initialize below another prefix', async () => {
    const {port} = await startServer({basePath: '/jessica-service'});
    for (const wrong of ['', '/test', '/jessica-service/jessica-service']) {
      const failure = await connectedTo(`http://127.0.0.1:${port}${wrong}/mcp/sse/stream`).catch(
        (error: unknown) => error,
      );
      expect(failure, wrong).to.be.instanceOf(Error).with.property('message').that.includes('404');
    }
  });

  it('has the headers and the heartbeat that the SDK leaves out', async () => {
    const clock = steppedClock();
    const {port} = await startServer({clock, heartbeatMs: 15_000});
    const client = await rawGet(port, '/mcp/sse/stream');
    await Promise.all([client.until('sessionId='), clock.sleeperAt(15_000)]);
    clock.advance(15_000);
    const text = (await client.until(': heartbeat\n\n')).toLowerCase();
    expect(text).to.include('content-type: text/event-stream\r\n');
    expect(text).to.include('cache-control: no-cache, no-transform\r\n');
    expect(text).to.include('x-accel-buffering: no\r\n');
  });

  it('says what is wrong with a message', async () => {
    const {port, url} = await startServer();
    const client = await rawGet(port, '/mcp/sse/stream');
    const endpoint = endpointIn(await client.until('sessionId='));
    const post = async (target: string, body: string) => {
      const headers = {'Content-Type': 'application/json'};
      const response = await fetch(new URL(target, url), {method: 'POST', headers, body});
      return response.status;
    };
    expect(await post('/mcp/sse/stream/messages/', '{}')).to.equal(400);
    expect(await post('/mcp/sse/stream/messages/?sessionId=', '{}')).to.equal(400);
    expect(await post('/mcp/sse/stream/messages/?sessionId=constructor', '{}')).to.equal(404);
    expect(await post(endpoint, '{')).to.equal(400);
    expect(await post(endpoint, '{"jsonrpc":"2.0","id":1,"method":"ping"}')).to.equal(202);
    expect(await client.until('"id":1')).to.include('event: message\ndata: {"result":{},"jsonrpc":"2.0","id":1}');
  });

  it('forgets the session of a client that vanished, with what it was waiting for', async () => {
    const clock = steppedClock();
    const {server, port, url} = await startServer({clock, heartbeatMs: 0});
    const client = await rawGet(port, '/mcp/sse/stream');
    const endpoint = new URL(endpointIn(await client.until('sessionId=')), url);
    const headers = {'Content-Type': 'application/json'};
    const call = {jsonrpc: '2.0', id: 1, method: 'tools/call', params: {name: 'sleep', arguments: {ms: 60_000}}};
    await fetch(endpoint, {method: 'POST', headers, body: JSON.stringify(call)});
    await clock.sleeperAt(60_000);
    expect(server.openStreams()).to.equal(1);
    client.reset();
    while (server.openStreams() > 0) await (await fetch(`${url}/health`)).text();
    expect((await fetch(endpoint, {method: 'POST', headers, body: '{}'})).status).to.equal(404);
  });

  it('keeps concurrent sessions apart', async () => {
    const {server, url} = await startServer();
    const connected = await Promise.all(Array.from({length: 8}, () => connectedTo(`${url}/mcp/sse/stream`)));
    expect(server.openStreams()).to.equal(8);
    const answers = await Promise.all(
      connected.map((client, index) => client.callTool({name: 'echo', arguments: {message: `${index}`}})),
    );
    expect(answers.map(({content}) => content)).to.deep.equal(
      connected.map((_, index) => [{type: 'text', text: `${index}`}]),
    );
  });

  it('refuses what is not a message in its own words, and sends none of it back', async () => {
    const {port} = await startServer();
    const stream = await rawGet(port, '/mcp/sse/stream');
    const endpoint = endpointIn(await stream.until('sessionId='));
    for (const body of [
      '{',
      '[]',
      `[${'{},'.repeat(20_000)}{}]`,
      '['.repeat(100_000),
      `${'[1,'.repeat(50_000)}1${']'.repeat(50_000)}`,
      '{"jsonrpc":"2.0"}',
      '"text"',
    ]) {
      const {status, raw} = await observe(port, endpoint, {method: 'POST', headers: JSON_POST, body});
      expect(status, body.slice(0, 10)).to.equal(400);
      expect(raw.length).to.be.lessThan(1000);
    }
    const ping = JSON.stringify({jsonrpc: '2.0', id: 1, method: 'ping'});
    expect((await observe(port, endpoint, {method: 'POST', headers: JSON_POST, body: ping})).status).to.equal(202);
  });

  it('watches no more resources than it can keep', async () => {
    const {port} = await startServer();
    const stream = await rawGet(port, '/mcp/sse/stream');
    const endpoint = endpointIn(await stream.until('sessionId='));
    const subscribe = async (id: number, uri: string) => {
      const body = JSON.stringify({jsonrpc: '2.0', id, method: 'resources/subscribe', params: {uri}});
      await observe(port, endpoint, {method: 'POST', headers: JSON_POST, body});
      const text = await stream.until(`"id":${id}`);
      return /"error"/.test(text.slice(text.lastIndexOf('data: ')));
    };
    expect(await subscribe(10, `test://${'x'.repeat(2000)}`)).to.equal(true);
    for (let n = 0; n < 100; n++) expect(await subscribe(100 + n, `test://${n}`), `${n}`).to.equal(false);
    expect(await subscribe(300, 'test://one-more')).to.equal(true);
  });

  it('says of a session that ended while its message came that it is over', async () => {
    const {port, server} = await startServer();
    const stream = await rawGet(port, '/mcp/sse/stream');
    const endpoint = endpointIn(await stream.until('sessionId='));
    const ping = JSON.stringify({jsonrpc: '2.0', id: 1, method: 'ping'});
    const message = await rawGet(port, endpoint, [...JSON_POST, `Content-Length: ${ping.length}`], 'localhost', 'POST');
    message.write(ping.slice(0, 5));
    while (server.openStreams() < 1) await observe(port, '/health');
    stream.reset();
    while (server.openStreams() > 0) await observe(port, '/health');
    message.write(ping.slice(5));
    expect(await message.until('}}')).to.match(/^HTTP\/1\.1 404 .*no-session/s);
  });
});
