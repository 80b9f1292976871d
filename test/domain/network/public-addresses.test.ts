import {expect} from 'chai';
import {contains, parseAddress, parseCidr} from '../../../src/domain/network/cidr.ts';
import {internetSources, PUBLIC_IPV4} from '../../../src/domain/network/public-addresses.ts';

describe('public addresses', () => {
  const isPublic = (address: string, cidrs: readonly string[]) =>
    cidrs.some((cidr) => {
      const [range, one] = [parseCidr(cidr), parseAddress(address)];
      return range !== null && one !== null && contains(range, one);
    });

  for (const address of ['1.1.1.1', '9.255.255.255', '11.0.0.0', '172.15.255.255', '172.32.0.0', '223.255.255.255']) {
    it(`has ${address}`, () => expect(isPublic(address, PUBLIC_IPV4)).to.equal(true));
  }

  for (const address of [
    '0.0.0.1',
    '10.20.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '192.168.1.1',
    '224.0.0.1',
    '255.255.255.255',
  ]) {
    it(`does not have ${address}`, () => expect(isPublic(address, PUBLIC_IPV4)).to.equal(false));
  }

  it('are those of IPv6 too where the load balancer speaks it', () => {
    expect(isPublic('2600:1f14::1', internetSources({ipAddressType: 'ipv4'}))).to.equal(false);
    expect(isPublic('2600:1f14::1', internetSources({ipAddressType: 'dualstack'}))).to.equal(true);
    expect(isPublic('fd00::1', internetSources({ipAddressType: 'dualstack'}))).to.equal(false);
  });
});
