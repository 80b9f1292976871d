import {expect} from 'chai';
import {type AttachedCertificate, certificateForSni} from '../../../src/domain/certificates/sni.ts';
import type {Certificate} from '../../../src/model/facts/aws-facts.ts';
import {certificate, HOST} from '../../support/aws-facts.ts';
import {NOW} from '../../support/aws-world.ts';

describe('the certificate that SNI gets', () => {
  it('is the one in the list that is for the host', () => {
    const choice = chosen(HOST, [on('default', ['*.georgi.io'], true), on('good', [HOST]), on('x', ['x.io'])]);
    expect(names(choice.candidates)).to.deep.equal(['good']);
    expect(choice.because).to.equal(`it alone in the list is for ${HOST}`);
  });

  it('is the default when none in the list is for the host, whatever it is for', () => {
    const choice = chosen(HOST, [on('default', ['api.georgi.io'], true), on('x', ['*.georgi.io'])]);
    expect(names(choice.candidates)).to.deep.equal(['default']);
    expect(choice.because).to.include('none in the list');
    expect(chosen(HOST, []).candidates).to.deep.equal([]);
  });

  it('is the one with the better key of several: ECDSA before RSA, then the larger', () => {
    const best = (...keys: (string | null)[]) =>
      names(
        chosen(
          HOST,
          keys.map((key, i) => on(`${i}`, [HOST], false, key)),
        ).candidates,
      );
    expect(best('RSA_4096', 'EC_prime256v1')).to.deep.equal(['1']);
    expect(best('EC_prime256v1', 'EC_secp384r1')).to.deep.equal(['1']);
    expect(best('RSA_3072', 'RSA_2048')).to.deep.equal(['0']);
    // What decides between equals is their time, and which way is not documented.
    expect(best('RSA_2048', 'RSA_2048', 'RSA_1024')).to.deep.equal(['0', '1']);
    expect(best('EC_secp521r1', null)).to.deep.equal(['0', '1']);
    expect(best('EC_secp521r1', 'ML_DSA')).to.deep.equal(['0', '1']);
  });

  it('goes by what has not expired only after the kind of key, and before the hash and the size', () => {
    const best = (...members: readonly Partial<Certificate>[]) =>
      names(
        chosen(
          HOST,
          members.map((one, i) => ({
            arn: `${i}`,
            isDefault: false,
            certificate: certificate([HOST], {arn: `${i}`, ...one}),
          })),
        ).candidates,
      );
    const ended = {notAfter: '2026-11-22T11:59:59.999Z'};
    expect(best({...ended, keyAlgorithm: 'RSA_4096'}, {keyAlgorithm: 'RSA_2048'})).to.deep.equal(['1']);
    expect(best({...ended, keyAlgorithm: 'EC_prime256v1'}, {keyAlgorithm: 'RSA_2048'})).to.deep.equal(['0']);
    expect(
      best({signatureAlgorithm: 'SHA256WITHRSA', keyAlgorithm: 'RSA_4096'}, {signatureAlgorithm: 'SHA384WITHRSA'}),
    ).to.deep.equal(['1']);
    expect(best({signatureAlgorithm: 'MD5WITHRSA'}, {signatureAlgorithm: 'SHA1WITHRSA'})).to.deep.equal(['1']);
    expect(best({...ended, signatureAlgorithm: 'SHA512WITHRSA'}, {signatureAlgorithm: 'SHA1WITHRSA'})).to.deep.equal([
      '1',
    ]);
    expect(best({notAfter: null}, {})).to.deep.equal(['0', '1']);
    expect(best({signatureAlgorithm: null, keyAlgorithm: 'RSA_4096'}, {})).to.deep.equal(['0', '1']);
    // Both have ended: the rest decides all the same.
    expect(best({...ended, keyAlgorithm: 'RSA_3072'}, {...ended, keyAlgorithm: 'RSA_2048'})).to.deep.equal(['0']);
  });

  it('is the default beside one of the list only where it is in the list, too', () => {
    const better = on('default', [HOST], true, 'EC_prime256v1');
    expect(names(chosen(HOST, [better, on('listed', [HOST])]).candidates)).to.deep.equal(['listed']);
    const both = [better, {...better, isDefault: false}, on('listed', [HOST])];
    expect(names(chosen(HOST, both).candidates)).to.deep.equal(['default']);
  });

  it('may be one of IAM, which nobody here can read', () => {
    const iam = {arn: 'iam', isDefault: false, certificate: null};
    expect(names(chosen(HOST, [iam, on('default', [HOST], true)]).candidates)).to.deep.equal(['iam', 'default']);
    expect(names(chosen(HOST, [iam, on('good', [HOST])]).candidates)).to.deep.equal(['good', 'iam']);
    // As the default it serves only when nothing else does.
    const byDefault = {...iam, isDefault: true};
    expect(names(chosen(HOST, [byDefault, on('good', [HOST])]).candidates)).to.deep.equal(['good']);
    expect(names(chosen(HOST, [byDefault]).candidates)).to.deep.equal(['iam']);
  });
});

function on(
  arn: string,
  sans: readonly string[],
  isDefault = false,
  keyAlgorithm: string | null = 'RSA_2048',
): AttachedCertificate {
  return {arn, isDefault, certificate: certificate(sans, {arn, keyAlgorithm})};
}

function chosen(host: string, attached: readonly AttachedCertificate[]) {
  return certificateForSni(host, attached, NOW);
}

function names(candidates: readonly AttachedCertificate[]): string[] {
  return candidates.map(({arn}) => arn);
}
