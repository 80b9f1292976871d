import {randomInt} from 'node:crypto';
import {expect} from 'chai';
import {endure, plansOf, wrongOf} from './endurance/endure.ts';

/** `npm run endurance` makes two hundred. */
const RUNS = 20;

describe('streams held by a process that is stopped at random moments', () => {
  it('are never called broken when they are healthy, nor healthy when they were cut', async () => {
    const seed = Number(process.env.SEED ?? randomInt(2 ** 31));
    const endured = await endure(plansOf(RUNS, seed), {atOnce: 3});
    expect(wrongOf(endured), `SEED=${seed}`).to.deep.equal([]);
    // An error proves nothing, and would be the answer of a tool that never looked; a healthy stream may get no other
    // answer on a busy machine.
    const told = endured.filter(({ending, status}) => ending !== null && status === 'fail');
    expect(told, `SEED=${seed}`).not.to.deep.equal([]);
  }).timeout(600_000);
});
