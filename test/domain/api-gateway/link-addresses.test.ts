import {expect} from 'chai';
import {addressesToTry} from '../../../src/domain/api-gateway/link-addresses.ts';
import {forward, rule, subnet} from '../../support/aws-facts.ts';

const SUBNETS = [subnet('subnet-a', '10.0.1.0/24', '2001:db8::/64')];

describe('the addresses of a VPC link that rules tell apart', () => {
  it('are the ends of its subnets, and of what a rule asks for within them', () => {
    expect(tried('10.0.0.0/16')).to.deep.equal(['10.0.1.0', '10.0.1.255']);
    expect(tried('192.0.2.0/24')).to.deep.equal(['10.0.1.0', '10.0.1.255']);
    expect(tried('10.0.1.64/26')).to.deep.equal([
      '10.0.1.0',
      '10.0.1.255',
      '10.0.1.64',
      '10.0.1.127',
      '10.0.1.63',
      '10.0.1.128',
    ]);
  });
});

function tried(cidr: string) {
  const asking = rule(10, {other: {field: 'source-ip', values: [cidr]}}, forward(['jessica-service-sse', 1]));
  return addressesToTry(SUBNETS, [asking]);
}
