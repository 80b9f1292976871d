import {expect} from 'chai';
import {Place, Places} from '../../src/runner/concurrency-slots.ts';

const NEVER = new AbortController().signal;
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('places', () => {
  it('are given to those who came first', async () => {
    const places = new Places(1);
    const order: string[] = [];
    await places.take(NEVER);
    for (const name of ['a', 'b', 'c']) void places.take(NEVER).then(() => order.push(name));
    for (let n = 0; n < 3; n++) {
      places.giveBack();
      await turn();
    }
    expect(order).to.deep.equal(['a', 'b', 'c']);
  });

  it('are not kept for who gave up waiting', async () => {
    const places = new Places(1);
    await places.take(NEVER);
    const stop = new AbortController();
    const gaveUp = places.take(stop.signal).catch((reason: unknown) => reason);
    const next = places.take(NEVER).then(() => 'has it');
    stop.abort('enough');
    expect(await gaveUp).to.equal('enough');
    places.giveBack();
    expect(await next).to.equal('has it');
  });

  it('are had by who was called up before giving up', async () => {
    const places = new Places(1);
    await places.take(NEVER);
    const stop = new AbortController();
    const called = places.take(stop.signal);
    places.giveBack();
    stop.abort();
    await called;
    const next = places.take(NEVER).then(() => 'has it');
    places.giveBack();
    expect(await next).to.equal('has it');
  });

  it('are never two for one item, and none for one that has left', async () => {
    const places = new Places(3);
    const twice = new Place(places);
    await Promise.all([twice.take(NEVER), twice.take(NEVER)]);
    const gone = new Place(places);
    const late = gone.take(NEVER);
    gone.leave();
    await late;
    // Two of three are free again.
    await Promise.all([places.take(NEVER), places.take(NEVER)]);
    let more = false;
    void places.take(NEVER).then(() => {
      more = true;
    });
    await turn();
    expect(more).to.equal(false);
    twice.giveBack();
    await turn();
    expect(more).to.equal(true);
  });
});
