import {once} from 'node:events';
import {createServer} from 'node:http';
import {expect} from 'chai';
import {WebSocket, WebSocketServer} from 'ws';
import {labAuthority} from '../../src/lab/certificates.ts';
import {createEdge} from '../../src/lab/edge.ts';
import {type Listening, listenOnLoopback} from '../../src/lab/loopback.ts';
import {plainListener} from '../../src/mcp-server/wire/listener.ts';

const HOST = 'ws.example.com';
const IDLE_TIMEOUT_MS = 500;

describe('lab/upgrade', () => {
  const running: Listening[] = [];

  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.close()));
  });

  /** A client's socket through the edge to this server of WebSocket. */
  async function through(serve: (server: WebSocketServer) => void, idleTimeoutMs = 60_000): Promise<WebSocket> {
    const server = createServer((_request, response) => response.writeHead(426).end('upgrade'));
    const sockets = new WebSocketServer({noServer: true});
    server.on('upgrade', (request, socket, head) => {
      if (request.url === '/refused') return void socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno');
      sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
    });
    serve(sockets);
    const target = await listenOnLoopback(plainListener(server));
    const authority = await labAuthority();
    const edge = await listenOnLoopback(
      createEdge({
        rules: [
          {
            arn: 'rule',
            priority: 'default',
            conditions: [],
            actions: [
              {type: 'forward', order: 1, targets: [{targetGroupArn: 'ws', weight: 1}], stickinessSeconds: null},
            ],
            transforms: [],
          },
        ],
        certificates: [await authority.issue([HOST])],
        idleTimeoutMs,
        targetOf: () => target,
      }),
    );
    running.push(edge, target);
    open = (path: string) =>
      new WebSocket(`wss://${HOST}:${edge.port}${path}`, {
        lookup: (_name, _options, done) => done(null, [{address: edge.address, family: 4}]),
        ca: authority.cert,
      });
    return open('/ws');
  }

  let open: (path: string) => WebSocket;

  it('makes one connection of two, and says who asked', async () => {
    const client = await through((sockets) => {
      sockets.on('connection', (socket, request) => {
        socket.send(String(request.headers['x-forwarded-proto']));
        socket.on('message', (data) => socket.send(String(data)));
      });
    });
    expect(String((await once(client, 'message'))[0])).to.equal('https');
    client.send('there');
    expect(String((await once(client, 'message'))[0])).to.equal('there');
    client.close(1000, 'done');
    expect((await once(client, 'close'))[0]).to.equal(1000);
  });

  it('passes on what a target answers instead of 101', async () => {
    const [good] = [await through(() => {})];
    await once(good, 'open');
    const refused = open('/refused');
    refused.on('error', () => {});
    const [, response] = await once(refused, 'unexpected-response');
    expect(response.statusCode).to.equal(403);
    response.destroy();
    good.terminate();
  });

  it('closes both sides without a close frame when neither has a byte for the idle timeout', async () => {
    const seen = Promise.withResolvers<number>();
    const client = await through((sockets) => {
      sockets.on('connection', (socket) => socket.on('close', (code) => seen.resolve(code)));
    }, IDLE_TIMEOUT_MS);
    await once(client, 'open');
    expect((await once(client, 'close'))[0]).to.equal(1006);
    expect(await seen.promise).to.equal(1006);
  });

  it('begins the idle timeout anew with every ping', async () => {
    const client = await through((sockets) => {
      sockets.on('connection', (socket) => {
        let left = 6;
        const beat = setInterval(() => {
          if (left-- > 0) return socket.ping();
          clearInterval(beat);
          socket.close(1001);
        }, IDLE_TIMEOUT_MS / 4);
        socket.on('close', () => clearInterval(beat));
      });
    }, IDLE_TIMEOUT_MS);
    expect((await once(client, 'close'))[0]).to.equal(1001);
  });
});
