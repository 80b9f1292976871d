import {connect} from 'node:net';
import {expect} from 'chai';
import {rawGet} from './support/raw-client.ts';
import {startServer, stopServers} from './support/started-server.ts';

describe('mcp-server routes', () => {
  afterEach(stopServers);

  for (const basePath of ['', '/jessica-service', '/test/deep']) {
    it(`answer below "${basePath}"`, async () => {
      const {port, url} = await startServer({basePath});
      expect(url).to.equal(`http://127.0.0.1:${port}${basePath}`);
      for (const path of ['/health', '/api/v1/status', '/api/v1/echo', '/events?count=1', '/mcp/sse/events?count=1']) {
        const response = await fetch(url + path);
        expect(response.status, path).to.equal(200);
        await response.text();
      }
    });
  }

  it('do not answer without the prefix, but for /health', async () => {
    const {port} = await startServer({basePath: '/jessica-service'});
    const statusOf = async (path: string) =>
      /^HTTP\/1.1 (\d+)/.exec(await (await rawGet(port, path, ['Connection: close'])).closed())?.[1];
    expect(await statusOf('/health')).to.equal('200');
    for (const path of [
      ...['/', '/api/v1/status', '/api/v1/echo', '/events', '/mcp/sse/events', '/mcp/sse/stream'],
      ...[
        '/jessica-service',
        '/jessica-service/',
        '/jessica-service2/health',
        '/jessica-service/jessica-service/health',
      ],
      ...['/JESSICA-SERVICE/health', '//host/health', '/x/../health', '/jessica-service/%68ealth', '/health/'],
      ...['/jessica-service/mcp/sse/stream/', '/jessica-service/mcp/sse/stream/messages', '/constructor', '*'],
    ]) {
      expect(await statusOf(path), path).to.equal('404');
    }
  });

  it('say in JSON that there is nothing, and which methods there are', async () => {
    const {url} = await startServer();
    const missing = await fetch(`${url}/nowhere`);
    expect(missing.headers.get('content-type')).to.equal('application/json; charset=utf-8');
    expect(await missing.json()).to.have.nested.property('error.code', 'not-found');
    const post = await fetch(`${url}/mcp/sse/stream`, {method: 'POST', body: '{}'});
    expect([post.status, post.headers.get('allow')]).to.deep.equal([405, 'GET, HEAD']);
    const get = await fetch(`${url}/mcp/sse/stream/messages/`);
    expect([get.status, get.headers.get('allow')]).to.deep.equal([405, 'POST']);
    const head = await fetch(`${url}/health`, {method: 'HEAD'});
    expect([head.status, await head.text()]).to.deep.equal([200, '']);
  });

  it('say what a stream would be, without one', async () => {
    const {url, server} = await startServer();
    for (const path of ['/mcp/sse', '/mcp/sse/stream', '/mcp/sse/events', '/events']) {
      const {status, headers} = await fetch(`${url}${path}`, {method: 'HEAD'});
      expect([status, headers.get('content-type'), headers.get('x-accel-buffering')], path).to.deep.equal([
        200,
        'text/event-stream',
        'no',
      ]);
    }
    expect(server.openStreams()).to.equal(0);
  });

  it('tell who answers', async () => {
    const {url} = await startServer({basePath: '/test', heartbeatMs: 0, cadenceMs: 250, version: '9.9.9'});
    const status = await (await fetch(`${url}/api/v1/status`)).json();
    expect(status).to.include({
      status: 'ok',
      basePath: '/test',
      heartbeatMs: 0,
      cadenceMs: 250,
      version: '9.9.9',
      openStreams: 0,
    });
  });

  describe('echo', () => {
    it('shows the request as it arrived', async () => {
      const {url} = await startServer({basePath: '/test'});
      const response = await fetch(`${url}/api/v1/echo?a=1&a=2`, {
        method: 'POST',
        headers: {'X-Forwarded-Proto': 'https', 'Last-Event-ID': '7'},
        body: 'grüße',
      });
      const echoed = (await response.json()) as Record<string, unknown>;
      expect(echoed).to.include({method: 'POST', url: '/test/api/v1/echo?a=1&a=2', body: 'grüße', httpVersion: '1.1'});
      expect(echoed.headers).to.include({'x-forwarded-proto': 'https', 'last-event-id': '7'});
    });

    it('keeps secrets to itself', async () => {
      const {url} = await startServer();
      const response = await fetch(`${url}/api/v1/echo?X-Amz-Signature=hush1&plain=shown`, {
        headers: {
          Authorization: 'Bearer hush2',
          Cookie: 'session=hush3',
          'X-Api-Key': 'hush4',
          'Proxy-Authorization': 'Basic hush5',
          'X-Amzn-Oidc-Data': 'hush6',
          'X-Amzn-Oidc-Accesstoken': 'hush7',
          Referer: 'https://example.com/?token=hush8',
        },
      });
      const text = await response.text();
      expect(text).to.not.include('hush');
      expect(text).to.include('plain=shown').and.include('"authorization":"[redacted]"');
    });

    it('shows the values of headers that it may show, except those that carry credentials', async () => {
      const {url} = await startServer({shownHeaders: ['X-Tenant']});
      const response = await fetch(`${url}/api/v1/echo`, {
        headers: {'x-tenant': 'https://me:hush1@a.example/?token=hush2&page=2', 'X-Other': 'hush3'},
      });
      const {headers} = (await response.json()) as {headers: Record<string, string>};
      expect(headers).to.include({
        'x-tenant': 'https://[redacted]@a.example/?token=[redacted]&page=2',
        'x-other': '[redacted]',
      });
      for (const name of ['cookie', 'X-Api-Key', 'mcp-session-id']) {
        const refused = await startServer({shownHeaders: [name]}).catch((error: unknown) => error);
        expect(String(refused), name).to.include('is never shown');
      }
    });

    it('takes no endless body', async () => {
      const {url} = await startServer();
      const response = await fetch(`${url}/api/v1/echo`, {method: 'POST', body: 'x'.repeat(64 * 1024 + 1)});
      expect(response.status).to.equal(413);
      const whole = await fetch(`${url}/api/v1/echo`, {method: 'POST', body: 'x'.repeat(64 * 1024)});
      expect(((await whole.json()) as {body: string}).body).to.have.length(64 * 1024);
    });

    it('survives a client that leaves in the middle of its body', async () => {
      const {port, url, errors} = await startServer();
      const socket = connect(port, '127.0.0.1');
      socket.write('POST /api/v1/echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n');
      await new Promise((resolve) => socket.once('data', resolve)); // 100 Continue: the handler reads now
      socket.resetAndDestroy();
      expect((await fetch(`${url}/health`)).status).to.equal(200);
      expect(errors).to.deep.equal([]);
    });
  });
});
