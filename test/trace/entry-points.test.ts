import {expect} from 'chai';
import {entryPointOf} from '../../src/trace/entry-points.ts';

describe('entryPointOf', () => {
  it('tells load balancers by their names, in any case and with what the console puts in front', () => {
    const dnsName = 'internal-central-1.eu-central-1.elb.amazonaws.com';
    const found = {kind: 'load-balancer', dnsName, region: 'eu-central-1'};
    expect(entryPointOf(`dualstack.${dnsName}.`)).to.deep.equal(found);
    expect(entryPointOf('Internal-Central-1.eu-central-1.ELB.amazonaws.com')).to.deep.equal(found);
    expect(entryPointOf('net-1.elb.us-east-1.amazonaws.com')).to.deep.include({
      kind: 'load-balancer',
      region: 'us-east-1',
    });
    expect(entryPointOf('a-1.cn-north-1.elb.amazonaws.com.cn')).to.deep.include({region: 'cn-north-1'});
  });

  it('tells API Gateway, regional and edge-optimized', () => {
    expect(entryPointOf('d-abc.execute-api.eu-west-1.amazonaws.com')).to.deep.include({
      kind: 'gateway',
      region: 'eu-west-1',
    });
    expect(entryPointOf('d111111abcdef8.cloudfront.net.')).to.deep.include({kind: 'gateway', region: null});
  });

  it('follows nothing else', () => {
    for (const name of ['192.0.2.10', 'example.com', 'elb.amazonaws.com', 'evil-elb.amazonaws.com.example.net']) {
      expect(entryPointOf(name).kind, name).to.equal('elsewhere');
    }
  });
});
