import {once} from 'node:events';
import {type AddressInfo, createServer as createTcpServer, type Server} from 'node:net';
import {createServer, type TlsOptions} from 'node:tls';
import {expect} from 'chai';
import {CannotTell, NoAnswer} from '../../../../src/model/errors.ts';
import {alwaysThere} from '../../../../src/model/facts/observer.ts';
import type {AskedProtocol} from '../../../../src/model/facts/wire/connection.ts';
import {KnownSecrets} from '../../../../src/model/text/secrets/known-secrets.ts';
import {liveFacts} from '../../../../src/probes/facts.ts';
import {attempt} from '../../../support/attempt.ts';
import {steppedClock} from '../../../support/stepped-clock.ts';
import {steppedWire} from '../../../support/stepped-wire.ts';
import {type Identity, makeTestAuthority, type TestAuthority} from '../../../support/test-authority.ts';

const HOST = 'mcp.run.example.test';
const URL_OF_IT = `https://${HOST}/a/path?token=hush`;

describe('the protocols of a server', () => {
  let authority: TestAuthority;
  let identity: Identity;
  const servers: Server[] = [];
  before(async () => {
    authority = await makeTestAuthority();
    identity = await authority.certificateFor([HOST]);
  });
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  /** Speaks nothing after the handshake. */
  async function listen(options: TlsOptions) {
    let connections = 0;
    const server = createServer({...identity, ...options}, (socket) => {
      socket.on('error', () => {});
      socket.resume();
    });
    server.on('connection', () => {
      connections += 1;
    });
    server.on('tlsClientError', () => {});
    servers.push(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const {port} = server.address() as AddressInfo;
    return {port, connections: () => connections};
  }

  const wireTo = (port: number, more: Parameters<typeof steppedWire>[0] = {}) =>
    steppedWire({connectTo: () => ({address: '127.0.0.1', port}), ca: authority.cert, ...more});
  const thrownBy = (promise: Promise<unknown>) =>
    promise.then(
      () => expect.fail('answered'),
      (error: unknown) => error,
    );

  for (const [what, options, offered, alpn] of [
    ['both', {ALPNProtocols: ['h2', 'http/1.1']}, ['h2', 'http/1.1'], 'h2'],
    ['HTTP/2 alone', {ALPNProtocols: ['h2']}, ['h2'], 'h2'],
    ['HTTP/1.1 alone', {ALPNProtocols: ['http/1.1']}, ['http/1.1'], 'http/1.1'],
    ['no ALPN', {}, ['http/1.1'], null],
  ] as const) {
    it(`are ${offered.join(' and ')} of one with ${what}`, async () => {
      const {port} = await listen({
        ...options,
        ALPNProtocols: [...('ALPNProtocols' in options ? options.ALPNProtocols : [])],
      });
      const offer = await wireTo(port).wire.http(attempt()).protocols({url: URL_OF_IT, withinMs: 5000});
      expect(offer).to.deep.include({url: `https://${HOST}`, refusal: null, offered});
      expect(offer.connection?.tls).to.deep.include({alpnOffered: ['h2', 'http/1.1'], alpn});
      expect(offer.connection?.phases).to.deep.equal({lookupAtMs: null, connectAtMs: 0, tlsAtMs: 0, sentAtMs: null});
    });
  }

  it('are none of one that agrees to nothing we speak', async () => {
    const {port} = await listen({ALPNProtocols: ['h3']});
    const offer = await wireTo(port).wire.http(attempt()).protocols({url: URL_OF_IT, withinMs: 5000});
    expect(offer.offered).to.deep.equal([]);
    expect(offer.refusal).to.deep.equal({
      kind: 'protocol',
      code: 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL',
      message: 'the server speaks none of what was offered by ALPN: h2, http/1.1',
    });
  });

  it('are HTTP/1.1 of http:', async () => {
    const server = createTcpServer((socket) => socket.on('error', () => {}).resume());
    servers.push(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const {port} = server.address() as AddressInfo;
    const offer = await wireTo(port)
      .wire.http(attempt())
      .protocols({url: `http://${HOST}/`, withinMs: 5000});
    expect(offer).to.deep.include({refusal: null, offered: ['http/1.1']});
    expect(offer.connection?.tls).to.equal(null);
  });

  it('are asked once for all URLs of one origin, and no secret of them is in the key', async () => {
    const {port, connections} = await listen({ALPNProtocols: ['http/1.1']});
    const clock = steppedClock();
    const {store} = steppedWire();
    const {wire} = wireTo(port, {clock, store: liveFacts(clock)});
    const ask = (url: string, withinMs = 5000) => wire.sse(attempt()).protocols({url, withinMs});
    const [first, second] = await Promise.all([ask(URL_OF_IT), ask(`https://${HOST}:443/other`, 6000)]);
    expect(second).to.equal(first);
    expect(connections()).to.equal(1);
    await wireTo(port, {store}).wire.http(attempt()).protocols({url: URL_OF_IT, withinMs: 5000});
    expect(store.keys.join()).to.contain(HOST).and.not.contain('hush');
  });

  it('are no answer of one that says nothing in time', async () => {
    const connected = Promise.withResolvers<void>();
    const server = createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => connected.resolve());
    });
    servers.push(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const {clock, wire} = wireTo((server.address() as AddressInfo).port);
    const offer = wire.http(attempt()).protocols({url: URL_OF_IT, withinMs: 5000});
    await connected.promise;
    clock.advance(5000);
    const thrown = await thrownBy(offer);
    expect(thrown).to.be.instanceOf(NoAnswer);
    expect(thrown).to.include({phase: 'tls'});
  });

  it('cannot be told of by a machine that was asleep', async () => {
    const clock = steppedClock();
    const observer = () => ({gaps: [], awayMs: 0, suspendedMs: 60_000});
    const presence = {watch: () => ({...alwaysThere(clock).watch(), observer})};
    const {wire} = wireTo(1, {clock, presence, connectTo: () => null, lookup: () => {}, secrets: new KnownSecrets()});
    const offer = wire.http(attempt()).protocols({url: URL_OF_IT, withinMs: 5000});
    await clock.sleeperAt(5000);
    clock.advance(5000);
    expect(await thrownBy(offer)).to.be.instanceOf(CannotTell);
  });

  describe('when one is asked for', () => {
    const ask = (port: number, protocol: AskedProtocol) =>
      wireTo(port).wire.http(attempt()).request({method: 'GET', url: URL_OF_IT, headers: {}, withinMs: 5000, protocol});

    it('that is not spoken is refused by an alert', async () => {
      const {port} = await listen({ALPNProtocols: ['http/1.1']});
      const {refusal, connection} = await ask(port, 'h2');
      expect(refusal).to.include({kind: 'protocol', code: 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL'});
      expect(connection?.protocol).to.equal(null);
    });

    it('that is not agreed to is refused, and nothing is sent', async () => {
      const {port} = await listen({});
      const {refusal, connection} = await ask(port, 'h2');
      expect(refusal).to.deep.equal({
        kind: 'protocol',
        code: null,
        message: 'the server does not speak HTTP/2 here: it agreed to no protocol by ALPN, which means HTTP/1.1',
      });
      expect(connection?.phases.sentAtMs).to.equal(null);
    });

    it('HTTP/1.1 of a server of HTTP/2 alone is refused', async () => {
      const {port} = await listen({ALPNProtocols: ['h2']});
      const {refusal} = await ask(port, 'http/1.1');
      expect(refusal).to.include({kind: 'protocol', code: 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL'});
    });
  });
});
