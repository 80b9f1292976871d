import type {Socket} from 'node:net';
import {createServer} from 'node:tls';
import {expect} from 'chai';
import {CannotTell, NoAnswer} from '../../src/model/errors.ts';
import {alwaysThere, NEVER_AWAY, type Observer} from '../../src/model/facts/observer.ts';
import type {HandshakeRequest, TlsProbe} from '../../src/model/facts/wire/tls.ts';
import {systemClock} from '../../src/probes/clock.ts';
import {browserHandshake, handshakesOf} from '../../src/readers/handshakes.ts';
import {attempt} from '../support/attempt.ts';
import {liveWire} from '../support/live-wire.ts';
import {makeTestAuthority} from '../support/test-authority.ts';
import {handshake, refusedHandshake, TLS_HOST, tlsProbe} from '../support/tls-facts.ts';
import {type LoopbackServer, startTcp} from '../support/tls-servers.ts';

const CLOSED = {kind: 'closed', code: null, message: 'the server closed the connection'} as const;
const BROWSER = browserHandshake({host: TLS_HOST, port: 443, within: 60_000});
const THREE = {
  today: BROWSER,
  rsa: {...BROWSER, keyType: 'rsa'},
  ecdsa: {...BROWSER, keyType: 'ecdsa'},
} as const satisfies Record<string, HandshakeRequest>;

describe('several handshakes', () => {
  const started: LoopbackServer[] = [];
  afterEach(() => Promise.all(started.splice(0).map((server) => server.close())));

  /** A server of TLS that closes some connections without a word, and what came of three at once. */
  async function shakeThree(isClosed: (connection: number) => boolean) {
    const authority = await makeTestAuthority();
    const secure = createServer(await authority.certificateFor([TLS_HOST]));
    secure.on('tlsClientError', () => {});
    secure.on('secureConnection', (socket) => socket.on('error', () => {}));
    let connections = 0;
    let open = 0;
    const openBefore: number[] = [];
    const server = await startTcp((socket: Socket) => {
      openBefore.push(open);
      open += 1;
      socket.once('close', () => {
        open -= 1;
      });
      connections += 1;
      if (isClosed(connections)) socket.end();
      else secure.emit('connection', socket);
    });
    started.push(server);
    const connectTo = () => ({address: '127.0.0.1', port: server.port});
    // However late this machine is, which is not what is tested here.
    const presence = alwaysThere(systemClock);
    const found = await handshakesOf(THREE, liveWire({ca: authority.cert, connectTo, presence}).tls(attempt()));
    return {...found, openBefore};
  }

  it('makes those that were closed without a word again, each alone', async () => {
    const {looks, unseen, openBefore} = await shakeThree((connection) => connection === 2 || connection === 3);
    expect(unseen).to.deep.equal({});
    expect(looks.today?.refusal).to.equal(null);
    expect(looks.ecdsa?.refusal).to.equal(null);
    // The server has a key of ECDSA: to the others it says so.
    expect(looks.rsa?.refusal).to.include({kind: 'alert'});
    expect(openBefore).to.have.length(5);
  });

  it('judges what is closed alone, too', async () => {
    const {looks, openBefore} = await shakeThree(() => true);
    for (const look of Object.values(looks)) expect(look.refusal).to.include({kind: 'closed'});
    expect(openBefore).to.have.length(6);
  });

  it('asks one after the other, only for what was closed, and not where one was asked for alone', async () => {
    const asked: HandshakeRequest[] = [];
    let underWay = 0;
    const tls: TlsProbe = tlsProbe(async (request) => {
      asked.push(request);
      if (request.again) expect(underWay).to.equal(0);
      underWay += 1;
      await Promise.resolve();
      underWay -= 1;
      return request.keyType === null ? handshake() : refusedHandshake(CLOSED);
    });
    await handshakesOf(THREE, tls);
    expect(asked.filter(({again}) => again).map(({keyType}) => keyType)).to.deep.equal(['rsa', 'ecdsa']);
    asked.length = 0;
    const alone = await handshakesOf({rsa: THREE.rsa}, tls);
    expect(alone.looks.rsa?.refusal).to.deep.equal(CLOSED);
    expect(asked).to.have.length(1);
  });

  it('makes again what was closed while this machine was away, too, and then judges that', async () => {
    const away = {...NEVER_AWAY, awayMs: 1000, gaps: [{fromMs: 0, toMs: 1000}]};
    const shake = (observer: Observer) =>
      handshakesOf(
        THREE,
        tlsProbe(async ({again}) => refusedHandshake(CLOSED, {observer: again ? observer : away})),
      );
    expect((await shake(NEVER_AWAY)).looks.today?.refusal).to.deep.equal(CLOSED);
    const {looks, unseen} = await shake(away);
    expect(looks).to.deep.equal({});
    expect(unseen.today).to.be.an.instanceOf(CannotTell);
  });

  it('says of each that came to nothing why, also where only the second did, and passes on what is no statement', async () => {
    const silence = new NoAnswer(`${TLS_HOST}:443`, 'tls', 'nothing came');
    const away = new CannotTell('this machine was away', 'look again');
    const {looks, unseen} = await handshakesOf(
      THREE,
      tlsProbe(async ({keyType, again}) => {
        if (keyType === 'rsa') throw silence;
        if (keyType === 'ecdsa' && again) throw away;
        return keyType === 'ecdsa' ? refusedHandshake(CLOSED) : handshake();
      }),
    );
    expect(Object.keys(looks)).to.deep.equal(['today']);
    expect(unseen).to.deep.equal({rsa: silence, ecdsa: away});
    const bug = new TypeError('a bug');
    const thrown = await handshakesOf(
      THREE,
      tlsProbe(async () => {
        throw bug;
      }),
    ).catch((error: unknown) => error);
    expect(thrown).to.equal(bug);
  });
});
