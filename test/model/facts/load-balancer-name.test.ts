import {expect} from 'chai';
import {findLoadBalancer, namesLoadBalancer, noLoadBalancer} from '../../../src/model/facts/load-balancer-name.ts';
import {LOAD_BALANCER} from '../../support/aws-facts.ts';

describe('what a load balancer is called', () => {
  it('is its name, its ARN or its DNS name', () => {
    for (const wanted of [
      LOAD_BALANCER.name,
      LOAD_BALANCER.arn,
      LOAD_BALANCER.dnsName.toLowerCase(),
      `dualstack.${LOAD_BALANCER.dnsName}.`,
    ]) {
      expect(findLoadBalancer(wanted, [LOAD_BALANCER]), wanted).to.equal(LOAD_BALANCER);
    }
    expect(findLoadBalancer(LOAD_BALANCER.name.toUpperCase(), [LOAD_BALANCER])).to.equal(null);
  });

  it('is with and without dualstack, in any case, in DNS', () => {
    const own = 'Central-123.eu-central-1.elb.amazonaws.com';
    expect(namesLoadBalancer('central-123.eu-central-1.elb.amazonaws.com.', own)).to.equal(true);
    expect(namesLoadBalancer('dualstack.central-123.eu-central-1.elb.amazonaws.com', own)).to.equal(true);
    expect(namesLoadBalancer('dualstack.central-124.eu-central-1.elb.amazonaws.com', own)).to.equal(false);
    expect(namesLoadBalancer('internal-central-123.eu-central-1.elb.amazonaws.com', own)).to.equal(false);
  });

  it('is listed where none is called so, ten at most, in the words that were given', () => {
    const many = Array.from({length: 12}, (_, i) => ({
      ...LOAD_BALANCER,
      arn: `arn:${i}`,
      dnsName: `d${i}.x`,
      name: `lb-${i}`,
    }));
    expect(noLoadBalancer('central', many, 'account a')).to.match(
      /^no load balancer "central" in account a\. There are: lb-0, .*, lb-9 and 2 more\.$/,
    );
    expect(noLoadBalancer('d.x', many, 'account a')).to.contain('There are: d0.x, ');
    expect(noLoadBalancer('arn:x', many.slice(0, 1), 'account a')).to.contain('There are: arn:0.');
    expect(noLoadBalancer('central-abl', [LOAD_BALANCER], 'b')).to.match(/Did you mean "central-alb"\?$/);
    expect(noLoadBalancer('x', [], 'b')).to.match(/There are none\.$/);
  });
});
