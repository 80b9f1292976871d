import {expect} from 'chai';
import {generate} from 'selfsigned';
import {NoAnswer} from '../../../src/model/errors.ts';
import {alwaysThere} from '../../../src/model/facts/observer.ts';
import {KnownSecrets} from '../../../src/model/text/secrets/known-secrets.ts';
import {createWire} from '../../../src/probes/wire/wire.ts';
import {attempt, passingStore} from '../../support/attempt.ts';
import {type PathologyServer, startPathologyServer} from '../../support/pathology-server.ts';
import {steppedClock} from '../../support/stepped-clock.ts';

const HOST = 'mcp.run.example.test';

type Names = readonly string[];

describe('the wire, over TLS', () => {
  let authority: {private: string; cert: string};
  const servers: PathologyServer[] = [];
  before(async () => {
    authority = await generate([{name: 'commonName', value: 'Test CA'}], {
      keyType: 'ec',
      algorithm: 'sha256',
      extensions: [{name: 'basicConstraints', cA: true, critical: true}],
    });
  });
  after(() => Promise.all(servers.map((server) => server.close())));

  async function certificateFor(names: Names, validity: {notBeforeDate?: Date; notAfterDate?: Date} = {}) {
    const made = await generate([{name: 'commonName', value: names[0] ?? ''}], {
      keyType: 'ec',
      algorithm: 'sha256',
      ca: {key: authority.private, cert: authority.cert},
      extensions: [{name: 'subjectAltName', altNames: names.map((value) => ({type: 2, value}))}],
      ...validity,
    });
    return {key: made.private, cert: made.cert};
  }

  async function ask(server: PathologyServer, ca: string | null) {
    servers.push(server);
    const connectTo = () => ({address: '127.0.0.1', port: server.port});
    const clock = steppedClock();
    const wire = createWire({
      store: passingStore(),
      clock,
      presence: alwaysThere(clock),
      connectTo,
      ca,
      secrets: new KnownSecrets(),
    });
    return wire.http(attempt()).request({method: 'GET', url: `https://${HOST}/echo`, headers: {}, withinMs: 5000});
  }

  it('trusts the CA it is given, sends the real name, and says what was agreed', async () => {
    const server = await startPathologyServer(await certificateFor([HOST]));
    const {answer, connection} = await ask(server, authority.cert);
    expect(answer?.status).to.equal(200);
    expect(answer?.body).to.contain(`host: ${HOST}\r\n`);
    expect(connection?.tls?.protocol).to.equal('TLSv1.3');
    expect(connection?.connectedTo).to.equal(`127.0.0.1:${server.port}`);
  });

  it('says which names a certificate has that does not cover the host, and sends nothing', async () => {
    const server = await startPathologyServer(await certificateFor(['*.example.test', 'example.test']));
    const {answer, refusal} = await ask(server, authority.cert);
    expect(answer).to.equal(null);
    expect(refusal).to.deep.equal({
      kind: 'certificate',
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
      message: `the certificate does not cover ${HOST}; it names *.example.test, example.test`,
    });
    expect(server.heads).to.deep.equal([]);
  });

  it('refuses a certificate that has expired', async () => {
    const dates = {notBeforeDate: new Date('2020-01-01'), notAfterDate: new Date('2021-01-01')};
    const server = await startPathologyServer(await certificateFor([HOST], dates));
    const {refusal} = await ask(server, authority.cert);
    expect(refusal).to.include({kind: 'certificate', code: 'CERT_HAS_EXPIRED'});
    expect(refusal?.message).to.contain('2021').and.to.contain(`it names ${HOST}`);
  });

  it('refuses a certificate that is signed by itself', async () => {
    const own = await generate([{name: 'commonName', value: HOST}], {keyType: 'ec', algorithm: 'sha256'});
    const server = await startPathologyServer({key: own.private, cert: own.cert});
    const {refusal} = await ask(server, null);
    expect(refusal).to.include({kind: 'certificate', code: 'DEPTH_ZERO_SELF_SIGNED_CERT'});
  });

  it('refuses a CA that it does not trust', async () => {
    const server = await startPathologyServer(await certificateFor([HOST]));
    const {refusal} = await ask(server, null);
    expect(refusal?.kind).to.equal('certificate');
  });

  it('calls a port that speaks no TLS a TLS failure', async () => {
    const server = await startPathologyServer();
    servers.push(server);
    const clock = steppedClock();
    const wire = createWire({
      store: passingStore(),
      clock,
      presence: alwaysThere(clock),
      connectTo: () => null,
      ca: null,
      secrets: new KnownSecrets(),
    });
    const exchange = wire
      .http(attempt())
      .request({method: 'GET', url: `https://127.0.0.1:${server.port}/`, headers: {}, withinMs: 5000});
    const socket = await server.connected();
    socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    expect((await exchange).refusal?.kind).to.equal('tls');
  });

  it('a handshake that never ends is not an answer in time', async () => {
    const server = await startPathologyServer();
    servers.push(server);
    const clock = steppedClock();
    const wire = createWire({
      store: passingStore(),
      clock,
      presence: alwaysThere(clock),
      connectTo: () => null,
      ca: null,
      secrets: new KnownSecrets(),
    });
    const exchange = wire
      .http(attempt())
      .request({method: 'GET', url: `https://127.0.0.1:${server.port}/`, headers: {}, withinMs: 5000})
      .catch((error: unknown) => error);
    await server.connected();
    clock.advance(5000);
    const thrown = await exchange;
    expect(thrown).to.be.instanceOf(NoAnswer);
    expect(thrown).to.have.property('phase', 'tls');
  });
});
