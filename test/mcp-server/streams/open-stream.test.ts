import {once} from 'node:events';
import {createServer, type ServerResponse} from 'node:http';
import {type AddressInfo, connect, type Socket} from 'node:net';
import {expect} from 'chai';
import {EventStream} from '../../src/mcp-server/event-stream.ts';

// More than the sockets of both sides hold.
const LARGE = 'x'.repeat(32 * 1024 * 1024);

describe('mcp-server event stream', () => {
  const server = createServer();
  let client: Socket;
  let response: ServerResponse;

  beforeEach(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    client.pause();
    client.write('GET / HTTP/1.1\r\nHost: test\r\n\r\n');
    [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
  });

  afterEach(async () => {
    client.destroy();
    server.close();
    await once(server, 'close');
  });

  it('holds the sender back until a client that does not read reads again', async () => {
    const stream = EventStream.open(response);
    let isSent = false;
    const sent = stream.send(LARGE).then(() => {
      isSent = true;
    });
    await new Promise(setImmediate);
    expect([isSent, response.writableNeedDrain]).to.deep.equal([false, true]);
    client.resume();
    await sent;
    expect(response.writableNeedDrain).to.equal(false);
  });

  it('lets the sender go when the client is gone', async () => {
    const stream = EventStream.open(response);
    const sent = stream.send(LARGE);
    client.resetAndDestroy();
    await sent;
    expect(stream.closed.aborted).to.equal(true);
  });

  it('writes nothing behind its end', async () => {
    let received = '';
    client.on('data', (chunk) => {
      received += chunk;
    });
    client.resume();
    const stream = EventStream.open(response);
    stream.end();
    stream.retryAfter(5);
    await stream.send('late');
    stream.end();
    if (!stream.closed.aborted) await once(stream.closed, 'abort');
    while (!received.endsWith('0\r\n\r\n')) await once(client, 'data');
    expect(received).to.not.match(/late|retry/);
  });

  it('is over from the start when the client has left already', async () => {
    client.destroy();
    await once(response, 'close');
    expect(new EventStream(response).closed.aborted).to.equal(true);
  });
});
