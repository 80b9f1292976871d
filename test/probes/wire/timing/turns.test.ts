import {expect} from 'chai';
import {createTurns} from '../../../../src/probes/wire/timing/turns.ts';

describe('turns', () => {
  it('lets four begin in each turn of the event loop, in order, and again when all have begun', async () => {
    const turn = createTurns();
    const begun: number[] = [];
    const begin = (name: number) => turn().then(() => void begun.push(name));
    const all = [1, 2, 3, 4, 5, 6].map(begin);
    // Immediates of one turn run in the order in which they were asked for.
    await new Promise(setImmediate);
    expect(begun).to.deep.equal([1, 2, 3, 4]);
    await Promise.all(all);
    expect(begun).to.deep.equal([1, 2, 3, 4, 5, 6]);
    await begin(7);
    expect(begun).to.deep.equal([1, 2, 3, 4, 5, 6, 7]);
  });
});
