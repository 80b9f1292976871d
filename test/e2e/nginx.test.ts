import {createServer} from 'node:http';
import {request} from 'node:https';
import type {AddressInfo} from 'node:net';
import {expect} from 'chai';
import {type Nginx, startNginx} from './support/nginx.ts';

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly seenHost: string | undefined;
  readonly end: 'complete' | 'truncated';
}

/** What comes back from nginx for one of its hosts, the certificate verified as that host's. */
function get(nginx: Nginx, host: string, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {host: '127.0.0.1', port: nginx.port, servername: host, path, headers: {host}, ca: nginx.ca, agent: false},
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          body += chunk;
        });
        response.on('error', () => {});
        response.on('close', () =>
          resolve({
            status: response.statusCode ?? 0,
            body,
            seenHost: response.headers['x-seen-host']?.toString(),
            end: response.complete ? 'complete' : 'truncated',
          }),
        );
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}

describe('e2e: nginx as the proxy in front', function () {
  this.timeout(120_000);
  const hosts = {'mcp.run.georgi.io': '/streams', 'api.georgi.io': '/'};
  const started = new AsyncDisposableStack();
  let nginx: Nginx;

  before(async () => {
    const upstream = createServer((asked, response) => {
      response.setHeader('x-seen-host', asked.headers.host ?? '');
      response.write(`data: ${asked.url}\n\n`);
      // The other path stays open and silent.
      if (asked.url === '/streams/short') response.end();
    });
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
    started.defer(() => {
      upstream.closeAllConnections();
      upstream.close();
    });
    const {port} = upstream.address() as AddressInfo;
    // The longest time that this test may be stalled while nginx waits for its answer.
    nginx = await startNginx({upstreamPort: port, readTimeoutSeconds: 3, hosts});
    started.defer(() => nginx.close());
  });

  after(() => started.disposeAsync());

  for (const host of Object.keys(hosts)) {
    it(`passes ${host} on over verified TLS`, async () => {
      const answer = await get(nginx, host, '/streams/short');
      expect(answer).to.deep.equal({status: 200, body: 'data: /streams/short\n\n', seenHost: host, end: 'complete'});
    });
  }

  it('hands on the first event at once and cuts a stream that stays silent', async () => {
    const answer = await get(nginx, 'mcp.run.georgi.io', '/streams/silent');
    expect(answer.body).to.equal('data: /streams/silent\n\n');
    expect(answer.end).to.equal('truncated');
  });

  it('passes on only what is below the prefix of the host', async () => {
    expect((await get(nginx, 'mcp.run.georgi.io', '/elsewhere')).status).to.equal(404);
  });

  it('refuses the handshake for any other name', async () => {
    const refused = await get(nginx, 'other.georgi.io', '/streams/short').catch((error: Error) => error.message);
    expect(refused).to.match(/unrecognized.name/i);
  });
});
