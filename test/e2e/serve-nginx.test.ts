import {Client} from '@modelcontextprotocol/sdk/client/index.js';
import {SSEClientTransport} from '@modelcontextprotocol/sdk/client/sse.js';
import {expect} from 'chai';
import {EventSource} from 'eventsource';
import {Agent, fetch as undiciFetch} from 'undici';
import {given} from './support/given.ts';
import {type Nginx, startNginx} from './support/nginx.ts';
import {type ReferenceServer, startReferenceServer} from './support/tool.ts';

const HOST = 'mcp.run.georgi.io';

describe('e2e: the reference server behind nginx', function () {
  this.timeout(120_000);
  let started: AsyncDisposableStack;
  let server: ReferenceServer;
  let nginx: Nginx;
  let fetchThroughNginx: typeof fetch;

  beforeEach(async () => {
    started = new AsyncDisposableStack();
    server = await startReferenceServer([
      '--base-path',
      '/jessica-service',
      '--heartbeat',
      '300ms',
      '--allow-host',
      HOST,
    ]);
    started.defer(async () => {
      await server.process.close();
    });
    // A stream that is silent for as long as this is cut: ten heartbeats, for the server may not run for some of them.
    nginx = await startNginx({
      upstreamPort: server.port,
      readTimeoutSeconds: 3,
      hosts: {[HOST]: '/jessica-service/mcp/sse'},
    });
    started.defer(() => nginx.close());
    const agent = new Agent({
      allowH2: false,
      connect: {ca: nginx.ca, lookup: (_host, _options, found) => found(null, [{address: '127.0.0.1', family: 4}])},
    });
    started.defer(() => agent.destroy());
    const throughAgent: unknown = (url: string | URL, init?: object) => undiciFetch(url, {...init, dispatcher: agent});
    fetchThroughNginx = throughAgent as typeof fetch;
  });

  afterEach(() => started.disposeAsync());

  const at = (path: string): URL => new URL(`https://${HOST}:${nginx.port}/jessica-service/mcp/sse${path}`);

  it('serves an MCP client, whose slow call outlives the read timeout because the stream has a heartbeat', async () => {
    const client = new Client({name: 'e2e', version: '1'});
    started.defer(() => client.close());
    await client.connect(new SSEClientTransport(at('/stream'), {fetch: fetchThroughNginx}));
    const {tools} = await client.listTools();
    expect(tools.map(({name}) => name)).to.include.members(['echo', 'sleep']);
    const echoed = await client.callTool({name: 'echo', arguments: {message: 'through nginx'}});
    expect(echoed.content).to.deep.equal([{type: 'text', text: 'through nginx'}]);
    const slept = await client.callTool({name: 'sleep', arguments: {ms: 4_000}});
    expect(slept.content).to.deep.equal([{type: 'text', text: 'slept 4000 ms'}]);
  });

  it('serves an MCP client only below the base path', async () => {
    const elsewhere = new URL(`https://${HOST}:${nginx.port}/test/mcp/sse/stream`);
    const client = new Client({name: 'e2e', version: '1'});
    const refused = await client
      .connect(new SSEClientTransport(elsewhere, {fetch: fetchThroughNginx}))
      .catch((error: Error) => error.message);
    expect(refused).to.include('404');
  });

  /** The data of the first events, or what went wrong before. */
  function firstEvents(url: URL, count: number): Promise<readonly {readonly seq: number}[]> {
    return new Promise((resolve, reject) => {
      const seen: {readonly seq: number}[] = [];
      const source = new EventSource(url, {fetch: fetchThroughNginx});
      source.addEventListener('message', ({data}) => {
        seen.push(JSON.parse(data));
        if (seen.length < count) return;
        source.close();
        resolve(seen);
      });
      source.addEventListener('error', ({code, message}) => {
        source.close();
        reject(new Error(`${code} ${message} after ${seen.length} events`));
      });
    });
  }

  it('hands its events on one by one', async () => {
    const events = await firstEvents(at('/events?cadence=50ms'), 3);
    expect(events.map(({seq}) => seq)).to.deep.equal([1, 2, 3]);
  });

  it('has no stream outlive the read timeout without a heartbeat', async () => {
    const ended = await firstEvents(at('/events?cadence=10s&heartbeat=0'), 2).catch((error: Error) => error.message);
    expect(ended).to.match(/ after 1 events$/);
  });

  it('ends its streams as complete responses when it is asked to stop', async () => {
    const response = await fetchThroughNginx(at('/events?cadence=10s'));
    const reader = given(response.body).getReader();
    const decoder = new TextDecoder();
    let text = '';
    let reported = false;
    // A response that is cut short rejects here.
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += decoder.decode(part.value, {stream: true});
      if (reported || !text.includes('"seq":1')) continue;
      reported = true;
      expect(await server.process.close('SIGTERM')).to.equal(0);
    }
    expect(text).to.match(/retry: \d+\n\n$/);
  });
});
