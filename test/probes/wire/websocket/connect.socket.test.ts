import {hash} from 'node:crypto';
import {once} from 'node:events';
import type {AddressInfo} from 'node:net';
import {createServer, type Socket} from 'node:net';
import {expect} from 'chai';
import {NoAnswer} from '../../../../src/model/errors.ts';
import type {WebSocketRequest} from '../../../../src/model/facts/wire/websocket.ts';
import {KnownSecrets} from '../../../../src/model/text/secrets/known-secrets.ts';
import {systemClock} from '../../../../src/probes/clock.ts';
import {liveFacts, recordFacts, replayFacts} from '../../../../src/probes/facts.ts';
import {attempt} from '../../../support/attempt.ts';
import {liveWire} from '../../../support/live-wire.ts';
import {
  startWebSocketServer,
  type TestWebSocketServer,
  type WebSocketRoute,
} from '../../../support/websocket-server.ts';

const HOLD_MS = 300;

function answering(...lines: readonly string[]): WebSocketRoute {
  return {raw: (socket) => socket.end([...lines, '', ''].join('\r\n'))};
}

function acceptOf(key: string | undefined): string {
  return hash('sha1', `${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`, 'base64');
}

/** Takes the handshake, and then does this with the socket. */
function accepted(then: (socket: Socket) => void): WebSocketRoute {
  return {
    raw(socket, {headers}) {
      const accept = acceptOf(headers['sec-websocket-key']);
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
        () => then(socket),
      );
    },
  };
}

