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
    stream.send('data: 1\n\n');
    stream.end('done', 500);
    expect(await out.received()).to.match(/\r\n: open\n\n\r\n.*data: 1\n\n\r\n.*retry: 500\n\n\r\n0\r\n\r\n$/s);
    expect(out.accounts).to.deep.equal([{why: 'done', bytes: ': open\n\ndata: 1\n\nretry: 500\n\n'.length}]);
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

  it('tells a client that left from an end', async () => {
    const stream = await opened();
    out.client.resetAndDestroy();
    await once(out.response, 'close');
    expect(stream.isOpen).to.equal(false);
    stream.send('data: late\n\n');
    expect(out.accounts.map(({why}) => why)).to.deep.equal(['left']);
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
