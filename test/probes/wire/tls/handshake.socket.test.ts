import {X509Certificate} from 'node:crypto';
import {expect} from 'chai';
import {generate} from 'selfsigned';
import {CannotTell, NoAnswer} from '../../../../src/model/errors.ts';
import type {Handshake, HandshakeRequest} from '../../../../src/model/facts/wire/tls.ts';
import {KnownSecrets} from '../../../../src/model/text/secrets/known-secrets.ts';
import {systemClock} from '../../../../src/probes/clock.ts';
import {liveFacts, recordFacts, replayFacts} from '../../../../src/probes/facts.ts';
import {attempt} from '../../../support/attempt.ts';
import {liveWire} from '../../../support/live-wire.ts';
import {thrownBy} from '../../../support/thrown-by.ts';
import {type LoopbackServer, startTcp, startTls} from '../../../support/tls-servers.ts';

const HOST = 'mcp.run.example.test';

interface Issued {
  readonly private: string;
  readonly cert: string;
}

const named = (commonName: string) => [{name: 'commonName', value: commonName}];
const AUTHORITY = [{name: 'basicConstraints', cA: true, critical: true}] as const;

/** A root, an intermediate, and certificates of that. */
async function makeChain() {
  const root = await generate(named('Root'), {keyType: 'ec', algorithm: 'sha256', extensions: [...AUTHORITY]});
  const signedBy = (ca: Issued) => ({key: ca.private, cert: ca.cert});
  const middle = await generate(named('Middle'), {
    ...({keyType: 'ec', algorithm: 'sha256', extensions: [...AUTHORITY]} as const),
    ca: signedBy(root),
  });
  const issue = (names: readonly string[]) =>
    generate(named(names[0] ?? ''), {
      keyType: 'ec',
      algorithm: 'sha256',
      ca: signedBy(middle),
      extensions: [
        {
          name: 'subjectAltName',
          altNames: names.map((name) => (/^\d/.test(name) ? {type: 7, ip: name} : {type: 2, value: name})),
        },
      ],
    });
  return {root: root.cert, middle: middle.cert, issue};
}

