import {ListCertificatesCommand} from '@aws-sdk/client-acm';
import {expect} from 'chai';
import {MCP_CERTIFICATE} from '../../../../src/lab/worlds/names.ts';
import {CannotTell} from '../../../../src/model/errors.ts';
import {mockedSdk, probe, RESOURCES} from '../../../support/aws-answers.ts';
import {thrownBy} from '../../../support/thrown-by.ts';
import {CERTIFICATE_SUMMARY} from './sdk-answers.ts';

describe('ACM facts', () => {
  const sdk = mockedSdk();

  beforeEach(() => sdk.reset());

  after(() => sdk.restore());

  it('lists certificates of every key type, to the last page', async () => {
    sdk.acm
      .on(ListCertificatesCommand)
      .resolvesOnce({CertificateSummaryList: [CERTIFICATE_SUMMARY], NextToken: 'more'})
      .resolvesOnce({CertificateSummaryList: [{...CERTIFICATE_SUMMARY, DomainName: 'c.d'}]});
    const names = (await probe().facts.certificates('alb')).map(({domainName}) => domainName);
    expect(names).to.deep.equal(['a.b', 'c.d']);
    const inputs = sdk.acm.commandCalls(ListCertificatesCommand).map((call) => call.args[0].input);
    expect(inputs.map(({NextToken, MaxItems}) => [NextToken, MaxItems])).to.deep.equal([
      [undefined, 1000],
      ['more', 1000],
    ]);
    for (const {Includes} of inputs) {
      expect(Includes?.keyTypes).to.have.members([
        'RSA_1024',
        'RSA_2048',
        'RSA_3072',
        'RSA_4096',
        'EC_prime256v1',
        'EC_secp384r1',
        'EC_secp521r1',
      ]);
    }
  });

  it('lists at its own, slower rate, which keeps nothing else waiting', async () => {
    const {clock, facts} = probe({...RESOURCES, elsewhere: {...RESOURCES.alb, region: 'eu-west-1'}});
    await facts.certificates('alb');
    await facts.certificate('alb', MCP_CERTIFICATE);
    expect(clock.sleptMs).to.deep.equal([]);
    await facts.certificates('elsewhere');
    expect(clock.sleptMs).to.deep.equal([1250]);
  });

  it('makes no call for a certificate that is in IAM, and says where to look', async () => {
    const {aws, facts} = probe();
    for (const path of ['', 'cloudfront/test/']) {
      const arn = `arn:aws:iam::444444444444:server-certificate/${path}old`;
      const thrown = await thrownBy(facts.certificate('alb', arn), CannotTell);
      expect(thrown.message).to.equal(`${arn}: the certificate is in IAM, where ACM cannot look`);
      expect(thrown.fix).to.include('aws iam get-server-certificate --server-certificate-name old`');
    }
    expect(aws.calls()).to.deep.equal({});
  });
});
