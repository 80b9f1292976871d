import {expect} from 'chai';
import {type AttachedCertificate, certificateForSni} from '../../../src/domain/certificates/sni.ts';
import {certificate, HOST} from '../../support/aws-facts.ts';

describe('the certificate that SNI gets', () => {
  it('is the one in the list that is for the host', () => {
    const choice = certificateForSni(HOST, [
      on('default', ['*.georgi.io'], true),
      on('good', [HOST]),
      on('x', ['x.io']),
    ]);
    expect(names(choice.candidates)).to.deep.equal(['good']);
    expect(choice.because).to.equal(`it alone in the list is for ${HOST}`);
  });

  it('is the default when none in the list is for the host, whatever it is for', () => {
    const choice = certificateForSni(HOST, [on('default', ['api.georgi.io'], true), on('x', ['*.georgi.io'])]);
    expect(names(choice.candidates)).to.deep.equal(['default']);
    expect(choice.because).to.include('none in the list');
    expect(certificateForSni(HOST, []).candidates).to.deep.equal([]);
  });

  it('is the one with the better key of several: ECDSA before RSA, then the larger', () => {
    const best = (...keys: (string | null)[]) =>
      names(
        certificateForSni(
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

  it('may be the default beside one of the list, when it is for the host too', () => {
    const candidates = (key: string) =>
      names(certificateForSni(HOST, [on('default', [HOST], true, key), on('listed', [HOST])]).candidates);
    expect(candidates('EC_prime256v1')).to.deep.equal(['listed', 'default']);
    // It would lose against the other, be it in the list or not.
    expect(candidates('RSA_1024')).to.deep.equal(['listed']);
  });

  it('may be one of IAM, which nobody here can read', () => {
    const iam = {arn: 'iam', isDefault: false, certificate: null};
    expect(names(certificateForSni(HOST, [iam, on('default', [HOST], true)]).candidates)).to.deep.equal([
      'iam',
      'default',
    ]);
    expect(names(certificateForSni(HOST, [iam, on('good', [HOST])]).candidates)).to.deep.equal(['good', 'iam']);
    // As the default it serves only when nothing else does.
    const byDefault = {...iam, isDefault: true};
    expect(names(certificateForSni(HOST, [byDefault, on('good', [HOST])]).candidates)).to.deep.equal(['good']);
    expect(names(certificateForSni(HOST, [byDefault]).candidates)).to.deep.equal(['iam']);
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

function names(candidates: readonly AttachedCertificate[]): string[] {
  return candidates.map(({arn}) => arn);
}
