import {once} from 'node:events';
import {get as getOverHttp1} from 'node:https';
import {connect as connectTls} from 'node:tls';
import {expect} from 'chai';
import {WebSocket} from 'ws';
import type {ReferenceServerOptions} from '../../../src/mcp-server/index.ts';
import {type CertificateAuthority, createAuthority} from '../../../src/mcp-server/wire/certificate-authority.ts';
import {type Http2Client, http2Client} from '../support/http2-client.ts';
import {initialize} from '../support/mcp-requests.ts';
import {startServer, stopServers} from '../support/started-server.ts';

const JSON_POST = {'content-type': 'application/json', accept: 'application/json, text/event-stream'};

describe('mcp-server over TLS', () => {
  let authority: CertificateAuthority;
  const clients: Http2Client[] = [];

  before(async () => {
    authority = await createAuthority('test');
  });

  afterEach(async () => {
    for (const {session} of clients.splice(0)) session.destroy();
    await stopServers();
  });

  async function serving(options: ReferenceServerOptions = {}) {
    const tls = await authority.issue(['localhost', '127.0.0.1']);
    const log: object[] = [];
    const server = await startServer({
      basePath: '/j',
      allowFaults: true,
      heartbeatMs: 0,
      tls,
      onLog: (entry) => log.push(entry),
      ...options,
    });
    const client = () => {
      const made = http2Client(server.port, authority.cert);
      clients.push(made);
      return made;
    };
    return {...server, log, client};
  }

  it('says https', async () => {
    const {url, port} = await serving();
    expect(url).to.equal(`https://127.0.0.1:${port}/j`);
  });

  it('speaks HTTP/1.1 to clients that prefer it, or agree on nothing', async () => {
    const {url, port} = await serving();
    for (const ALPNProtocols of [['http/1.1'], undefined]) {
      const request = getOverHttp1(`${url}/api/v1/status`, {
        ca: authority.cert,
        agent: false,
        port,
        ...(ALPNProtocols === undefined ? {} : {ALPNProtocols}),
      });
      const [response] = await once(request, 'response');
      response.resume();
      expect([response.statusCode, response.httpVersion]).to.deep.equal([200, '1.1']);
    }
  });

  it('answers a WebSocket over HTTP/1.1, and says over HTTP/2 that it takes an upgrade', async () => {
    const {port, client} = await serving();
    const socket = new WebSocket(`wss://localhost:${port}/j/ws`, {ca: authority.cert});
    const [description] = await once(socket, 'message');
    socket.terminate();
    expect(JSON.parse(String(description))).to.include({httpVersion: '1.1'});
    const {status, headers} = await client().ask('/j/ws');
    expect(status).to.equal(426);
    expect(headers).to.not.have.property('upgrade');
  });

  it('streams, without the headers of a connection, to its END_STREAM', async () => {
    const {client, log} = await serving();
    const seen = await client().ask('/j/events?cadence=10ms&count=3');
    expect([seen.status, seen.end, seqs(seen.text)]).to.deep.equal([200, 'complete', ['1', '2', '3']]);
    expect(seen.text).to.match(/^: open\n\n/);
    expect(seen.headers).to.not.have.any.keys('connection', 'keep-alive', 'transfer-encoding');
    expect(log).to.deep.include.members([{...logged(log, 'stream-close'), cause: 'done'}]);
  });

  it('answers many at a time on one connection', async () => {
    const {client, server} = await serving();
    const {ask} = client();
    const all = await Promise.all(Array.from({length: 100}, () => ask('/j/events?cadence=10ms&count=3')));
    expect(all.filter(({text}) => seqs(text).length === 3)).to.have.length(100);
    expect(server.openStreams()).to.equal(0);
  });

  it('answers HEAD, 204 and a body that is not read', async () => {
    const {client} = await serving();
    const {ask} = client();
    const head = await ask('/j/events', {method: 'HEAD'});
    expect([head.status, head.text, head.end]).to.deep.equal([200, '', 'complete']);
    const over = await ask(`/j/events?count=1&resume=${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}.1`);
    expect([over.status, over.text, over.end]).to.deep.equal([204, '', 'complete']);
    const large = await ask('/j/api/v1/echo', {method: 'POST', body: 'x'.repeat(200_000)});
    expect(large.status).to.equal(413);
    expect((await ask('/health')).status).to.equal(200);
  });

  it('echoes a request as one with Host, without pseudo-header fields', async () => {
    const {client} = await serving({shownHeaders: ['x-a']});
    const {text} = await client().ask('/j/api/v1/echo?a=1', {
      method: 'POST',
      body: 'hello',
      headers: {'x-a': 'b', cookie: 'c=d'},
    });
    const {headers, ...echo} = JSON.parse(text);
    expect(echo).to.include({method: 'POST', url: '/j/api/v1/echo?a=1', body: 'hello', httpVersion: '2.0'});
    expect(headers).to.deep.equal({host: 'localhost:443', 'x-a': 'b', cookie: '[redacted]'});
  });

  it('guards hosts by the authority, and the token', async () => {
    const {port} = await serving({bearerToken: 'a-token-of-some-length'});
    const rebound = http2Client(port, authority.cert);
    clients.push(rebound);
    const elsewhere = {':authority': 'elsewhere.example', authorization: 'Bearer a-token-of-some-length'};
    expect((await rebound.ask('/j/events', {headers: elsewhere})).status).to.equal(403);
    expect((await rebound.ask('/j/events')).status).to.equal(401);
    const let_in = {authorization: 'Bearer a-token-of-some-length'};
    expect((await rebound.ask('/j/api/v1/status', {headers: let_in})).status).to.equal(200);
  });

  it('speaks both transports of MCP', async () => {
    const {client} = await serving();
    const {ask} = client();
    const answer = await ask('/j/mcp', {method: 'POST', headers: JSON_POST, body: initialize()});
    expect([answer.status, answer.text.includes('"serverInfo"')]).to.deep.equal([200, true]);
    let posted: Promise<{status: number}> | null = null;
    const stream = await ask('/j/mcp/sse?fault=end-after=2', {
      onPart(text) {
        const [, endpoint] = /^data: (\S+sessionId=\S+)\n/m.exec(text) ?? [];
        if (endpoint !== undefined) {
          posted ??= ask(endpoint, {method: 'POST', headers: JSON_POST, body: initialize('2024-11-05')});
        }
      },
    });
    expect(stream.text).to.include('"serverInfo"');
    expect((await (posted as unknown as Promise<{status: number}>)).status).to.equal(202);
  });

  it('sees a client leave, by its stream or its connection', async () => {
    const {client, server, log} = await serving();
    const {session, ask} = client();
    void ask('/j/events?cadence=10ms');
    const stream = session.request({':path': '/j/events?cadence=10ms'});
    stream.on('error', () => {});
    await once(stream.resume(), 'data');
    stream.close();
    await until(() => log.some((entry) => 'cause' in entry));
    expect(logged(log, 'stream-close')).to.include({cause: 'left'});
    session.destroy();
    await until(() => server.openStreams() === 0);
  });

  it('ends its streams and connections when it stops, and says so first', async () => {
    const {client, server} = await serving({heartbeatMs: 15_000});
    const {session, ask} = client();
    const stream = ask('/j/events?cadence=1h', {onPart: (text) => text.includes('"seq":1') && void server.close()});
    const {text, end, saidGoaway} = await stream;
    expect([/retry: \d+\n\n$/.test(text), end, saidGoaway]).to.deep.equal([true, 'complete', true]);
    if (!session.closed) await once(session, 'close');
    await server.close();
  });

  it('keeps a connection without a stream for its time, whatever PINGs come', async () => {
    const {client} = await serving({limits: {keepAliveMs: 200}});
    const {session, ask} = client();
    expect((await ask('/health')).status).to.equal(200);
    const pings = setInterval(() => !session.destroyed && session.ping(() => {}), 20);
    await once(session, 'close');
    clearInterval(pings);
  });

  it('gives up a request whose body does not come', async () => {
    const {client} = await serving({limits: {headTimeoutMs: 100, requestTimeoutMs: 100}});
    const {session} = client();
    const stream = session.request({':path': '/j/api/v1/echo', ':method': 'POST'});
    stream.on('error', () => {});
    stream.write('never all');
    await new Promise((resolve) => stream.once('close', resolve));
    expect(stream.rstCode).to.equal(2);
  });

  it('drops what is no TLS, and what is no HTTP/2 after all', async () => {
    const {port, log} = await serving();
    const plain = connectTls({
      port,
      host: '127.0.0.1',
      ca: authority.cert,
      ALPNProtocols: ['h2'],
      servername: 'localhost',
    });
    await once(plain, 'secureConnect');
    plain.on('error', () => {}).write('GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n');
    plain.resume();
    if (!plain.closed) await once(plain, 'close');
    await until(() => log.some((entry) => 'reason' in entry && entry.reason === 'no-http2'));
  });

  it('says what is wrong with a pair that is none', async () => {
    const error = await startServer({tls: {cert: 'no certificate', key: 'no key'}}).catch((thrown: unknown) => thrown);
    expect(String(error)).to.match(/certificate and key cannot be used/);
  });

  it('breaks streams in the ways of HTTP/2', async () => {
    const {client, log} = await serving();
    const ended = async (fault: string) => {
      const {end, text} = await client().ask(`/j/events?cadence=10ms&count=4&fault=${fault}`);
      return [end, seqs(text).length];
    };
    expect(await ended('end-after=2')).to.deep.equal(['complete', 2]);
    expect(await ended('fin-after=2')).to.deep.equal(['closed', 2]);
    expect(await ended('reset-after=2')).to.deep.equal(['INTERNAL_ERROR', 2]);
    expect(log.filter((entry) => 'cause' in entry && entry.cause === 'fault')).to.have.length(3);
  });
});

function seqs(text: string): readonly string[] {
  return [...text.matchAll(/"seq":(\d+)/g)].map(([, seq = '']) => seq);
}

function logged(log: readonly object[], event: string): object {
  return log.find((entry) => 'event' in entry && entry.event === event) ?? {};
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}
