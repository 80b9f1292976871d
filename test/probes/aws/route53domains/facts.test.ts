import {expect} from 'chai';
import {HEALTHY} from '../../../../src/lab/aws-world.ts';
import {AwsRefusal} from '../../../../src/model/errors.ts';
import {probe, refusedWith} from '../../../support/aws-answers.ts';
import {type Answering, playSdkWorld} from '../../../support/sdk-world/play.ts';
import {thrownBy} from '../../../support/thrown-by.ts';

describe('facts of the registrar', () => {
  it('are the name servers of a domain in any spelling, with their glue, and nothing of its owner', async () => {
    const domain = await ask(async () => ({
      DomainName: 'Georgi.IO',
      Nameservers: [{Name: 'NS1.georgi.io.', GlueIps: ['205.251.193.55']}, {Name: 'ns-1.awsdns-01.com'}],
      AdminContact: {Email: 'someone@example.com'},
      StatusList: ['clientHold'],
      DnssecKeys: [{KeyTag: 4711, Algorithm: 13, DigestType: 2, Digest: 'AB', Flags: 257, PublicKey: 'mdss'}],
    }));
    expect(domain).to.deep.equal({
      name: 'georgi.io',
      nameServers: [
        {name: 'ns1.georgi.io', glueIps: ['205.251.193.55']},
        {name: 'ns-1.awsdns-01.com', glueIps: []},
      ],
      statuses: ['clientHold'],
      signers: [{keyTag: 4711, algorithm: 13, digestType: 2, digest: 'AB'}],
    });
  });

  it('are null for a domain of somebody else, and for one with an ending that is not sold', async () => {
    for (const code of ['InvalidInput', 'UnsupportedTLD']) {
      expect(await ask(() => Promise.reject(refusedWith(code)))).to.equal(null);
    }
  });

  it('are not null where the registrar may not be asked, or is not there', async () => {
    for (const code of ['AccessDeniedException', 'ServiceUnavailable']) {
      const refusal = await thrownBy(
        ask(() => Promise.reject(refusedWith(code))),
        AwsRefusal,
      );
      expect(refusal).to.include({action: 'route53domains:GetDomainDetail', code});
    }
  });
});

async function ask(answer: Answering) {
  const sdk = playSdkWorld(HEALTHY, (call, asAws) =>
    call.service === 'route53domains' ? answer(call, asAws) : Promise.resolve(asAws()),
  );
  try {
    return await probe().facts.registeredDomain('zone', 'georgi.io');
  } finally {
    sdk.restore();
  }
}
