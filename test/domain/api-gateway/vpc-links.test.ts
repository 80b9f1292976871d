import {expect} from 'chai';
import {findVpcLink, vpcLinkSource, vpcLinkTrouble} from '../../../src/domain/api-gateway/vpc-links.ts';
import {HEALTHY} from '../../../src/lab/aws-world.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {VpcLink} from '../../../src/model/facts/aws-facts.ts';

const [LINK] = HEALTHY.vpcLinks as [VpcLink];

describe('VPC links', () => {
  it('are found by id before name, and not at all where a name is that of several', () => {
    const links = [
      {...LINK, id: 'a1', name: 'b2'},
      {...LINK, id: 'b2', name: 'twin'},
      {...LINK, id: 'c3', name: 'twin'},
    ];
    expect(findVpcLink('b2', links)?.id).to.equal('b2');
    expect(findVpcLink('none', links)).to.equal(null);
    expect(() => findVpcLink('twin', links)).to.throw(CannotTell, 'VPC link twin: 2 have that name (b2, c3)');
  });

  it('say why they are not available, and where that is read', () => {
    expect(vpcLinkTrouble({...LINK, status: 'INACTIVE', statusMessage: null})).to.include('60 days');
    expect(vpcLinkTrouble({...LINK, status: 'FAILED', statusMessage: 'no subnet'})).to.equal('no subnet');
    expect(vpcLinkSource({...LINK, id: 'a1', version: 1})).to.equal('apigateway:GET /vpclinks/a1');
    expect(vpcLinkSource({...LINK, id: 'a1', version: 2})).to.equal('apigateway:GET /v2/vpclinks/a1');
  });
});
