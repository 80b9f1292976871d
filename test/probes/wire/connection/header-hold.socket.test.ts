import {once} from 'node:events';
import {type AddressInfo, createServer, type Server, type Socket} from 'node:net';
import {createServer as createTlsServer} from 'node:tls';
import {expect} from 'chai';
import {CannotTell, NoAnswer} from '../../../../src/model/errors.ts';
import {alwaysThere} from '../../../../src/model/facts/observer.ts';
import {attempt} from '../../../support/attempt.ts';
import {steppedClock} from '../../../support/stepped-clock.ts';
import {steppedWire} from '../../../support/stepped-wire.ts';
import {makeTestAuthority} from '../../../support/test-authority.ts';

describe('response headers that do not come in time', () => {
  const opened: {server: Server; sockets: Set<Socket>}[] = [];
  afterEach(async () => {
    for (const {server, sockets} of opened.splice(0)) {
      for (const socket of sockets) socket.destroy();
      if (!server.listening) continue;
      server.close();
      await once(server, 'close');
    }
  });

  /** Calls `ask` with what each connection sends first. */
  async function listen(ask: (socket: Socket, text: string) => void) {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.once('data', (data) => ask(socket, String(data)));
    });
    opened.push({server, sockets});
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const {port} = server.address() as AddressInfo;
    return {server, sockets, port, url: `http://127.0.0.1:${port}/`};
  }

  const request = (url: string) => ({method: 'GET', url, headers: {}, withinMs: 5000});
  const thrownBy = (promise: Promise<unknown>) =>
    promise.then(
      () => expect.fail('answered'),
      (error: unknown) => error,
    );

  it('are held back where one more connection is made', async () => {
    const asked = Promise.withResolvers<void>();
    const {url, sockets} = await listen(() => asked.resolve());
    const {clock, wire} = steppedWire();
    const exchange = wire.http(attempt()).request(request(url));
    await asked.promise;
    clock.advance(5000);
    const {refusal, connection} = await exchange;
    expect(refusal).to.deep.equal({
      kind: 'held',
      code: null,
      message: 'no response headers came within 5 s, though the same address answers',
    });
    expect(connection?.phases.sentAtMs).to.equal(0);
    expect(sockets.size).to.equal(2);
  });

  it('are no answer where no more connections are made', async () => {
    const asked = Promise.withResolvers<void>();
    const {url, server} = await listen(() => asked.resolve());
    const {clock, wire} = steppedWire();
    const exchange = wire.http(attempt()).request(request(url));
    await asked.promise;
    server.close();
    clock.advance(5000);
    const thrown = await thrownBy(exchange);
    expect(thrown).to.be.instanceOf(NoAnswer);
    expect(thrown).to.include({phase: 'headers'});
  });

  it('are no answer where the handshake of one more does not complete within 5 s', async () => {
    const authority = await makeTestAuthority();
    const identity = await authority.certificateFor(['a.example.test']);
    const asked = Promise.withResolvers<void>();
    const secured = createTlsServer(identity, (socket) => {
      socket.on('error', () => {});
      socket.once('data', () => asked.resolve());
    });
    const sockets = new Set<Socket>();
    const second = Promise.withResolvers<void>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      if (sockets.size === 1) secured.emit('connection', socket);
      else socket.once('data', () => second.resolve());
    });
    opened.push({server, sockets});
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const {port} = server.address() as AddressInfo;
    const {clock, wire} = steppedWire({connectTo: () => ({address: '127.0.0.1', port}), ca: authority.cert});
    const exchange = wire.http(attempt()).request(request('https://a.example.test/'));
    await asked.promise;
    clock.advance(5000);
    await second.promise;
    await clock.sleeperAt(10_000);
    clock.advance(5000);
    expect(await thrownBy(exchange)).to.be.instanceOf(NoAnswer);
  });

  for (const [when, kind] of [
    ['after', 'held'],
    ['before', null],
  ] as const) {
    it(`are ${kind ?? 'no answer'} where another request was answered ${when} this one was sent`, async () => {
      const asked = Promise.withResolvers<void>();
      const {url, server, sockets} = await listen((socket, text) => {
        if (text.startsWith('GET /quick')) socket.end('HTTP/1.1 204 No Content\r\n\r\n');
        else asked.resolve();
      });
      const {clock, wire} = steppedWire();
      const quick = () => wire.http(attempt()).request(request(`${url}quick`));
      if (when === 'before') await quick();
      clock.advance(1);
      const exchange = wire.http(attempt()).request(request(url));
      await asked.promise;
      await clock.sleeperAt(5001);
      clock.advance(1);
      if (when === 'after') await quick();
      // So that no more connection is made.
      server.close();
      const before = sockets.size;
      clock.advance(4999);
      if (kind !== null) expect((await exchange).refusal?.kind).to.equal(kind);
      else expect(await thrownBy(exchange)).to.be.instanceOf(NoAnswer);
      expect(sockets.size).to.equal(before);
    });
  }

  it('are not looked at when they come after all', async () => {
    const asked = Promise.withResolvers<Socket>();
    const connected = Promise.withResolvers<void>();
    const {url, server} = await listen((socket) => asked.resolve(socket));
    let connections = 0;
    server.on('connection', (socket: Socket) => {
      connections += 1;
      if (connections !== 2) return;
      // While it is being found out.
      void asked.promise.then((first) => first.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
      socket.once('close', () => connected.resolve());
    });
    const {clock, wire} = steppedWire();
    const exchange = wire.http(attempt()).request(request(url));
    await asked.promise;
    clock.advance(5000);
    expect((await exchange).refusal?.kind).to.equal('held');
    await connected.promise;
  });

  it('cannot be told of by a machine that was asleep', async () => {
    const asked = Promise.withResolvers<void>();
    const {url} = await listen(() => asked.resolve());
    const clock = steppedClock();
    const observer = () => ({gaps: [], awayMs: 0, suspendedMs: 60_000});
    const presence = {watch: () => ({...alwaysThere(clock).watch(), observer})};
    const {wire} = steppedWire({clock, presence});
    const exchange = wire.http(attempt()).request(request(url));
    await asked.promise;
    clock.advance(5000);
    const thrown = await thrownBy(exchange);
    expect(thrown).to.be.instanceOf(CannotTell);
    expect(String(thrown)).to.contain('this machine was suspended for 1 min');
  });

  it('end with the attempt while that is being found out', async () => {
    const asked = Promise.withResolvers<void>();
    const {url} = await listen(() => asked.resolve());
    const controller = new AbortController();
    const {clock, wire} = steppedWire();
    const exchange = wire.http(attempt(controller.signal)).request(request(url));
    await asked.promise;
    clock.advance(5000);
    controller.abort(new Error('interrupted'));
    expect(await thrownBy(exchange)).to.have.property('message', 'interrupted');
  });
});
