import {once} from 'node:events';
import {connect, createServer} from 'node:net';
import {expect} from 'chai';
import {createReferenceServer} from '../../src/mcp-server/index.ts';
import {UsageError} from '../../src/model/errors.ts';
import {rawGet} from './support/raw-client.ts';
import {startServer, stopServers} from './support/started-server.ts';

describe('mcp-server server', () => {
  afterEach(stopServers);

  describe('listen', () => {
    it('says which address cannot be had, and why', async () => {
      const taken = createServer().listen(0, '127.0.0.1');
      await once(taken, 'listening');
      const {port} = taken.address() as {port: number};
      const refusal = await createReferenceServer({port})
        .listen()
        .catch((error: unknown) => error);
      taken.close();
      expect(refusal).to.be.instanceOf(UsageError).with.property('where', `127.0.0.1:${port}`);
      expect(refusal).to.have.property('message').that.includes('in use');
    });

    it('refuses a base path that is none before it takes a port', () => {
      expect(() => createReferenceServer({basePath: '/a b'})).to.throw(UsageError, '"/a b"');
    });

    it('keeps idle connections longer than a load balancer does by default', async () => {
      const {port} = await startServer();
      expect(await (await rawGet(port, '/health')).until('"ok"')).to.match(/^keep-alive: timeout=75\r$/im);
    });
  });

  describe('close', () => {
    for (const path of ['/events', '/mcp/sse/stream']) {
      it(`ends ${path} as a complete message, with a time to come back, and the connection after it`, async () => {
        const {server, port} = await startServer();
        const client = await rawGet(port, path);
        await client.until('data: ');
        await server.close({graceMs: 60_000});
        const text = await client.closed();
        expect(text).to.match(/retry: \d+\n\n\r\n0\r\n\r\n$/);
        expect(server.openStreams()).to.equal(0);
      });
    }

    it('accepts no more connections', async () => {
      const {server, port} = await startServer();
      await server.close();
      const socket = connect(port, '127.0.0.1');
      const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
      expect(error.code).to.equal('ECONNREFUSED');
    });

    it('lets an open request finish, and closes its connection', async () => {
      const {server, port} = await startServer();
      const request = await rawGet(port, '/api/v1/echo', ['Expect: 100-continue', 'Content-Length: 4']);
      await request.until('100 Continue');
      const closed = server.close({graceMs: 60_000});
      request.write('body');
      const text = await request.closed();
      expect(text)
        .to.include('"body":"body"')
        .and.match(/^connection: close\r$/im);
      await closed;
    });

    it('cuts what outlives the grace time, and a second close can shorten it', async () => {
      const {server, port} = await startServer();
      const request = await rawGet(port, '/api/v1/echo', ['Expect: 100-continue', 'Content-Length: 4']);
      await request.until('100 Continue');
      const first = server.close({graceMs: 60_000});
      await Promise.all([first, server.close({graceMs: 0})]);
      expect(await request.closed()).to.not.include('200 OK');
    });

    it('can be asked of a server that never listened', async () => {
      await createReferenceServer().close();
    });
  });
});
