import {Client as ModernClient, StreamableHTTPClientTransport as ModernHttp} from '@modelcontextprotocol/client';
import {Client} from '@modelcontextprotocol/sdk/client/index.js';
import {StreamableHTTPClientTransport} from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type {Transport} from '@modelcontextprotocol/sdk/shared/transport.js';
import {expect} from 'chai';
import {steppedClock} from '../../support/stepped-clock.ts';
import {observe} from '../faults/observed.ts';
import {call, JSON_POST, post as rpc, stateless as rpcOf} from '../support/mcp-requests.ts';
import {rawGet} from '../support/raw-client.ts';
import {startServer, stopServers} from '../support/started-server.ts';

const HEADERS = {'Content-Type': 'application/json', Accept: 'application/json, text/event-stream'};
const PARAMS = {protocolVersion: '2025-11-25', capabilities: {}, clientInfo: {name: 'test', version: '1'}};

function post(url: string, message: object, headers: Record<string, string> = {}): Promise<Response> {
  const body = JSON.stringify({jsonrpc: '2.0', ...message});
  return fetch(`${url}/mcp`, {method: 'POST', headers: {...HEADERS, ...headers}, body});
}

async function initialized(url: string): Promise<Record<string, string>> {
  const response = await post(url, {id: 1, method: 'initialize', params: PARAMS});
  await response.text();
  const session = response.headers.get('mcp-session-id') ?? '';
  return {'Mcp-Session-Id': session, 'MCP-Protocol-Version': '2025-11-25'};
}

