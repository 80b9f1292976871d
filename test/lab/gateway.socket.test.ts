import {once} from 'node:events';
import type {IncomingMessage, RequestListener} from 'node:http';
import {createServer, request as openRequest} from 'node:https';
import {expect} from 'chai';
import {labAuthority} from '../../src/lab/certificates.ts';
import {startGateway} from '../../src/lab/gateway.ts';
import {type Listening, listenOnLoopback} from '../../src/lab/loopback.ts';
import type {CertificateAuthority, IssuedCertificate} from '../../src/mcp-server/wire/certificate-authority.ts';
import {plainListener} from '../../src/mcp-server/wire/listener.ts';

import {http2Client} from '../mcp-server/support/http2-client.ts';

const HOST = 'api.example.com';

describe('lab/gateway', () => {
  let authority: CertificateAuthority;
  let certificate: IssuedCertificate;
  const running: Listening[] = [];

  before(async () => {
    authority = await labAuthority();
    certificate = await authority.issue([HOST]);
  });

  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.close()));
  });

  async function gateway(integration: RequestListener, timeoutMs?: number): Promise<Listening> {
    const backend = await listenOnLoopback(
      plainListener(createServer({key: certificate.key, cert: certificate.cert}, integration)),
    );
    const started = await startGateway({
      certificate,
      integration: {address: backend.address, port: backend.port, host: HOST, ca: authority.cert},
      ...(timeoutMs === undefined ? {} : {timeoutMs}),
    });
    running.push(backend, started);
    return started;
  }

  async function get(at: Listening, path: string) {
    const request = openRequest({
      host: at.address,
      port: at.port,
      servername: HOST,
      path,
      headers: {host: HOST},
      ca: authority.cert,
      agent: false,
    });
    request.end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    return {
      status: response.statusCode,
      type: response.headers['content-type'],
      body: Buffer.concat(chunks).toString('utf8'),
    };
  }

  it('passes a complete response on, with the host of the integration', async () => {
    const at = await gateway(({headers, url}, response) => {
      response.writeHead(201, {'Content-Type': 'text/plain'});
      response.end(`${headers.host} ${url}`);
    });
    expect(await get(at, '/a?b=c')).to.deep.equal({status: 201, type: 'text/plain', body: `${HOST} /a?b=c`});
  });

  it('speaks HTTP/2 to its clients', async () => {
    const at = await gateway((_request, response) => response.end('whole'));
    const {session, ask} = http2Client(at.port, authority.cert, HOST);
    expect(await ask('/')).to.include({status: 200, text: 'whole', end: 'complete'});
    session.destroy();
  });

  it('gives nothing of a response that does not end, and 504 when its time is up', async () => {
    const at = await gateway((_request, response) => response.write('data: never seen\n\n'), 100);
    const {status, body} = await get(at, '/');
    expect(status).to.equal(504);
    expect(JSON.parse(body)).to.deep.equal({message: 'Endpoint request timed out'});
  });

  it('answers 502 when the integration breaks off', async () => {
    const at = await gateway((_request, response) => response.socket?.destroy());
    expect((await get(at, '/')).status).to.equal(502);
  });
});
