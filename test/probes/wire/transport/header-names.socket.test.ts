import {once} from 'node:events';
import {createServer} from 'node:http2';
import {type AddressInfo, connect} from 'node:net';
import {expect} from 'chai';
import fc from 'fast-check';
import {FrameWatch} from '../../../../src/probes/wire/transport/frames.ts';
import {headerNames} from '../../../../src/probes/wire/transport/header-names.ts';
import {huffmanDecoded} from '../../../../src/probes/wire/transport/huffman.ts';
import {frame, literal, SETTINGS} from '../../../support/frame-server.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('the names of the headers in a block of HPACK', () => {
  it("are those of the specification's example (RFC 7541, appendix C.6)", () => {
    const blocks = [
      '4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3',
      '4883 640e ff c1 c0 bf',
      '88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07',
    ];
    expect(headerNames(blocks.map(hex))).to.deep.equal([
      ...[':status', 'cache-control', 'date', 'location'],
      ...[':status', 'cache-control', 'date', 'location'],
      ...[':status', 'cache-control', 'date', 'location', 'content-encoding', 'set-cookie'],
    ]);
  });

  it('are those that node:http2 writes, of every character that a name may have', async () => {
    const names = ['a-z', ..."0123456789abcdefghijklmnopqrstuvwxyz!#$%&'*+-.^_`|~"].map(
      (letter, n) => `x-${letter}${letter}-${n % 7}`,
    );
    const server = createServer((_request, response) => {
      for (const name of names) response.setHeader(name, 'v'.repeat(100));
      response.end();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const frames = new FrameWatch();
    const request = Buffer.concat([Buffer.from([0x82, 0x86, 0x84]), literal(':authority', 'a')]);
    socket.write(Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), SETTINGS, frame(1, 5, 1, request)]));
    while (!frames.isEnded) {
      const [chunk] = await once(socket, 'data');
      // A byte at a time: nothing hangs on how it comes.
      for (const byte of chunk as Buffer) frames.read(Buffer.from([byte]));
    }
    socket.destroy();
    server.close();
    expect(headerNames(frames.headerBlocks ?? [])).to.deep.equal([':status', ...names, 'date']);
  });

  it('leave the table when it is full', () => {
    const first = Buffer.concat([
      Buffer.from([0x40, 1]),
      Buffer.from('a'),
      Buffer.from([0x7f, 0x81, 0x1e]),
      Buffer.alloc(4096 - 128, 0x61),
    ]);
    expect(headerNames([Buffer.concat([first, Buffer.from([0xbe])])])).to.deep.equal(['a', 'a']);
    const second = Buffer.concat([Buffer.from([0x40, 1]), Buffer.from('b'), Buffer.from([120]), Buffer.alloc(120)]);
    expect(headerNames([Buffer.concat([first, second, Buffer.from([0xbe])])])).to.deep.equal(['a', 'b', 'b']);
    expect(() => headerNames([Buffer.concat([first, second, Buffer.from([0xbf])])])).to.throw(RangeError);
    expect(() => headerNames([Buffer.concat([second, Buffer.from([0x20, 0xbe])])])).to.throw(RangeError);
  });

  it('of anything else are a RangeError, whatever it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({maxLength: 200}), (bytes) => {
        for (const read of [() => void headerNames([bytes]), () => void huffmanDecoded(bytes)]) {
          try {
            read();
          } catch (thrown) {
            expect(thrown).to.be.instanceOf(RangeError);
          }
        }
      }),
    );
  });
});
