import {once} from 'node:events';
import {expect} from 'chai';
import type {OpenStream} from '../../../src/mcp-server/streams/open-stream.ts';
import {type Outgoing, outgoing} from '../support/outgoing.ts';

describe('mcp-server open stream', () => {
  let out: Outgoing;

  afterEach(() => out.close());

  async function opened(limits = {}): Promise<OpenStream> {
    out = await outgoing(limits);
    out.response.writeHead(200, {'Content-Type': 'text/event-stream'});
    if (out.response.stream === null) throw new Error('no stream');
    return out.response.stream;
  }

  it('begins at once with a comment, and has an account of what was sent', async () => {
    const stream = await opened();
    stream.send('data: ü\n\n');
    stream.end('done', 500);
    expect(await out.received()).to.match(/\r\n: open\n\n\r\n.*data: ü\n\n\r\n.*retry: 500\n\n\r\n0\r\n\r\n$/s);
    const bytes = Buffer.byteLength(': open\n\ndata: ü\n\nretry: 500\n\n');
    expect(out.accounts).to.deep.equal([{why: 'done', bytes}]);
  });

  it('gives up a client that does not read, and keeps no more for it than the limit', async () => {
    const stream = await opened({backlogBytes: 1024 * 1024});
    const part = `data: ${'x'.repeat(64 * 1024)}\n\n`;
    let most = 0;
    for (let sent = 0; stream.isOpen && sent < 10_000; sent++) {
      stream.send(part);
      most = Math.max(most, out.response.writableLength);
      await new Promise(setImmediate);
    }
    if (!out.response.closed) await once(out.response, 'close');
    expect(out.accounts.map(({why}) => why)).to.deep.equal(['slow-reader']);
    expect(most).to.be.within(1024 * 1024, 1024 * 1024 + 2 * part.length);
  });

  it('counts a large part among what waits for all readers at once, though nothing comes after it', async () => {
    const stream = await opened({backlogTotalBytes: 1024 * 1024, backlogBytes: 64 * 1024 * 1024});
    stream.send(`data: ${'x'.repeat(8 * 1024 * 1024)}\n\n`);
    if (!out.response.closed) await once(out.response, 'close');
    expect(out.accounts.map(({why}) => why)).to.deep.equal(['slow-reader']);
  });

  it('counts what waits in bytes', async () => {
    const stream = await opened({backlogBytes: 1024 * 1024});
    const part = `data: ${'€'.repeat(64 * 1024)}\n\n`;
    let most = 0;
    for (let sent = 0; stream.isOpen && sent < 10_000; sent++) {
      stream.send(part);
      most = Math.max(most, out.response.writableLength);
      await new Promise(setImmediate);
    }
    expect(most).to.be.within(1024 * 1024, 1024 * 1024 + 2 * Buffer.byteLength(part));
    const sent = out.accounts[0]?.bytes ?? 0;
    expect(sent % Buffer.byteLength(part)).to.equal(': open\n\n'.length);
  });

  it('tells a client that left from an end', async () => {
    const stream = await opened();
    out.client.resetAndDestroy();
    await once(out.response, 'close');
    expect(stream.isOpen).to.equal(false);
    stream.send('data: late\n\n');
    expect(out.accounts.map(({why}) => why)).to.deep.equal(['left']);
  });

  /** More than the kernel buffers while nothing reads. */
  const MUCH = `data: ${'x'.repeat(16 * 1024 * 1024)}\n\n`;

  it('tells a client that left before it had everything from one that had', async () => {
    const stream = await opened();
    stream.send(MUCH);
    stream.end('done');
    await new Promise(setImmediate);
    out.client.resetAndDestroy();
    await once(out.response, 'close');
    expect(out.accounts.map(({why}) => why)).to.deep.equal(['left']);
  });

  it('gives up a client that does not take the last of it', async () => {
    const stream = await opened({endTimeoutMs: 50});
    stream.send(MUCH);
    stream.end('done');
    if (!out.response.closed) await once(out.response, 'close');
    expect(out.accounts.map(({why}) => why)).to.deep.equal(['slow-reader']);
  });

  it('does not give up one that takes it slowly, but takes it', async () => {
    const stream = await opened({endTimeoutMs: 2000});
    stream.send(MUCH);
    stream.end('done');
    let bytes = 0;
    const startMs = performance.now();
    out.client.on('data', (part) => {
      bytes += part.length;
      out.client.pause();
      setTimeout(() => out.client.resume(), 10);
    });
    out.client.resume();
    if (!out.client.closed) await once(out.client, 'close');
    expect(bytes).to.be.greaterThan(MUCH.length);
    expect(performance.now() - startMs).to.be.greaterThan(2000);
    expect(out.accounts.map(({why}) => why)).to.deep.equal(['done']);
  });

  it('is drained at once, or when nothing is expected on it any more', async () => {
    const stream = await opened();
    const [first, second] = [stream.expect(), stream.expect()];
    stream.drain(500);
    first();
    first();
    expect(stream.isOpen).to.equal(true);
    second();
    expect(await out.received()).to.match(/retry: 500\n\n\r\n0\r\n\r\n$/);
    expect(out.accounts.map(({why}) => why)).to.deep.equal(['drain']);
  });

  it('does what is to come after a part behind what the taps make of it, and before anything else', async () => {
    const stream = await opened();
    out.response.taps = [
      {
        part(text) {
          if (text.includes('2')) stream.afterPart(() => stream.breakOff('fin'));
          return text;
        },
      },
      {part: (text) => text.replace('2', 'two')},
    ];
    stream.send('data: 1\n\n');
    stream.send('data: 2\n\n');
    stream.send('data: 3\n\n');
    out.response.end();
    const text = await out.received();
    expect(text).to.match(/data: two\n\n\r\n$/);
    expect(out.accounts.map(({why}) => why)).to.deep.equal(['fault']);
  });

  it('writes nothing behind its end, and ends once', async () => {
    const stream = await opened();
    stream.end('drain');
    stream.send('data: late\n\n');
    stream.end('done', 5);
    expect(await out.received()).to.not.match(/late|retry/);
    expect(out.accounts.map(({why}) => why)).to.deep.equal(['drain']);
  });

  it('is over from the start when the client has left already', async () => {
    out = await outgoing();
    out.client.destroy();
    await once(out.response, 'close');
    out.response.writeHead(200, {'Content-Type': 'text/event-stream'});
    expect(out.response.stream?.isOpen).to.equal(false);
    expect(out.accounts.map(({why}) => why)).to.deep.equal(['left']);
  });
});
