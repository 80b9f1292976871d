import {expect} from 'chai';
import {Places} from '../../../src/mcp-server/guard/places.ts';

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
});