describe('the wire, one handshake', () => {
  let chain: Awaited<ReturnType<typeof makeChain>>;
  let leaf: Issued;
  let whole: {key: string; cert: string};
  const started: LoopbackServer[] = [];

  before(async () => {
    chain = await makeChain();
    leaf = await chain.issue([HOST, '192.0.2.7']);
    whole = {key: leaf.private, cert: `${leaf.cert}\n${chain.middle}`};
  });
  afterEach(() => Promise.all(started.splice(0).map((server) => server.close())));

  const asked: HandshakeRequest = {
    ...{host: HOST, port: 443, serverName: HOST, oldest: '1.2', newest: '1.3'},
    ...{keyType: null, alpn: ['h2', 'http/1.1'], withinMs: 10_000},
  };

  function shake(
    server: {readonly port: number},
    changes: Partial<HandshakeRequest> = {},
    ca: string | null = chain.root,
  ) {
    const wire = liveWire({ca, connectTo: () => ({address: '127.0.0.1', port: server.port})});
    return wire.tls(attempt()).handshake({...asked, ...changes});
  }

  async function serving(start: Promise<LoopbackServer>): Promise<LoopbackServer> {
    const server = await start;
    started.push(server);
    return server;
  }

  for (const newest of ['1.2', '1.3'] as const) {
    it(`reads the chain as it was sent over TLS ${newest}, and what was agreed on`, async () => {
      const server = await serving(startTls({...whole, ALPNProtocols: ['h2']}));
      const seen = await shake(server, {newest});
      expect(seen.refusal).to.equal(null);
      expect(seen.answeredIn).to.equal(newest);
      expect(seen.agreed).to.include({version: newest, alpn: 'h2'});
      const [first, second] = seen.chain;
      const known = new X509Certificate(leaf.cert);
      expect(first).to.deep.include({
        serial: known.serialNumber,
        fingerprint: known.fingerprint256.replaceAll(':', '').toLowerCase(),
        dnsNames: [HOST],
        ipAddresses: ['192.0.2.7'],
        signedBy: 1,
        isSelfSigned: false,
        keyType: 'ec',
        keyBits: 256,
      });
      expect(second).to.deep.include({subject: 'CN=Middle', issuer: 'CN=Root', signedBy: null, isAuthority: true});
      expect(seen.chain).to.have.length(2);
      expect(seen.trust).to.deep.equal({
        verifies: true,
        code: null,
        anchor: {subject: 'CN=Root', store: 'default', signed: 1, isRoot: true},
      });
      expect(seen.clientCertificate).to.equal('not-asked');
    });
  }

  it('reads the order that was sent, whatever Node.js makes of it', async () => {
    const server = await serving(startTls({key: leaf.private, cert: `${leaf.cert}\n${chain.root}\n${chain.middle}`}));
    const seen = await shake(server);
    expect(seen.chain.map(({subject}) => subject)).to.deep.equal([`CN=${HOST}`, 'CN=Root', 'CN=Middle']);
    expect(seen.chain.map(({signedBy}) => signedBy)).to.deep.equal([2, null, 1]);
  });

  it('says that a chain does not verify, and that no root of it is known', async () => {
    const alone = await serving(startTls({key: leaf.private, cert: leaf.cert}));
    expect((await shake(alone)).trust).to.deep.equal({
      verifies: false,
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      anchor: null,
    });
    const server = await serving(startTls(whole));
    const unknown = await shake(server, {}, null);
    expect(unknown.trust).to.deep.equal({verifies: false, code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', anchor: null});
  });

  it('speaks TLS 1.0 and 1.1 to a server that speaks nothing else, and says so of one that refuses', async () => {
    for (const [version, name] of [
      ['1.0', 'TLSv1'],
      ['1.1', 'TLSv1.1'],
    ] as const) {
      const old = await serving(
        startTls({...whole, minVersion: name, maxVersion: name, ciphers: 'DEFAULT:@SECLEVEL=0'}),
      );
      const seen = await shake(old, {oldest: version, newest: version});
      expect(seen).to.include({answeredIn: version, refusal: null});
      const {refusal, answeredIn} = await shake(old);
      expect(answeredIn).to.equal(null);
      expect(refusal).to.deep.include({kind: 'alert', code: 'protocol_version'});
    }
    const modern = await serving(startTls(whole));
    expect((await shake(modern, {oldest: '1.0', newest: '1.0'})).refusal?.kind).to.equal('alert');
  });

  it('gets the certificate of the kind of key that it accepts alone', async () => {
    const rsa = await generate(named(HOST), {keyType: 'rsa', algorithm: 'sha256'});
    const both = await serving(startTls({key: [whole.key, rsa.private], cert: [whole.cert, rsa.cert]}));
    for (const newest of ['1.2', '1.3'] as const) {
      const keys = await Promise.all(
        (['rsa', 'ecdsa'] as const).map(async (keyType) => (await shake(both, {keyType, newest})).chain[0]?.keyType),
      );
      expect(keys, newest).to.deep.equal(['rsa', 'ec']);
    }
    const ec = await serving(startTls(whole));
    expect((await shake(ec, {keyType: 'rsa'})).refusal).to.deep.include({kind: 'alert', code: 'handshake_failure'});
  });

  it('sends a name only where there is one', async () => {
    const names: (string | false)[] = [];
    const SNICallback = (name: string, done: (error: Error | null) => void) => {
      names.push(name);
      done(null);
    };
    const server = await serving(startTls({...whole, SNICallback}));
    await shake(server);
    await shake(server, {serverName: null});
    expect(names).to.deep.equal([HOST]);
  });

  it('sees whether a certificate of the client is asked for, and whether it is required', async () => {
    const mutual = {...whole, ca: chain.root, requestCert: true};
    const asks = await serving(startTls({...mutual, rejectUnauthorized: false}));
    const requires = await serving(startTls({...mutual, rejectUnauthorized: true}));
    for (const newest of ['1.2', '1.3'] as const) {
      expect((await shake(asks, {newest})).clientCertificate, newest).to.equal('asked');
    }
    expect((await shake(requires, {newest: '1.3'})).clientCertificate).to.equal('required');
  });

  it('tells what is not TLS, what closes and what refuses from an alert', async () => {
    const http = await serving(
      startTcp((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))),
    );
    expect((await shake(http)).refusal?.message).to.equal('it answers with plain HTTP, and not with TLS');
    const ssh = await serving(startTcp((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')));
    expect((await shake(ssh)).refusal?.kind).to.equal('not-tls');
    const closes = await serving(startTcp((socket) => socket.once('data', () => socket.end())));
    expect((await shake(closes)).refusal?.kind).to.equal('closed');
    const resets = await serving(startTcp((socket) => socket.once('data', () => socket.resetAndDestroy())));
    expect((await shake(resets)).refusal).to.include({kind: 'closed', code: 'ECONNRESET'});
    const unrecognized = Buffer.from([21, 3, 3, 0, 2, 2, 112]);
    const alerts = await serving(startTcp((socket) => socket.once('data', () => socket.end(unrecognized))));
    expect((await shake(alerts)).refusal).to.include({kind: 'alert', code: 'unrecognized_name'});
    const port = closes.port;
    await started.splice(0).reduce((before, server) => before.then(() => server.close()), Promise.resolve());
    expect((await shake({port})).refusal).to.include({kind: 'refused', code: 'ECONNREFUSED'});
  });

  it('is no answer where the server says nothing', async () => {
    const silent = await serving(startTcp(() => {}));
    const thrown = await thrownBy(shake(silent, {withinMs: 300}), NoAnswer);
    expect(thrown.phase).to.equal('tls');
  });

  it('does not tell a hello that it did not send as the refusal of a server', async () => {
    const server = await serving(startTls(whole));
    // No cipher suite of TLS 1.3 is left to a client of TLS 1.2, so that OpenSSL does not begin.
    const thrown = await thrownBy(shake(server, {oldest: '1.3', newest: '1.2'}), CannotTell);
    expect(thrown.message).to.include('this machine');
  });

  it('finds again in a recording what it saw', async () => {
    const server = await serving(startTls(whole));
    const secrets = new KnownSecrets();
    const recorder = recordFacts(liveFacts(systemClock), secrets);
    const connectTo = () => ({address: '127.0.0.1', port: server.port});
    const live = await liveWire({store: recorder, ca: chain.root, connectTo}).tls(attempt()).handshake(asked);
    const recording = recorder.recording(new Date(), 'test');
    const store = replayFacts(JSON.parse(JSON.stringify(recording)), secrets);
    const replayed: Handshake = await liveWire({store}).tls(attempt()).handshake(asked);
    expect(replayed).to.deep.equal(live);
  });

  it('knows where connections to a host are made', async () => {
    const tls = liveWire({connectTo: () => ({address: '127.0.0.9', port: 1})}).tls(attempt());
    expect(await tls.addresses(HOST, 443)).to.deep.equal({host: HOST, addresses: ['127.0.0.9']});
    const gone = liveWire({
      addressesOf: async () => {
        throw Object.assign(new Error('getaddrinfo'), {code: 'ENOTFOUND'});
      },
    });
    expect(await gone.tls(attempt()).addresses(HOST, 443)).to.deep.equal({host: HOST, addresses: null});
    const unsaid = liveWire({
      addressesOf: async () => {
        throw Object.assign(new Error('getaddrinfo'), {code: 'EAI_AGAIN'});
      },
    });
    await thrownBy(unsaid.tls(attempt()).addresses(HOST, 443), CannotTell);
  });
});
