import {expect} from 'chai';
import {protocols} from '../../../src/checks/tls/protocols.ts';
import {AwsRefusal, CannotTell, NoAnswer} from '../../../src/model/errors.ts';
import type {Handshake, HandshakeRequest, TlsVersion} from '../../../src/model/facts/wire/tls.ts';
import type {World} from '../../../src/model/facts/world.ts';
import {thrownBy} from '../../support/thrown-by.ts';
import {leaf, refusedHandshake, TLS_HOST, tlsProbe, tlsServer} from '../../support/tls-facts.ts';
import {worldOf} from '../../support/wire-facts.ts';

interface Behind {
  readonly versions?: readonly TlsVersion[];
  readonly differing?: (request: HandshakeRequest) => Partial<Handshake> | Error | null;
  readonly policy?: string | Error;
  readonly http2?: string;
}

function judge(given: Record<string, unknown>, {versions, differing, policy = '', http2 = 'true'}: Behind = {}) {
  const aws = {
    listener: async () => {
      if (policy instanceof Error) throw policy;
      return {arn: 'arn:listener', protocol: 'HTTPS', sslPolicy: policy};
    },
    loadBalancerAttributes: async () => ({'routing.http2.enabled': http2}),
  } as unknown as World['aws'];
  const world = worldOf({tls: tlsProbe(tlsServer(differing, versions)), aws});
  return protocols.run(protocols.params.parse({host: TLS_HOST, ...given}), world);
}

const only = (version: TlsVersion) => (request: HandshakeRequest) =>
  request.oldest === version && request.newest === version;

const NEW_POLICY = 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09';

