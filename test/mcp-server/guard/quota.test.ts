import {expect} from 'chai';
import {Places} from '../../../src/mcp-server/guard/quota.ts';

describe('mcp-server places', () => {
  it('are counted in all and by address, until they are left', () => {
    const places = new Places();
    const leave = places.take('a');
    places.take('a');
    places.take('b');
    expect([places.taken, places.takenBy('a'), places.takenBy('b'), places.takenBy('c')]).to.deep.equal([3, 2, 1, 0]);
    leave();
    leave();
    expect([places.taken, places.takenBy('a')]).to.deep.equal([2, 1]);
  });

  it('are counted by the network that one client of IPv6 has', () => {
    const places = new Places();
    places.take('2001:db8:0:7::1');
    const leave = places.take('2001:DB8::7:0:0:0:2');
    const taken = (address: string) => places.takenBy(address);
    expect(['2001:db8:0:7:ffff::', '2001:db8:0:8::1', '2001:db8::'].map(taken)).to.deep.equal([2, 0, 0]);
    leave();
    expect(taken('2001:db8:0:7::1')).to.equal(1);
    for (const address of ['::ffff:192.0.2.1', '::ffff:c000:207', '64:ff9b::c000:207']) places.take(address);
    const others = ['::ffff:192.0.2.2', '::ffff:c000:208', '64:ff9b::c000:208', 'fe80::1%eth0', '192.0.2.1'];
    expect(others.map(taken)).to.deep.equal([0, 0, 0, 0, 0]);
  });
});
