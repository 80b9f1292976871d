import {expect} from 'chai';
import {ConcurrencySlots, Slot} from '../../src/runner/concurrency-slots.ts';

const NEVER = new AbortController().signal;
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('slots', () => {
  it('are given to those who came first', async () => {
    const slots = new ConcurrencySlots(1);
    const order: string[] = [];
    await slots.take(NEVER);
    for (const name of ['a', 'b', 'c']) void slots.take(NEVER).then(() => order.push(name));
    for (let n = 0; n < 3; n++) {
      slots.giveBack();
      await turn();
    }
    expect(order).to.deep.equal(['a', 'b', 'c']);
  });

  it('are not kept for who gave up waiting', async () => {
    const slots = new ConcurrencySlots(1);
    await slots.take(NEVER);
    const stop = new AbortController();
    const gaveUp = slots.take(stop.signal).catch((reason: unknown) => reason);
    const next = slots.take(NEVER).then(() => 'has it');
    stop.abort('enough');
    expect(await gaveUp).to.equal('enough');
    slots.giveBack();
    expect(await next).to.equal('has it');
  });

  it('are had by who was called up before giving up', async () => {
    const slots = new ConcurrencySlots(1);
    await slots.take(NEVER);
    const stop = new AbortController();
    const called = slots.take(stop.signal);
    slots.giveBack();
    stop.abort();
    await called;
    const next = slots.take(NEVER).then(() => 'has it');
    slots.giveBack();
    expect(await next).to.equal('has it');
  });

  it('are never two for one item, and none for one that has left', async () => {
    const slots = new ConcurrencySlots(3);
    const twice = new Slot(slots);
    await Promise.all([twice.take(NEVER), twice.take(NEVER)]);
    const gone = new Slot(slots);
    const late = gone.take(NEVER);
    gone.leave();
    await late;
    // Two of three are free again.
    await Promise.all([slots.take(NEVER), slots.take(NEVER)]);
    let more = false;
    void slots.take(NEVER).then(() => {
      more = true;
    });
    await turn();
    expect(more).to.equal(false);
    twice.giveBack();
    await turn();
    expect(more).to.equal(true);
  });
});