describe('tls/protocols', () => {
  it('passes where TLS 1.2 is the oldest that is answered, and says what is spoken', async () => {
    const verdict = await judge({});
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include(
      'it speaks TLS 1.2 and 1.3 (1.0: alert protocol_version, 1.1: alert protocol_version)',
    );
  });

  it('fails for TLS 1.1 that is answered, and where it is the oldest that may be, does not', async () => {
    const verdict = await judge({}, {versions: ['1.1', '1.2']});
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('it still answers to TLS 1.1');
    expect((await judge({oldest: '1.1'}, {versions: ['1.1', '1.2']})).status).to.equal('pass');
  });

  it('takes a hello for an answer, also where this machine did not go on', async () => {
    const refusal = {kind: 'ours', code: 'ERR_SSL_DH_KEY_TOO_SMALL', message: 'this machine did not go on'} as const;
    const differing = (request: HandshakeRequest) =>
      only('1.0')(request) ? {refusal, answeredIn: '1.0' as const, agreed: null} : null;
    expect((await judge({}, {differing})).summary).to.include('it still answers to TLS 1.0');
  });

  it('fails where a hello is all that comes of a version that is wanted, or of what browsers offer', async () => {
    const closed = {kind: 'closed', code: null, message: 'the connection was closed during the handshake'} as const;
    const cut = (request: HandshakeRequest) =>
      request.newest === '1.3' ? {refusal: closed, answeredIn: '1.3' as const, agreed: null} : null;
    const wanted = await judge({wants: ['1.2', '1.3']}, {differing: cut});
    expect(wanted.actual).to.equal(
      'it answers, but no handshake is completed: the connection was closed during the handshake, in TLS 1.3',
    );
    expect((await judge({}, {differing: cut})).actual).to.include('as browsers begin it');
    const mutual = (request: HandshakeRequest) => ({...cut(request), clientCertificate: 'required' as const});
    expect((await judge({wants: ['1.2', '1.3']}, {differing: mutual})).status).to.equal('pass');
  });

  it('cannot tell where nothing says whether an old version is answered', async () => {
    const silent = (request: HandshakeRequest) =>
      only('1.0')(request) ? new NoAnswer('place', 'tls', 'place: the TLS handshake was not done within 10 s') : null;
    const ours = (request: HandshakeRequest) =>
      only('1.0')(request)
        ? refusedHandshake({kind: 'ours', code: 'ERR_SSL_INTERNAL', message: 'this machine did not go on'})
        : null;
    for (const differing of [silent, ours]) {
      const thrown = await thrownBy(judge({}, {differing}), CannotTell);
      expect(thrown.message).to.include('whether it speaks TLS 1.0 is not known');
    }
  });

  it('fails for what is seen, whatever could not be told', async () => {
    const differing = (request: HandshakeRequest) =>
      only('1.0')(request) ? new CannotTell('this machine did not begin', 'see') : null;
    expect((await judge({}, {differing, versions: ['1.1', '1.2']})).status).to.equal('fail');
  });

  it('is the error of the first handshake where none was answered', async () => {
    const silent = new NoAnswer('place', 'connect', 'place: no connection was made within 10 s');
    expect(await thrownBy(judge({}, {differing: () => silent}), NoAnswer)).to.equal(silent);
  });

  it('fails, and speaks of no version, where nothing answers at all', async () => {
    const refusal = {
      kind: 'refused',
      code: 'ECONNREFUSED',
      message: 'the connection was refused at 192.0.2.1:443',
    } as const;
    const verdict = await judge({wants: ['1.3']}, {differing: () => refusedHandshake(refusal)});
    expect(verdict.status).to.equal('fail');
    expect(verdict.actual).to.equal(refusal.message);
  });

  it('fails for what is wanted and not offered', async () => {
    const noH2 = () => ({agreed: {version: '1.2' as const, cipher: 'c', alpn: 'http/1.1'}});
    const verdict = await judge({wants: ['1.3', 'h2']}, {versions: ['1.2']});
    expect(verdict.status).to.equal('fail');
    expect(verdict.actual).to.equal('it does not speak TLS 1.3 (alert protocol_version)');
    expect((await judge({wants: ['h2']}, {differing: noH2})).actual).to.include('it does not offer HTTP/2');
  });

  it('wants what the policy and the attributes of the load balancer promise', async () => {
    const alb = {alb: 'alb'};
    expect((await judge(alb, {policy: NEW_POLICY, versions: ['1.2']})).actual).to.include('does not speak TLS 1.3');
    expect((await judge(alb, {policy: 'ELBSecurityPolicy-TLS-1-2-2017-01', versions: ['1.2']})).status).to.equal(
      'pass',
    );
    const noAlpn = () => ({agreed: {version: '1.2' as const, cipher: 'c', alpn: null}});
    expect((await judge(alb, {policy: NEW_POLICY, differing: noAlpn})).status).to.equal('fail');
    expect((await judge(alb, {policy: NEW_POLICY, differing: noAlpn, http2: 'false'})).status).to.equal('pass');
  });

  it('cannot tell what a policy of another form promises, or one that AWS does not show', async () => {
    const refused = new AwsRefusal('elasticloadbalancing:DescribeListeners', 'AccessDenied', 'denied', 'allow it');
    await thrownBy(judge({alb: 'alb'}, {policy: 'Custom-2030'}), CannotTell);
    expect(await thrownBy(judge({alb: 'alb'}, {policy: refused}), AwsRefusal)).to.equal(refused);
    const old = await judge({alb: 'alb'}, {policy: refused, versions: ['1.0', '1.2']});
    expect(old.status).to.equal('fail');
  });

  it('counts a version that ends with a demand for a certificate of the client', async () => {
    const refusal = {kind: 'alert', code: 'handshake_failure', message: 'ended'} as const;
    const differing = () => ({
      refusal,
      agreed: null,
      trust: null,
      clientCertificate: 'required' as const,
      chain: [leaf()],
    });
    const verdict = await judge({wants: ['1.2', '1.3']}, {differing});
    expect(verdict.status).to.equal('pass');
  });

  it('holds: clients are served all the same', () => {
    expect(protocols.touches).to.equal('wire');
    expect(protocols.holdsBecause).to.be.a('string');
  });
});
