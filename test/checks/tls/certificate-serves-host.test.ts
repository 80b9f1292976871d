import {expect} from 'chai';
import {certificateServesHost} from '../../../src/checks/tls/certificate-serves-host.ts';
import {AwsRefusal, CannotTell, NoAnswer} from '../../../src/model/errors.ts';
import type {Certificate} from '../../../src/model/facts/aws-facts.ts';
import type {ChainTrust, Handshake, HandshakeRequest, PresentedCertificate} from '../../../src/model/facts/wire/tls.ts';
import type {World} from '../../../src/model/facts/world.ts';
import {thrownBy} from '../../support/thrown-by.ts';
import {intermediate, leaf, refusedHandshake, TLS_HOST, tlsProbe, tlsServer} from '../../support/tls-facts.ts';
import {exchanged, httpProbe, worldOf} from '../../support/wire-facts.ts';

type Differing = (request: HandshakeRequest) => Partial<Handshake> | Error | null;

const NOW = new Date('2026-11-22T12:00:00Z');

/** What ACM says of the only certificate of the listener, or why it does not. */
type Held = Partial<Certificate> | CannotTell;

function judge(
  differing: Differing | Partial<Handshake>,
  given: Record<string, unknown> = {},
  now = NOW,
  held: Held = {},
  said: {readonly status?: number; readonly body?: string} | NoAnswer = {},
) {
  const tls = tlsProbe(tlsServer(typeof differing === 'function' ? differing : () => differing));
  const aws = {
    listenerCertificates: async () => {
      if (held instanceof CannotTell) throw held;
      return [{arn: 'arn:aws:acm:eu-central-1:444444444444:certificate/a', isDefault: true}];
    },
    certificate: async () => ({
      subjectAlternativeNames: [TLS_HOST],
      notBefore: null,
      notAfter: null,
      serial: '0a:1b:2c',
      ...held,
    }),
  } as unknown as World['aws'];
  const world = worldOf({
    ...{tls, now, aws},
    http: httpProbe(async () => {
      if (said instanceof NoAnswer) throw said;
      return exchanged(said);
    }),
  });
  return certificateServesHost.run(certificateServesHost.params.parse({host: TLS_HOST, ...given}), world);
}

const presenting = (changes: Partial<PresentedCertificate>) => ({chain: [leaf(changes), intermediate()]});

function untrusted(code: string, anchor: ChainTrust['anchor'] = null): Pick<Handshake, 'trust'> {
  return {trust: {verifies: false, code, anchor}};
}

const NO_RSA = {kind: 'alert', code: 'handshake_failure', message: 'the server ended it'} as const;