/** A request of the stateless revision. */
function stateless(
  url: string,
  id: number,
  method: string,
  params: object,
  more: Record<string, string> = {},
  signal?: AbortSignal,
) {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': {name: 'test', version: '1'},
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const body = JSON.stringify({jsonrpc: '2.0', id, method, params: {...params, _meta}});
  const headers = {...HEADERS, 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': method, ...more};
  return fetch(`${url}/mcp`, {method: 'POST', headers, body, ...(signal === undefined ? {} : {signal})});
}

function messagesIn(text: string): Record<string, unknown>[] {
  return [...text.matchAll(/^data: (\{.*)$/gm)].map(([, data = '']) => JSON.parse(data));
}

function given<Value>(value: Value | null): Value {
  if (value === null) throw new Error('nothing is there');
  return value;
}

describe('mcp-server Streamable HTTP', () => {
  const clients: {close(): Promise<void>}[] = [];

  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
    await stopServers();
  });

  it('decides for each request which revision it belongs to', async () => {
    const {url} = await startServer({basePath: '/j'});
    const old = new Client({name: 'old', version: '1'});
    const modern = new ModernClient({name: 'new', version: '2'}, {versionNegotiation: {mode: 'auto'}});
    clients.push(old, modern);
    await old.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`)) as Transport);
    await modern.connect(new ModernHttp(new URL(`${url}/mcp`)));
    expect(modern.getNegotiatedProtocolVersion()).to.equal('2026-07-28');
    const describe = async (client: Client | ModernClient) => {
      const {content} = await client.callTool({name: 'describe_connection', arguments: {}});
      return JSON.parse((content as {text: string}[])[0]?.text ?? '');
    };
    for (let turn = 0; turn < 2; turn++) {
      expect(await describe(old)).to.include({protocolVersion: '2025-11-25', hasSession: true, path: '/j/mcp'});
      expect(await describe(modern)).to.include({protocolVersion: '2026-07-28', hasSession: false, path: '/j/mcp'});
    }
  });

  it('tells of a connection what arrived, and nothing that lets anybody in', async () => {
    const {url} = await startServer();
    const headers = {
      ...{'X-Forwarded-For': '10.0.0.1, 10.0.0.2', 'X-Forwarded-Proto': 'https', Via: '1.1 hop'},
      ...{Cookie: 'a=secret', Authorization: 'Bearer secret', 'X-Amzn-Oidc-Data': 'secret', 'X-Api-Key': 'secret'},
      'Mcp-Name': 'describe_connection',
    };
    const response = await stateless(url, 1, 'tools/call', {name: 'describe_connection', arguments: {}}, headers);
    const text = await response.text();
    const described = JSON.parse(JSON.parse(text).result.content[0].text);
    expect(described).to.include({forwardedFor: '10.0.0.1, 10.0.0.2', forwardedProto: 'https', via: '1.1 hop'});
    expect(described.headers).to.include({via: '1.1 hop', authorization: '[redacted]'});
    expect(text).to.not.include('secret');
  });

  describe('sessions', () => {
    it('begin by initialize, are asked for, and end by DELETE', async () => {
      const {url, server} = await startServer();
      const headers = await initialized(url);
      expect(headers['Mcp-Session-Id']).to.match(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(server.openSessions()).to.equal(1);
      expect((await post(url, {method: 'notifications/initialized'}, headers)).status).to.equal(202);
      expect((await post(url, {id: 2, method: 'tools/list'})).status).to.equal(400);
      expect((await post(url, {id: 2, method: 'tools/list'}, {'Mcp-Session-Id': 'unknown'})).status).to.equal(404);
      expect((await fetch(`${url}/mcp`, {headers: {Accept: 'text/event-stream'}})).status).to.equal(400);
      expect((await fetch(`${url}/mcp`, {method: 'DELETE', headers})).status).to.equal(200);
      expect((await post(url, {id: 3, method: 'tools/list'}, headers)).status).to.equal(404);
      expect(server.openSessions()).to.equal(0);
    });

    it('have one stream for what the server has to say', async () => {
      const {url} = await startServer();
      const headers = await initialized(url);
      const listen = () => fetch(`${url}/mcp`, {headers: {...headers, Accept: 'text/event-stream'}});
      const first = await listen();
      expect((await listen()).status).to.equal(409);
      await post(
        url,
        {id: 2, method: 'tools/call', params: {name: 'test_trigger_tool_change', arguments: {}}},
        headers,
      );
      const reader = given(first.body).pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      while (!text.includes('tools/list_changed')) text += (await reader.read()).value;
      await reader.cancel();
    });

    it('are so many, and no more', async () => {
      const {url} = await startServer({limits: {sessions: 1}});
      await initialized(url);
      expect((await post(url, {id: 1, method: 'initialize', params: PARAMS})).status).to.equal(503);
    });

    it('end when they idle for so long, but not while a stream is open', async () => {
      const clock = steppedClock();
      const {url, port, server} = await startServer({clock, limits: {sessionIdleMs: 60_000}, heartbeatMs: 0});
      const idle = await initialized(url);
      await clock.sleeperAt(60_000);
      const listening = await initialized(url);
      await clock.sleeperAt(60_000, 2);
      const lines = Object.entries(listening).map(([name, value]) => `${name}: ${value}`);
      const stream = await rawGet(port, '/mcp', ['Accept: text/event-stream', ...lines]);
      await stream.until(': open');
      clock.advance(60_000);
      expect((await post(url, {id: 2, method: 'ping'}, idle)).status).to.equal(404);
      expect((await post(url, {id: 2, method: 'ping'}, listening)).status).to.equal(200);
      expect(server.openSessions()).to.equal(1);
      stream.reset();
      await clock.sleeperAt(120_000);
      clock.advance(60_000);
      while (server.openSessions() > 0) await (await fetch(`${url}/health`)).text();
    });

    it('are not over while a call of theirs runs whose client is lost', async () => {
      const clock = steppedClock();
      const {url, port, server} = await startServer({clock, limits: {sessionIdleMs: 60_000}, heartbeatMs: 0});
      const headers = await initialized(url);
      const session = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
      const lost = await rpc(port, '/mcp', [...JSON_POST, ...session], JSON.stringify(call(7, 'sleep', {ms: 90_000})));
      await Promise.all([lost.until('data: \n\n'), clock.sleeperAt(90_000)]);
      lost.reset();
      while (server.openStreams() > 0) await (await fetch(`${url}/health`)).text();
      clock.advance(60_000);
      await clock.sleeperAt(120_000);
      expect(server.openSessions()).to.equal(1);
      clock.advance(30_000); // The call is done.
      await (await fetch(`${url}/health`)).text();
      clock.advance(30_000);
      while (server.openSessions() > 0) await (await fetch(`${url}/health`)).text();
    });

    it('go on where a client lost its connection, with what belongs to that stream alone', async () => {
      const clock = steppedClock();
      const {url, port} = await startServer({clock, heartbeatMs: 0});
      const headers = await initialized(url);
      const lines = [...Object.entries({...headers, ...HEADERS})].map(([name, value]) => `${name}: ${value}`);
      const sleep = (id: number, ms: number) => {
        const body = JSON.stringify({
          jsonrpc: '2.0',
          id,
          method: 'tools/call',
          params: {name: 'sleep', arguments: {ms}},
        });
        return rawGet(port, '/mcp', [...lines, `Content-Length: ${body.length}`, '', body], 'localhost', 'POST');
      };
      const lost = await sleep(7, 1000);
      const [, id = ''] = /^id: (\S+)\nretry: 1000\ndata: $/m.exec(await lost.until('data: \n\n')) ?? [];
      const other = await sleep(8, 1000);
      await Promise.all([other.until('data: \n\n'), clock.sleeperAt(1000, 2)]);
      lost.reset();
      clock.advance(1000);
      await other.until('"id":8');
      const resumed = await fetch(`${url}/mcp`, {
        headers: {...headers, Accept: 'text/event-stream', 'Last-Event-ID': id},
      });
      const messages = messagesIn(await resumed.text());
      expect(messages.map((message) => message.id)).to.deep.equal([7]);
      const forgotten = await fetch(`${url}/mcp`, {
        headers: {...headers, Accept: 'text/event-stream', 'Last-Event-ID': 'e999'},
      });
      expect(forgotten.status).to.equal(400);
    });

    it('end the stream of a call that is cancelled, also for a client that comes back for its result', async () => {
      const clock = steppedClock();
      const {url, port, server} = await startServer({clock, heartbeatMs: 0, limits: {sessionIdleMs: 60_000}});
      const headers = await initialized(url);
      const session = [...JSON_POST, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
      const cancel = (requestId: number) =>
        post(url, {method: 'notifications/cancelled', params: {requestId}}, headers);
      const sleeping = await rpc(port, '/mcp', session, JSON.stringify(call(7, 'sleep', {ms: 90_000})));
      const [, id = ''] = /^id: (\S+)$/m.exec(await sleeping.until('data: \n\n')) ?? [];
      await clock.sleeperAt(90_000);
      expect((await cancel(7)).status).to.equal(202);
      expect(await sleeping.until('0\r\n\r\n')).to.not.include('"id":7');
      const resumed = await fetch(`${url}/mcp`, {
        headers: {...headers, Accept: 'text/event-stream', 'Last-Event-ID': id},
      });
      expect(messagesIn(await resumed.text())).to.deep.include({
        jsonrpc: '2.0',
        id: 7,
        error: {code: -32_800, message: 'This call was cancelled'},
      });
      for (const unknown of [7, 99]) expect((await cancel(unknown)).status).to.equal(202);
      // Nothing is under way any more.
      while (server.openStreams() > 0) await (await fetch(`${url}/health`)).text();
      clock.advance(60_000);
      while (server.openSessions() > 0) await (await fetch(`${url}/health`)).text();
    });

    it('leave a call alone that the SDK does not take for cancelled', async () => {
      const clock = steppedClock();
      const {url, port} = await startServer({clock, heartbeatMs: 0});
      const session = await initialized(url);
      const lines = [...JSON_POST, ...Object.entries(session).map(([name, value]) => `${name}: ${value}`)];
      const sleeping = await rpc(port, '/mcp', lines, JSON.stringify(call(7, 'sleep', {ms: 1000})));
      await Promise.all([sleeping.until('data: \n\n'), clock.sleeperAt(1000)]);
      const cancel = {method: 'notifications/cancelled', params: {requestId: 7}};
      for (const [message, headers, status] of [
        [cancel, {Accept: 'application/json'}, 406],
        [cancel, {'Content-Type': 'text/plain'}, 415],
        [cancel, {'MCP-Protocol-Version': '1999-01-01'}, 400],
        [{...cancel, id: 9}, {}, 200],
        [{...cancel, params: {requestId: 7, reason: 5}}, {}, 202],
      ] as const) {
        const answered = await post(url, message, {...session, ...headers});
        expect(answered.status, JSON.stringify([message, headers])).to.equal(status);
        await answered.text();
      }
      clock.advance(1000);
      expect(await sleeping.until('0\r\n\r\n')).to.include('slept 1000 ms');
    });

    it('give the other calls of a batch their results when one is cancelled', async () => {
      const clock = steppedClock();
      const {url, port} = await startServer({clock, heartbeatMs: 0});
      const {'Mcp-Session-Id': id = ''} = await initialized(url);
      const session = [...JSON_POST, `Mcp-Session-Id: ${id}`];
      const batch = [call(7, 'sleep', {ms: 1000}), call(8, 'sleep', {ms: 1000})];
      const calling = await rpc(port, '/mcp', session, JSON.stringify(batch));
      await Promise.all([calling.until(': open'), clock.sleeperAt(1000, 2)]);
      await post(url, {method: 'notifications/cancelled', params: {requestId: 7}}, {'Mcp-Session-Id': id});
      clock.advance(1000);
      expect(await calling.until('0\r\n\r\n'))
        .to.include('"id":8')
        .and.to.include('slept 1000 ms');
    });

    it('give a client that came back for a batch what is left of it when one is cancelled', async () => {
      const clock = steppedClock();
      const {url, port, server} = await startServer({clock, heartbeatMs: 0});
      const {'Mcp-Session-Id': id = ''} = await initialized(url);
      const session = [`Mcp-Session-Id: ${id}`];
      const batch = [call(7, 'sleep', {ms: 5000}), call(8, 'sleep', {ms: 5000}), call(9, 'echo', {message: 'first'})];
      const lost = await rpc(port, '/mcp', [...JSON_POST, ...session], JSON.stringify(batch));
      const [, event = ''] = /^id: (\S+)$/m.exec(await lost.until('"id":9')) ?? [];
      await clock.sleeperAt(5000, 2);
      lost.reset();
      while (server.openStreams() > 0) await (await fetch(`${url}/health`)).text();
      const back = await rawGet(port, '/mcp', ['Accept: text/event-stream', ...session, `Last-Event-ID: ${event}`]);
      await back.until(': open');
      await post(url, {method: 'notifications/cancelled', params: {requestId: 7}}, {'Mcp-Session-Id': id});
      clock.advance(5000);
      expect(await back.until('0\r\n\r\n'))
        .to.include('"id":8')
        .and.to.include('slept 5000 ms');
    });

    it('know of a lost connection at once, though nothing more was sent on it', async () => {
      const clock = steppedClock();
      const {url, port, server} = await startServer({clock, heartbeatMs: 0});
      const headers = await initialized(url);
      const session = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
      const body = JSON.stringify(call(7, 'sleep', {ms: 1000}));
      const lost = await rpc(port, '/mcp', [...JSON_POST, ...session], body);
      const [, id = ''] = /^id: (\S+)$/m.exec(await lost.until('data: \n\n')) ?? [];
      await clock.sleeperAt(1000);
      const accepting = [...session, 'Accept: text/event-stream'];
      const listening = await rawGet(port, '/mcp', accepting);
      await listening.until(': open');
      for (const client of [lost, listening]) client.reset();
      while (server.openStreams() > 0) await (await fetch(`${url}/health`)).text();
      const resumed = await rawGet(port, '/mcp', [...accepting, `Last-Event-ID: ${id}`]);
      expect(await resumed.until('\r\n\r\n')).to.match(/^HTTP\/1\.1 200 /);
      expect(await (await rawGet(port, '/mcp', accepting)).until('\r\n\r\n')).to.match(/^HTTP\/1\.1 200 /);
      clock.advance(1000);
      expect(await resumed.until('slept')).to.include('"id":7');
    });

    it('take several messages in a request of the revision that has them, and of no later one', async () => {
      const {url, port} = await startServer();
      const {'Mcp-Session-Id': id = ''} = await initialized(url);
      const body = JSON.stringify([
        {jsonrpc: '2.0', id: 2, method: 'ping'},
        {jsonrpc: '2.0', id: 3, method: 'ping'},
      ]);
      const of = async (...revision: string[]) =>
        (
          await observe(port, '/mcp', {
            method: 'POST',
            headers: [...JSON_POST, `Mcp-Session-Id: ${id}`, ...revision],
            body,
          })
        ).status;
      expect(await of()).to.equal(200);
      expect(await of('MCP-Protocol-Version: 2025-03-26')).to.equal(200);
      expect(await of('MCP-Protocol-Version: 2025-06-18')).to.equal(400);
      expect(await of('MCP-Protocol-Version: 2025-11-25')).to.equal(400);
    });

    it('know their revision, and refuse another', async () => {
      const {url} = await startServer();
      const headers = await initialized(url);
      expect(
        (await post(url, {id: 2, method: 'ping'}, {...headers, 'MCP-Protocol-Version': '1999-01-01'})).status,
      ).to.equal(400);
    });
  });

  describe('the stateless revision', () => {
    const slowCall = rpcOf(1, 'tools/call', {name: 'sleep', arguments: {ms: 60_000}});

    it('needs no session, and reports progress before the result', async () => {
      const {url, server} = await startServer();
      const call = {name: 'count', arguments: {to: 3, intervalMs: 1}, _meta: {}};
      const body = JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: {
          ...call,
          _meta: {
            progressToken: 'p',
            'io.modelcontextprotocol/protocolVersion': '2026-07-28',
            'io.modelcontextprotocol/clientInfo': {name: 'test', version: '1'},
            'io.modelcontextprotocol/clientCapabilities': {},
          },
        },
      });
      const headers = {
        ...HEADERS,
        'MCP-Protocol-Version': '2026-07-28',
        'Mcp-Method': 'tools/call',
        'Mcp-Name': 'count',
      };
      const response = await fetch(`${url}/mcp`, {method: 'POST', headers, body});
      expect(response.headers.get('x-accel-buffering')).to.equal('no');
      const messages = messagesIn(await response.text());
      expect(messages.map(({method}) => method)).to.deep.equal([...Array(3).fill('notifications/progress'), undefined]);
      expect(JSON.stringify(messages.at(-1))).to.include('counted to 3');
      expect(server.openSessions()).to.equal(0);
    });

    it('answers a slow call by a stream that begins at once, so that no hop takes it for dead', async () => {
      const clock = steppedClock();
      const {port} = await startServer({clock, heartbeatMs: 15_000});
      const {headers, body} = slowCall;
      const client = await rpc(port, '/mcp', headers, body);
      expect(await client.until(': open')).to.match(/^HTTP\/1\.1 200 .*text\/event-stream/s);
      await clock.sleeperAt(15_000);
      clock.advance(15_000);
      await client.until(': heartbeat');
      await clock.sleeperAt(60_000);
      clock.advance(45_000);
      expect(await client.until('slept')).to.include('"id":1');
    });

    it('takes a lost connection for the wish to cancel', async () => {
      const clock = steppedClock();
      let cancelled = false;
      const {url} = await startServer({
        clock: {
          ...clock,
          sleep: (ms, signal) => {
            signal?.addEventListener('abort', () => {
              cancelled = true;
            });
            return clock.sleep(ms, signal);
          },
        },
        heartbeatMs: 0,
      });
      const gone = new AbortController();
      const call = stateless(
        url,
        1,
        'tools/call',
        {name: 'sleep', arguments: {ms: 5000}},
        {'Mcp-Name': 'sleep'},
        gone.signal,
      );
      await clock.sleeperAt(5000);
      gone.abort();
      await call.catch(() => {});
      while (!cancelled) await fetch(`${url}/health`);
    });

    it('lets a call finish that runs when the server stops', async () => {
      const clock = steppedClock();
      const {url, server} = await startServer({clock, heartbeatMs: 0});
      const headers = await initialized(url);
      const call = {id: 2, method: 'tools/call', params: {name: 'sleep', arguments: {ms: 5000}}};
      const ofSession = post(url, call, headers).then((response) => response.text());
      const ofNone = stateless(url, 3, 'tools/call', call.params, {'Mcp-Name': 'sleep'}).then((response) =>
        response.text(),
      );
      await clock.sleeperAt(5000, 2);
      const closed = server.close({graceMs: 60_000});
      clock.advance(5000);
      expect(await ofSession).to.include('slept 5000 ms');
      expect(await ofNone).to.include('slept 5000 ms');
      await closed;
    });

    it('tells a subscription of what it asked for, and ends it with its result when the server stops', async () => {
      const {url, server} = await startServer();
      const response = await stateless(url, 5, 'subscriptions/listen', {notifications: {toolsListChanged: true}});
      const reader = given(response.body).pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      const until = async (part: string) => {
        while (!text.includes(part)) {
          const {value, done} = await reader.read();
          if (done) throw new Error(`ended before ${part}: ${text}`);
          text += value;
        }
      };
      await until('subscriptions/acknowledged');
      for (const kind of ['prompt', 'tool']) {
        const name = `test_trigger_${kind}_change`;
        await stateless(url, 6, 'tools/call', {name, arguments: {}}, {'Mcp-Name': name});
      }
      await until('tools/list_changed');
      expect(text).to.not.include('prompts/list_changed');
      const closed = server.close();
      for (let part = await reader.read(); !part.done; part = await reader.read()) text += part.value;
      await closed;
      expect(messagesIn(text).at(-1)).to.include({id: 5}).and.have.property('result');
    });
  });
});
