import {expect} from 'chai';
import {type Outgoing, outgoing} from '../support/outgoing.ts';

describe('mcp-server outgoing response', () => {
  let out: Outgoing;

  beforeEach(async () => {
    out = await outgoing();
  });
  afterEach(() => out.close());

  const heads: readonly [string, () => void][] = [
    ['an object', () => out.response.writeHead(200, {'Content-Type': 'text/event-stream', 'X-A': ['1', '2']})],
    [
      'an object behind a reason',
      () => out.response.writeHead(200, 'Fine', {'content-type': 'text/event-stream', 'x-a': '1, 2'}),
    ],
    ['a flat list', () => out.response.writeHead(200, ['Content-Type', 'text/event-stream', 'X-A', '1, 2'])],
    [
      'headers set before, and the first part',
      () => {
        out.response.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
        out.response.setHeader('X-A', '1, 2');
        out.response.write('data: 1\n\n');
      },
    ],
  ];
  for (const [how, write] of heads) {
    it(`becomes a stream by a head that is ${how}`, async () => {
      write();
      expect(out.response.stream).to.not.equal(null);
      out.response.end();
      const text = (await out.received()).toLowerCase();
      expect(text).to.match(/^http\/1\.1 200 (ok|fine)\r\n/);
      expect(text).to.match(/^x-a: 1(, 2|\r\nx-a: 2)\r$/m);
      expect(text)
        .to.match(/^cache-control: no-cache, no-transform\r$/m)
        .and.match(/^x-accel-buffering: no\r$/m);
      expect(text.match(/^content-type:/gm)).to.have.length(1);
    });
  }

  it('is none with another status or another type', async () => {
    out.response.writeHead(503, {'Content-Type': 'text/event-stream'});
    expect(out.response.stream).to.equal(null);
    out.response.end('data: 1\n\n');
    expect(await out.received())
      .to.match(/^HTTP\/1\.1 503 .*\r\n\r\n[^:]*data: 1\n\n/s)
      .and.not.include('X-Accel');
  });

  it('never asks its writer to wait, and says when a part is taken', async () => {
    out.response.writeHead(200, {'Content-Type': 'text/event-stream'});
    const isTaken = await new Promise((resolve) => {
      expect(out.response.write('x'.repeat(512 * 1024), () => resolve(true))).to.equal(true);
    });
    expect(isTaken).to.equal(true);
  });

  it('lets its taps change the head and each part, in their order', async () => {
    out.response.taps = [
      {head: (response) => void response.setHeader('X-Tap', 'first')},
      {part: (text) => (text.includes('secret') ? null : text.replace('1', '2'))},
      {head: (response) => void response.setHeader('X-Tap', `${response.getHeader('X-Tap')} second`)},
      {part: (text) => text.replace('2', '3')},
    ];
    out.response.writeHead(200, {'Content-Type': 'text/event-stream'});
    out.response.write(Buffer.from('data: 1\n\n'));
    out.response.write('data: secret\n\n');
    out.response.end();
    const text = await out.received();
    expect(text).to.include('X-Tap: first second').and.include('data: 3\n\n').and.not.include('secret');
  });
});
