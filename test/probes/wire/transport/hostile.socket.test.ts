import {once} from 'node:events';
import {type AddressInfo, createServer, type Server, type Socket} from 'node:net';
import {expect} from 'chai';
import {attempt} from '../../../support/attempt.ts';
import {
  data,
  END_HEADERS,
  type FrameServer,
  frame,
  headers,
  literal,
  SETTINGS,
  STATUS_200,
  startFrameServer,
} from '../../../support/frame-server.ts';
import {steppedWire} from '../../../support/stepped-wire.ts';
import {type Identity, makeTestAuthority, type TestAuthority} from '../../../support/test-authority.ts';

const HOST = 'mcp.run.example.test';

/** Writes the same bytes again and again, as fast as they are taken. */
function forever(socket: Socket, bytes: Buffer): void {
  const more = () => {
    while (!socket.destroyed && socket.write(bytes));
    socket.once('drain', more);
  };
  more();
}

const times = (count: number, bytes: Buffer) => Buffer.concat(Array<Buffer>(count).fill(bytes));

/** 3 KiB in the table of HPACK, and then 12,000 times one byte that means it. */
const HPACK_BOMB = Buffer.concat([
  STATUS_200,
  Buffer.from([0x40, 1, 0x78, 0x7f, 0x81, 0x17]),
  Buffer.alloc(3072, 0x61),
  Buffer.alloc(12_000, 0xbe),
]);

describe('a server that wants to keep us busy', () => {
  let authority: TestAuthority;
  let identity: Identity;
  const opened: {close(): unknown}[] = [];
  before(async () => {
    authority = await makeTestAuthority();
    identity = await authority.certificateFor([HOST]);
  });
  afterEach(() => Promise.all(opened.splice(0).map((server) => server.close())));

  describe('over HTTP/2', () => {
    async function ask(answer: (socket: Socket) => void) {
      const server: FrameServer = await startFrameServer(identity, answer);
      opened.push(server);
      const {clock, wire} = steppedWire({
        connectTo: () => ({address: '127.0.0.1', port: server.port}),
        ca: authority.cert,
      });
      const request = {method: 'GET', url: `https://${HOST}/`, headers: {}, withinMs: 5000};
      return {clock, exchange: wire.http(attempt()).request(request)};
    }

    for (const [what, first, again] of [
      ['PING', SETTINGS, frame(6, 0, 0, '12345678')],
      ['SETTINGS', SETTINGS, SETTINGS],
      ['CONTINUATION', Buffer.concat([SETTINGS, frame(1, 0, 1, STATUS_200)]), frame(9, 0, 1, literal('a', 'b'))],
      ['empty CONTINUATION', Buffer.concat([SETTINGS, frame(1, 0, 1, STATUS_200)]), frame(9, 0, 1)],
      ['WINDOW_UPDATE', SETTINGS, frame(8, 0, 0, Buffer.from([0, 0, 0, 1]))],
      ['RST_STREAM of what there is not', SETTINGS, frame(3, 0, 3, Buffer.from([0, 0, 0, 8]))],
      ['frames that nobody knows', SETTINGS, frame(0x77, 0, 0, 'x')],
      ['ALTSVC', SETTINGS, frame(10, 0, 0, Buffer.from('\0\x09https://xh2=":1"'))],
      ['early hints', SETTINGS, frame(1, END_HEADERS, 1, Buffer.concat([Buffer.from([8, 3]), Buffer.from('103')]))],
    ] as const) {
      it(`with ${what} for ever is malformed`, async () => {
        const {exchange} = await ask((socket) => {
          socket.write(first);
          forever(socket, times(1000, again));
        });
        expect((await exchange).refusal?.kind).to.equal('malformed');
      });
    }

    it('with headers that become many is malformed', async () => {
      const {exchange} = await ask((socket) => {
        socket.write(Buffer.concat([SETTINGS, frame(1, END_HEADERS, 1, HPACK_BOMB)]));
      });
      expect((await exchange).refusal).to.deep.include({
        kind: 'malformed',
        code: 'ENHANCE_YOUR_CALM',
        message: 'the response headers did not end within 64 KiB',
      });
    });

    for (const [what, again, end] of [
      ['a body', data('x'.repeat(16_000)), 'too-large'],
      ['empty pieces', data(''), 'truncated'],
      ['trailers', frame(1, END_HEADERS, 1, literal('a', 'b')), 'truncated'],
    ] as const) {
      it(`with ${what} for ever ends ${end}`, async () => {
        const {exchange} = await ask((socket) => {
          socket.write(Buffer.concat([SETTINGS, headers(), data('x')]));
          forever(socket, times(100, again));
        });
        expect((await exchange).answer?.end).to.equal(end);
      });
    }

    it('with one byte at a time has no more than its time', async () => {
      const bytes = headers(literal('a', 'b'.repeat(100)));
      const begun = Promise.withResolvers<void>();
      const {clock, exchange} = await ask((socket) => {
        socket.write(SETTINGS);
        let sent = 0;
        const next = () => {
          if (socket.destroyed || sent >= bytes.length / 2) return begun.resolve();
          socket.write(bytes.subarray(sent, ++sent), () => setImmediate(next));
        };
        next();
      });
      await begun.promise;
      clock.advance(5000);
      expect((await exchange).refusal?.kind).to.equal('held');
    });
  });

  describe('over HTTP/1.1', () => {
    async function ask(answer: (socket: Socket) => void) {
      const sockets = new Set<Socket>();
      const server: Server = createServer((socket) => {
        sockets.add(socket);
        socket.on('error', () => {});
        socket.once('data', () => answer(socket));
      });
      await once(server.listen(0, '127.0.0.1'), 'listening');
      opened.push({
        close() {
          for (const socket of sockets) socket.destroy();
          server.close();
        },
      });
      const {clock, wire} = steppedWire();
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      return {clock, exchange: wire.http(attempt()).request({method: 'GET', url, headers: {}, withinMs: 5000})};
    }

    it('with early hints for ever has no more than its time', async () => {
      const begun = Promise.withResolvers<void>();
      const {clock, exchange} = await ask((socket) => {
        forever(socket, times(100, Buffer.from('HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n')));
        begun.resolve();
      });
      await begun.promise;
      clock.advance(5000);
      expect((await exchange).refusal?.kind).to.equal('held');
    });

    const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';

    it('with trailers for ever ends too large', async () => {
      const {exchange} = await ask((socket) => {
        socket.write(`${CHUNKED}1\r\nx\r\n0\r\n`);
        forever(socket, times(100, Buffer.from('X-Sum: 1\r\n')));
      });
      expect((await exchange).answer?.end).to.equal('too-large');
    });

    it('with the extension of a chunk for ever does not last', async () => {
      const {clock, exchange} = await ask((socket) => {
        socket.write(`${CHUNKED}1\r\nx\r\n5;a=`);
        forever(socket, Buffer.alloc(64 * 1024, 'x'));
      });
      await clock.sleeperAt(5000, 2);
      clock.advance(5000);
      expect((await exchange).answer?.end).to.be.oneOf(['silent', 'truncated']);
    });
  });
});
