import {expect} from 'chai';
import {Quota} from '../../../src/mcp-server/guard/quota.ts';

describe('mcp-server quota', () => {
  it('are counted in all and by address, until they are left', () => {
    const quota = new Quota();
    const release = quota.take('a');
    quota.take('a');
    quota.take('b');
    expect([quota.taken, quota.takenBy('a'), quota.takenBy('b'), quota.takenBy('c')]).to.deep.equal([3, 2, 1, 0]);
    release();
    release();
    expect([quota.taken, quota.takenBy('a')]).to.deep.equal([2, 1]);
  });

  it('are counted by the network that one client of IPv6 has', () => {
    const quota = new Quota();
    quota.take('2001:db8:0:7::1');
    const release = quota.take('2001:DB8::7:0:0:0:2');
    const taken = (address: string) => quota.takenBy(address);
    expect(['2001:db8:0:7:ffff::', '2001:db8:0:8::1', '2001:db8::'].map(taken)).to.deep.equal([2, 0, 0]);
    release();
    expect(taken('2001:db8:0:7::1')).to.equal(1);
    for (const address of ['::ffff:192.0.2.1', '::ffff:c000:207', '64:ff9b::c000:207']) quota.take(address);
    const others = ['::ffff:192.0.2.2', '::ffff:c000:208', '64:ff9b::c000:208', 'fe80::1%eth0', '192.0.2.1'];
    expect(others.map(taken)).to.deep.equal([0, 0, 0, 0, 0]);
  });
});