describe('tls/certificate-serves-host', () => {
  it('passes for a chain that verifies and a name that is covered', async () => {
    for (const dnsNames of [[TLS_HOST], ['other.example', '*.example.com']]) {
      const verdict = await judge(presenting({dnsNames}));
      expect(verdict.status).to.equal('pass');
    }
    expect((await judge({})).summary).to.include(
      'it presents the certificate of mcp.example.com, valid until 2027-06-01T00:00:00.000Z, signed up to CN=Test Root, over TLS 1.3',
    );
  });

  it('goes by RFC 9525: no common name, one label for a wildcard, and that whole', async () => {
    const wrong = [[], ['example.com'], ['*.com'], ['m*.example.com'], ['*.*.com'], ['a.mcp.example.com']];
    for (const dnsNames of wrong) {
      const verdict = await judge(presenting({dnsNames, subject: `CN=${TLS_HOST}`}));
      expect(verdict.status, String(dnsNames)).to.equal('fail');
    }
    expect((await judge(presenting({dnsNames: []}))).actual).to.include('its common name does not count');
  });

  it('takes an IP address for a name only as an address', async () => {
    const address = {host: '192.0.2.1'};
    const named = presenting({dnsNames: ['192.0.2.1'], ipAddresses: []});
    expect((await judge(named, address)).status).to.equal('fail');
    expect((await judge(presenting({ipAddresses: ['192.0.2.1']}), address)).status).to.equal('pass');
    const six = presenting({ipAddresses: ['2001:DB8:0:0:0:0:0:1']});
    expect((await judge(six, {host: '2001:db8::1'})).status).to.equal('pass');
  });

  it('judges dates to the millisecond, of each certificate of the chain', async () => {
    const end = '2027-06-01T00:00:00.000Z';
    expect((await judge({}, {}, new Date(end))).status).to.equal('pass');
    const over = await judge({}, {}, new Date(Date.parse(end) + 1));
    expect(over.actual).to.include(`expired on ${end}`);
    expect((await judge({}, {}, new Date('2026-05-31T23:59:59.999Z'))).actual).to.include('not valid before');
    const chain = [leaf(), intermediate({notAfter: '2026-11-22T11:59:59.000Z'})];
    expect((await judge({chain})).actual).to.include('the intermediate certificate CN=Test Intermediate expired');
  });

  it('wants the days that are left', async () => {
    const chain = presenting({notAfter: '2026-12-02T12:00:00.000Z'});
    expect((await judge(chain, {minDaysLeft: 10})).status).to.equal('pass');
    const verdict = await judge(chain, {minDaysLeft: 10.01});
    expect(verdict.actual).to.include('expires in 10.0 days (2026-12-02T12:00:00.000Z), not in 10.01 or more');
  });

  it('tells a missing intermediate, an unknown root and a certificate that signed itself apart', async () => {
    const alone = leaf({signedBy: null});
    const said = async (chain: readonly PresentedCertificate[], code: string) =>
      (await judge({chain, ...untrusted(code)})).actual;
    const fetchable = {...alone, issuerUrl: 'http://ca.example/i.cer'};
    expect(await said([fetchable], 'UNABLE_TO_VERIFY_LEAF_SIGNATURE')).to.match(
      /^an intermediate certificate is missing/,
    );
    expect(await said([alone], 'UNABLE_TO_VERIFY_LEAF_SIGNATURE')).to.include(
      'an intermediate that is missing, or a root that this machine does not trust',
    );
    const amazon = {...alone, issuer: 'C=US, O=Amazon, CN=Amazon RSA 2048 M02'};
    expect(await said([amazon], 'UNABLE_TO_VERIFY_LEAF_SIGNATURE')).to.match(/^an intermediate certificate is missing/);
    expect(await said([leaf(), intermediate()], 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY')).to.include(
      'its chain ends with CN=Test Intermediate',
    );
    const root = intermediate({subject: 'CN=Test Root', isSelfSigned: true});
    expect(await said([leaf({signedBy: 1}), intermediate({signedBy: 2}), root], 'SELF_SIGNED_CERT_IN_CHAIN')).to.equal(
      'its chain leads to the root CN=Test Root, which this machine does not trust',
    );
    expect(await said([leaf({isSelfSigned: true, signedBy: null})], 'DEPTH_ZERO_SELF_SIGNED_CERT')).to.match(
      /^it is signed by itself/,
    );
  });

  it('says where only the store of the operating system trusts the chain', async () => {
    const verdict = await judge(
      untrusted('UNABLE_TO_GET_ISSUER_CERT_LOCALLY', {subject: 'CN=Company', store: 'system', signed: 1, isRoot: true}),
    );
    expect(verdict.status).to.equal('fail');
    expect(verdict.actual).to.include('only the certificate store of this operating system trusts');
    expect(verdict.fix).to.include('--ca-file');
  });

  it('names what OpenSSL says where it is nothing else, and dates once', async () => {
    const anchor = {subject: 'CN=Test Root', store: 'default', signed: 1, isRoot: true} as const;
    expect((await judge(untrusted('INVALID_PURPOSE', anchor))).actual).to.equal(
      'its chain does not verify (INVALID_PURPOSE)',
    );
    const expired = await judge({
      ...presenting({notAfter: '2026-11-01T00:00:00.000Z'}),
      ...untrusted('CERT_HAS_EXPIRED', anchor),
    });
    expect(expired.actual).to.equal('the certificate presented expired on 2026-11-01T00:00:00.000Z');
    expect((await judge(untrusted('CERT_HAS_EXPIRED', anchor))).actual).to.include('out of its dates');
  });

  it('says that a chain out of order, or with others in it, was sent', async () => {
    const chain = [
      leaf({signedBy: 2}),
      intermediate({subject: 'CN=Test Root', isSelfSigned: true}),
      intermediate({signedBy: 1}),
    ];
    expect((await judge({chain})).summary).to.include('not sent in order');
    const extra = [leaf(), intermediate(), intermediate({subject: 'CN=Other'})];
    expect((await judge({chain: extra})).summary).to.include(
      'a certificate that does not belong to its chain is sent with it',
    );
  });

  it('judges what clients of one kind of key are presented with, and wants one only where that is asked for', async () => {
    const old = leaf({fingerprint: 'd'.repeat(64), notAfter: '2026-11-01T00:00:00.000Z'});
    const differing: Differing = ({keyType}) => (keyType === 'rsa' ? {chain: [old, intermediate()]} : null);
    expect((await judge(differing)).actual).to.equal(
      'to clients that accept keys of RSA only: the certificate presented expired on 2026-11-01T00:00:00.000Z',
    );
    const without: Differing = ({keyType}) => (keyType === 'rsa' ? refusedHandshake(NO_RSA) : null);
    expect((await judge(without)).status).to.equal('pass');
    expect((await judge(without, {keyTypes: ['ecdsa']})).status).to.equal('pass');
    expect((await judge(without, {keyTypes: ['rsa']})).actual).to.include(
      'to clients that accept keys of RSA only: the server ended it',
    );
  });

  it('says what clients without SNI are presented with, and lets nothing depend on it', async () => {
    const byDefault = leaf({fingerprint: 'e'.repeat(64), dnsNames: ['default.example']});
    const differing: Differing = ({serverName}) => (serverName === null ? {chain: [byDefault]} : null);
    const verdict = await judge(differing);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include(
      'clients that send no name (SNI) are presented with the certificate of default.example',
    );
    const silent: Differing = ({serverName}) => (serverName === null ? new NoAnswer('p', 'tls', 'p: nothing') : null);
    expect((await judge(silent)).status).to.equal('pass');
  });

  it('fails where every client needs a certificate, and says where one is asked for', async () => {
    const required = {clientCertificate: 'required'} as const;
    expect((await judge(required)).actual).to.include('requires a certificate of the client');
    expect((await judge(required, {clientCertificates: true})).status).to.equal('pass');
    expect((await judge({clientCertificate: 'asked'})).summary).to.include(
      'asks for a certificate of the client, and goes on without one',
    );
    const before = {...required, refusal: NO_RSA, agreed: null, trust: null};
    expect((await judge(before)).actual).to.include('it requires a certificate of the client');
    await thrownBy(judge(before, {clientCertificates: true}), CannotTell);
  });

  it('asks with a request whether a server that asks for a certificate of the client serves those without one', async () => {
    const saying = (said: {readonly status?: number; readonly body?: string} | NoAnswer) =>
      judge({clientCertificate: 'asked'}, {}, NOW, {}, said);
    const page = '<center>No required SSL certificate was sent</center>';
    expect((await saying({status: 400, body: page})).actual).to.include('it requires a certificate of the client');
    expect((await saying({status: 496, body: ''})).status).to.equal('fail');
    expect((await saying({status: 404, body: ''})).summary).to.include('goes on without one');
    for (const status of [400, 401, 403]) await thrownBy(saying({status, body: ''}), CannotTell);
    const silent = new NoAnswer('mcp.example.com', 'headers', 'no answer');
    await thrownBy(saying(silent), CannotTell);
    const mutual = await judge({clientCertificate: 'asked'}, {clientCertificates: true}, NOW, {}, {status: 403});
    expect(mutual.status).to.equal('pass');
  });

  it('does not judge the dates of a cross-signed root that clients do not need', async () => {
    const cross = intermediate({subject: 'CN=Test Root', issuer: 'CN=Old', notAfter: '2024-09-30T00:00:00.000Z'});
    const chain = [leaf({signedBy: 1}), intermediate({signedBy: 2}), cross];
    expect((await judge({chain})).status).to.equal('pass');
    expect((await judge({chain, ...untrusted('CERT_HAS_EXPIRED')})).actual).to.include('expired on 2024-09-30');
  });

  it('cannot tell where the intermediate that is not sent is one that this machine has', async () => {
    const anchor = {subject: 'CN=Test Intermediate', store: 'default', signed: 0, isRoot: false} as const;
    const look = {chain: [leaf({signedBy: null})], trust: {verifies: true, code: null, anchor}};
    expect((await thrownBy(judge(look), CannotTell)).message).to.include('does not send the intermediate');
    const verdict = await judge({...look, ...untrusted('UNABLE_TO_GET_ISSUER_CERT', anchor)});
    expect(verdict.actual).to.include('as an intermediate only');
  });

  it('cannot tell why a connection was closed while this machine was away', async () => {
    const observer = {gaps: [{fromMs: 5, toMs: 4005}], awayMs: 4000, suspendedMs: 0};
    const closed = {kind: 'closed', code: null, message: 'the connection was closed during the handshake'} as const;
    const away = refusedHandshake(closed, {observer});
    expect((await thrownBy(judge(away), CannotTell)).message).to.include('not scheduled for 4 s');
    await thrownBy(judge({clientCertificate: 'required', observer}), CannotTell);
    expect((await judge(refusedHandshake(closed))).status).to.equal('fail');
  });

  it('fails with advice of its own for each refusal', async () => {
    const refusals = [
      ['refused', 'ECONNREFUSED'],
      ['no-such-name', 'ENOTFOUND'],
      ['closed', null],
      ['not-tls', null],
      ['alert', 'unrecognized_name'],
      ['alert', 'protocol_version'],
      ['alert', 'handshake_failure'],
      ['alert', 'internal_error'],
    ] as const;
    const advice = new Set<string | undefined>();
    for (const [kind, code] of refusals) {
      const verdict = await judge(() => refusedHandshake({kind, code, message: 'refused'}));
      expect(verdict.status).to.equal('fail');
      advice.add(verdict.fix);
    }
    expect(advice.size).to.equal(refusals.length);
  });

  it('cannot tell what was not seen', async () => {
    const silent = new NoAnswer('place', 'tls', 'place: the TLS handshake was not done within 10 s');
    expect(
      await thrownBy(
        judge(() => silent),
        NoAnswer,
      ),
    ).to.equal(silent);
    expect(
      await thrownBy(
        judge(({keyType}) => (keyType === 'rsa' ? silent : null)),
        NoAnswer,
      ),
    ).to.equal(silent);
    await thrownBy(judge({chain: []}), CannotTell);
    const ours = {kind: 'ours', code: 'ERR_SSL_EE_KEY_TOO_SMALL', message: 'this machine did not go on'} as const;
    await thrownBy(
      judge(() => refusedHandshake(ours)),
      CannotTell,
    );
  });

  it('lets a failure that was seen stand', async () => {
    const silent = new NoAnswer('place', 'tls', 'place: nothing');
    const verdict = await judge(({keyType}) =>
      keyType === 'rsa' ? silent : presenting({dnsNames: ['other.example']}),
    );
    expect(verdict.status).to.equal('fail');
  });

  it('compares it with what ACM says the listener has, where that is named', async () => {
    const alb = {alb: 'alb'};
    expect((await judge({}, alb)).summary).to.include('it is arn:aws:acm:eu-central-1:444444444444:certificate/a');
    const other = await judge({}, alb, NOW, {serial: '0a:1b:2d'});
    expect(other.status).to.equal('fail');
    expect(other.actual).to.include(
      'presents a certificate with serial 0A1B2C, valid until 2027-06-01T00:00:00.000Z, which none on the listener has',
    );
    await thrownBy(judge({}, alb, NOW, {serial: null}), CannotTell);
  });

  it('cannot tell where AWS does not say, unless what is presented is wrong anyway', async () => {
    const refusal = new AwsRefusal('acm:DescribeCertificate', 'AccessDenied', 'denied', 'allow it');
    expect(await thrownBy(judge({}, {alb: 'alb'}, NOW, refusal), AwsRefusal)).to.equal(refusal);
    expect((await judge(presenting({dnsNames: ['other.example']}), {alb: 'alb'}, NOW, refusal)).status).to.equal(
      'fail',
    );
  });
});
