import {expect} from 'chai';
import {judgeHeld, presentedByListener} from '../../../src/domain/certificates/presented-by-listener.ts';
import type {AttachedCertificate} from '../../../src/domain/certificates/sni.ts';
import type {Certificate} from '../../../src/model/facts/aws-facts.ts';
import {handshake, intermediate, leaf, TLS_HOST} from '../../support/tls-facts.ts';

const NOW = new Date('2026-11-22T12:00:00Z');

function attached(serial: string | null, changes: Partial<Certificate> = {}, isDefault = false): AttachedCertificate {
  const certificate = {
    ...{serial, subjectAlternativeNames: [TLS_HOST], keyAlgorithm: 'RSA_2048', signatureAlgorithm: 'SHA256WITHRSA'},
    ...{notBefore: '2026-06-01T00:00:00.000Z', notAfter: '2027-06-01T00:00:00.000Z'},
    ...changes,
  } as Certificate;
  return {arn: `arn:${serial}`, isDefault, certificate};
}

const find = (all: readonly AttachedCertificate[], isForAll = true, presented = leaf({serial: '0A1B2C'})) =>
  presentedByListener(presented, TLS_HOST, all, {now: NOW, isForAll});

describe('what is presented, against what the listener has', () => {
  it('is the same by its serial number, however that is written', () => {
    for (const serial of ['0a:1b:2c', '00:0a:1b:2c', 'a1b2c']) {
      expect(find([attached(serial)])).to.deep.equal({kind: 'same', arn: `arn:${serial}`});
    }
    expect(find([attached('0a:1b:2d')]).kind).to.equal('other');
  });

  it('is not what the listener has for the host, where it is its default one', () => {
    const byDefault = attached('0a:1b:2c', {subjectAlternativeNames: ['default.example']}, true);
    const found = find([byDefault, attached('01')]);
    expect(found.kind === 'other' && found.fault.what).to.include('not what the listener has for mcp.example.com');
    expect(find([byDefault]).kind).to.equal('same');
  });

  it('may be any for the host that clients of one kind of key get', () => {
    const rsa = attached('0a:1b:2c');
    const better = attached('01', {keyAlgorithm: 'EC_prime256v1'});
    expect(find([rsa, better], true).kind).to.equal('other');
    expect(find([rsa, better], false)).to.deep.equal({kind: 'same', arn: rsa.arn});
  });

  it('is not known where a certificate of the listener is not in ACM, or has no serial number there', () => {
    expect(find([{arn: 'arn:iam', isDefault: true, certificate: null}]).kind).to.equal('unknown');
    expect(find([attached(null)]).kind).to.equal('unknown');
    expect(find([attached('0a:1b:2c'), {arn: 'arn:iam', isDefault: true, certificate: null}]).kind).to.equal('same');
  });

  it('may be the one before, for three days after ACM has issued another', () => {
    const renewed = (notBefore: string) => find([attached('01', {notBefore})]).kind;
    expect(renewed('2026-11-19T12:00:00.001Z')).to.equal('unknown');
    expect(renewed('2026-11-19T12:00:00.000Z')).to.equal('other');
    const other = find([
      attached('01', {notBefore: '2026-11-22T00:00:00Z', subjectAlternativeNames: [TLS_HOST, 'x.example']}),
    ]);
    expect(other.kind).to.equal('other');
  });

  it('is judged for each kind of client, once', () => {
    const chain = [leaf({serial: '0A1B2C'}), intermediate()];
    const looks = {today: handshake({chain}), rsa: handshake({chain})};
    const asked = {host: TLS_HOST, now: NOW};
    expect(judgeHeld(looks, null, asked)).to.deep.equal({faults: [], doubt: null, same: null, evidence: []});
    expect(judgeHeld(looks, [attached('0a:1b:2c')], asked)).to.deep.include({
      faults: [],
      doubt: null,
      same: 'arn:0a:1b:2c',
    });
    expect(judgeHeld(looks, [attached('02')], asked).faults).to.have.length(1);
    expect(judgeHeld(looks, [attached(null)], asked).doubt?.message).to.include('is not known');
  });
});