const ROUTES: Readonly<Record<string, WebSocketRoute>> = {
  '/echo': {open: (client) => client.on('message', (data) => client.send(String(data)))},
  '/greeting': {open: (client) => client.send('hello there')},
  '/subprotocol': {subprotocol: 'mcp'},
  '/pinging': {
    open(client) {
      const beat = setInterval(() => client.ping(), HOLD_MS / 10);
      client.on('close', () => clearInterval(beat));
    },
  },
  '/no-pong': {pongs: false},
  '/200': answering('HTTP/1.1 200 OK', 'Content-Type: text/html', 'Content-Length: 15', '', '<html>hi</html>'),
  '/wrong-accept': answering(
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Accept: bm90IGl0',
  ),
  '/no-connection': {
    raw(socket, {headers}) {
      const accept = acceptOf(headers['sec-websocket-key']);
      socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
    },
  },
  '/no-accept': answering('HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'),
  '/no-http': {raw: (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')},
  '/closed': {raw: (socket) => socket.end()},
  '/mute': {raw: () => {}},
  '/going-away': {open: (client) => setTimeout(() => client.close(1001, 'deploying'), HOLD_MS / 3)},
  '/no-code': {open: (client) => setTimeout(() => client.close(), HOLD_MS / 3)},
  '/cut': accepted((socket) => setTimeout(() => socket.end(), HOLD_MS / 3)),
  '/reset': accepted((socket) => setTimeout(() => socket.resetAndDestroy(), HOLD_MS / 3)),
  '/http-inside': accepted((socket) => socket.write('HTTP/1.1 504 Gateway Timeout\r\n\r\n')),
  '/close-unfinished': accepted((socket) => {
    // A close frame with 1012, and the connection stays open.
    socket.write(Buffer.from([0x88, 0x02, 0x03, 0xf4]));
  }),
};

describe('probes/wire/websocket', () => {
  let server: TestWebSocketServer;

  before(async () => {
    server = await startWebSocketServer(ROUTES);
  });
  after(() => server.close());

  function request(path: string, differing: Partial<WebSocketRequest> = {}): WebSocketRequest {
    return {
      url: server.url(path),
      headers: {},
      subprotocols: [],
      openWithinMs: 10_000,
      replyWithinMs: 10_000,
      pongWithinMs: 10_000,
      holdForMs: 0,
      ...differing,
    };
  }

  const connect = (path: string, differing: Partial<WebSocketRequest> = {}) =>
    liveWire().webSocket(attempt()).connect(request(path, differing));

  it('opens, asks as a client of HTTP/1.1, gets a pong and closes', async () => {
    const {handshake, session, connection, refusal} = await connect('/echo', {
      headers: {Origin: 'https://app.example.com'},
    });
    expect(refusal).to.equal(null);
    expect(handshake).to.include({status: 101, problem: null});
    expect(handshake?.headers['sec-websocket-accept']).to.equal(handshake?.acceptWanted);
    expect(session?.end).to.include({kind: 'done'});
    expect(session?.pongs.count).to.equal(1);
    expect(session?.holdFromMs).to.equal(null);
    expect(connection).to.include({remoteAddress: '127.0.0.1', protocol: 'http/1.1'});
    expect(connection?.phases.sentAtMs).to.be.a('number');
    expect(server.heads.at(-1)?.headers).to.include({
      origin: 'https://app.example.com',
      'sec-websocket-version': '13',
      upgrade: 'websocket',
    });
  });

  it('waits for what has to come, after what is sent or by itself', async () => {
    const echo = await connect('/echo', {send: 'are you there?', expect: 'there'});
    expect(echo.session?.reply).to.include({text: 'are you there?'});
    const greeted = await connect('/greeting', {expect: 'hello'});
    expect(greeted.session?.reply).to.include({text: 'hello there'});
    const silent = await connect('/echo', {expect: 'never', replyWithinMs: 100});
    expect(silent.session?.end).to.include({kind: 'silent', during: 'reply'});
    const other = await connect('/greeting', {expect: 'bye', replyWithinMs: 200});
    expect(other.session?.end).to.include({kind: 'silent', during: 'reply'});
    expect(other.session?.messages).to.deep.equal({count: 1, first: ['hello there']});
  });

  it('offers subprotocols, and sees which was chosen', async () => {
    const chosen = await connect('/subprotocol', {subprotocols: ['mcp', 'other']});
    expect(chosen.session?.subprotocol).to.equal('mcp');
    const unasked = await connect('/subprotocol', {subprotocols: ['other']});
    expect(unasked.session).to.equal(null);
    expect(unasked.handshake?.headers['sec-websocket-protocol']).to.equal('mcp');
    expect(unasked.handshake?.problem).to.be.a('string');
  });

  it('holds it, alone or with pings, and sees what the server pings', async () => {
    const alone = await connect('/echo', {holdForMs: HOLD_MS});
    expect(alone.session?.end.kind).to.equal('done');
    expect(alone.session).to.include({pings: 0});
    expect(alone.session?.pongs.count).to.equal(2);
    expect((alone.session?.end.at.atMs ?? 0) - (alone.session?.holdFromMs ?? 0)).to.be.at.least(HOLD_MS);
    const pinged = await connect('/echo', {holdForMs: HOLD_MS, pingEveryMs: HOLD_MS / 4});
    expect(pinged.session?.pongs.count).to.be.at.least(3);
    const pinging = await connect('/pinging', {holdForMs: HOLD_MS});
    expect(pinging.session?.pings).to.be.at.least(1);
  });

  it('says that no pong came', async () => {
    const {session} = await connect('/no-pong', {pongWithinMs: 100});
    expect(session?.end).to.include({kind: 'silent', during: 'first pong', code: null});
    expect(session?.lastFrame.by).to.equal('us');
  });

  it('keeps an answer that is not 101, with its body', async () => {
    const {handshake, session} = await connect('/200');
    expect(handshake).to.include({status: 200, body: '<html>hi</html>'});
    expect(session).to.equal(null);
    expect((await connect('/nowhere')).handshake?.status).to.equal(404);
  });

  it('does not take a 101 whose key is wrong or missing', async () => {
    for (const path of ['/wrong-accept', '/no-accept']) {
      const {handshake, session} = await connect(path);
      expect(handshake?.status, path).to.equal(101);
      expect(handshake?.headers['sec-websocket-accept'], path).not.to.equal(handshake?.acceptWanted);
      expect(session, path).to.equal(null);
    }
  });

  it('opens nothing for a 101 without Connection, as other clients do not', async () => {
    const {handshake, session} = await connect('/no-connection');
    expect(handshake?.status).to.equal(101);
    expect(handshake?.headers).to.not.have.property('connection');
    expect(session).to.equal(null);
  });

  it('takes what is no HTTP, and what is closed before it, for a refusal', async () => {
    expect((await connect('/no-http')).refusal).to.include({kind: 'malformed'});
    expect((await connect('/closed')).refusal).to.include({kind: 'closed'});
  });

  it('tells headers that are held back from a network without an answer', async () => {
    const {refusal, handshake} = await connect('/mute', {openWithinMs: 150});
    expect(handshake).to.equal(null);
    expect(refusal).to.include({kind: 'held'});
  });

  it('says how it ended: by a close frame, without one, by a reset, by no frame at all', async () => {
    const ends = {
      '/going-away': {kind: 'closed', code: 1001, reason: 'deploying'},
      '/no-code': {kind: 'closed', code: 1005, reason: ''},
      '/cut': {kind: 'cut', code: null},
      '/reset': {kind: 'reset', code: null},
      '/http-inside': {kind: 'malformed', code: null},
      '/close-unfinished': {kind: 'closed', code: 1012},
    };
    for (const [path, end] of Object.entries(ends)) {
      const {session} = await connect(path, {holdForMs: HOLD_MS * 10});
      expect(session?.end, path).to.include(end);
    }
  });

  it('refuses where nothing listens', async () => {
    const closed = await startWebSocketServer({});
    await closed.close();
    const {refusal} = await connect('', {url: closed.url('/echo')});
    expect(refusal).to.include({kind: 'refused'});
  });

  it('has no answer where a connection is accepted and TLS is not spoken', async () => {
    const silent = createServer(() => {});
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const {port} = silent.address() as AddressInfo;
    const thrown = await connect('', {url: `wss://127.0.0.1:${port}/`, openWithinMs: 150}).catch(
      (error: unknown) => error,
    );
    expect(thrown).to.be.instanceOf(NoAnswer).with.property('phase', 'tls');
    silent.close();
  });

  it('stops when its time is up', async () => {
    const controller = new AbortController();
    const look = liveWire()
      .webSocket(attempt(controller.signal))
      .connect(request('/echo', {holdForMs: 60_000}));
    const over = new Error('over');
    setTimeout(() => controller.abort(over), 100);
    expect(await look.catch((error: unknown) => error)).to.equal(over);
  });

  it('is recorded without its secrets, and replayed', async () => {
    const secrets = new KnownSecrets();
    const recorder = recordFacts(liveFacts(systemClock), secrets);
    const asked = request('/echo?access_token=s3cretQueryValue', {
      headers: {Authorization: 'Bearer s3cretHeaderValue'},
      send: '{"token": "s3cretHeaderValue"}',
      expect: 'token',
    });
    const seen = await liveWire({store: recorder, secrets}).webSocket(attempt()).connect(asked);
    const recording = recorder.recording(new Date(), 'test');
    expect(JSON.stringify(recording)).not.to.match(/s3cret/);
    expect(JSON.stringify(seen)).not.to.match(/s3cret/);
    const replayed = await liveWire({store: replayFacts(recording)})
      .webSocket(attempt())
      .connect(asked);
    expect(replayed).to.deep.equal(JSON.parse(JSON.stringify(seen)));
  });
});
