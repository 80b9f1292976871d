import {expect} from 'chai';
import {sameEverywhere} from '../../../src/checks/tls/same-everywhere.ts';
import {CannotTell, NoAnswer} from '../../../src/model/errors.ts';
import type {Handshake, HandshakeRequest, TlsVersion} from '../../../src/model/facts/wire/tls.ts';
import {thrownBy} from '../../support/thrown-by.ts';
import {intermediate, leaf, refusedHandshake, TLS_HOST, tlsProbe, tlsServer} from '../../support/tls-facts.ts';
import {worldOf} from '../../support/wire-facts.ts';

const THREE = ['192.0.2.1', '192.0.2.2', '192.0.2.3'];

interface Behind {
  readonly addresses?: readonly string[] | null;
  readonly differing?: (request: HandshakeRequest) => Partial<Handshake> | Error | null;
  readonly versions?: readonly TlsVersion[];
}

function judge(given: Record<string, unknown> = {}, {addresses = THREE, differing, versions}: Behind = {}) {
  const tls = tlsProbe(tlsServer(differing, versions), addresses);
  return sameEverywhere.run(sameEverywhere.params.parse({host: TLS_HOST, ...given}), worldOf({tls}));
}

const third = (changes: (request: HandshakeRequest) => Partial<Handshake> | Error) => (request: HandshakeRequest) =>
  request.address === '192.0.2.3' ? changes(request) : null;

const OLD = leaf({serial: '01', notAfter: '2026-12-01T00:00:00.000Z', fingerprint: 'c'.repeat(64)});

describe('tls/same-everywhere', () => {
  it('passes where each address does the same', async () => {
    const verdict = await judge();
    expect(verdict.status).to.equal('pass');
    expect(verdict.actual).to.include('each of its 3 addresses presents the certificate of mcp.example.com');
  });

  it('says which of three addresses has the old certificate', async () => {
    const verdict = await judge({}, {differing: third(() => ({chain: [OLD, intermediate()]}))});
    expect(verdict.status).to.equal('fail');
    expect(verdict.actual).to.include(
      'at 192.0.2.3 it presents the certificate of mcp.example.com with serial 01, valid until 2026-12-01T00:00:00.000Z, but at 192.0.2.1 and 192.0.2.2 it presents',
    );
  });

  it('fails for another default certificate, another version, another protocol and other intermediates', async () => {
    const others: ((request: HandshakeRequest) => Partial<Handshake>)[] = [
      ({serverName}) => (serverName === null ? {chain: [OLD]} : {}),
      ({newest}) => (newest === '1.0' ? {answeredIn: '1.0'} : {}),
      () => ({agreed: {version: '1.3', cipher: 'c', alpn: 'http/1.1'}}),
      () => ({chain: [leaf()]}),
      () => ({clientCertificate: 'asked'}),
      ({serverName}) => (serverName === null ? {refusal: {kind: 'alert', code: 'unrecognized_name', message: ''}} : {}),
    ];
    for (const other of others) {
      const verdict = await judge({}, {differing: third(other)});
      expect(verdict.status).to.equal('fail');
      expect(verdict.actual).to.match(/^at 192\.0\.2\.3 it /);
    }
  });

  it('fails for an address that refuses connections while the others take them', async () => {
    const refused = {
      kind: 'refused',
      code: 'ECONNREFUSED',
      message: 'the connection was refused at 192.0.2.3:443',
    } as const;
    const verdict = await judge({}, {differing: third(() => refusedHandshake(refused))});
    expect(verdict.status).to.equal('fail');
    expect(verdict.actual).to.include('at 192.0.2.3: the connection was refused');
  });

  it('is an error where an address does not answer, unless the others differ', async () => {
    const silent = new NoAnswer('place', 'connect', 'place: no connection was made within 10 s');
    expect(await thrownBy(judge({}, {differing: third(() => silent)}), NoAnswer)).to.equal(silent);
    const differing = ({address}: HandshakeRequest) =>
      address === '192.0.2.3' ? silent : address === '192.0.2.2' ? {chain: [OLD, intermediate()]} : null;
    expect((await judge({}, {differing})).status).to.equal('fail');
  });

  it('does not let a control decide about an address of IPv6 that is not reached', async () => {
    const silent = new NoAnswer('place', 'connect', 'place: no connection (ENETUNREACH)');
    const differing = ({address = ''}: HandshakeRequest) => (address.includes(':') ? silent : null);
    const thrown = await thrownBy(judge({}, {addresses: ['192.0.2.1', '2001:db8::1'], differing}), CannotTell);
    expect(thrown.message).to.include('a network without IPv6 here');
  });

  it('fails where the name has no address, and looks at those that are named instead', async () => {
    expect((await judge({}, {addresses: null})).status).to.equal('fail');
    const verdict = await judge({addresses: ['192.0.2.9']}, {addresses: null});
    expect(verdict.actual).to.include('its one address 192.0.2.9 presents');
  });

  it('cannot tell where a certificate of the client is required before anything is agreed on', async () => {
    const refusal = {kind: 'alert', code: 'handshake_failure', message: 'ended'} as const;
    const differing = () => ({refusal, agreed: null, trust: null, clientCertificate: 'required' as const});
    await thrownBy(judge({}, {differing}), CannotTell);
  });
});
