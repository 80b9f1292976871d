import {expect} from 'chai';
import {createLimiter} from '../../../src/probes/aws/limiter.ts';
import {steppedClock} from '../../support/stepped-clock.ts';

describe('limiter', () => {
  const {signal} = new AbortController();

  it('lets the burst through at once, then one each interval, in the order asked', async () => {
    const clock = steppedClock();
    const limiter = createLimiter({burst: 2, perSecond: 4}, clock);
    const passed: string[] = [];
    for (const name of ['a', 'b', 'c', 'd'])
      void limiter.take(signal).then(() => passed.push(`${name} at ${clock.monotonicMs()}`));
    await clock.sleeperAt(500);
    for (const ms of [249, 1, 249, 1]) {
      clock.advance(ms);
      await settled();
    }
    expect(passed).to.deep.equal(['a at 0', 'b at 0', 'c at 250', 'd at 500']);
  });

  it('saves up no more than the burst while there are no calls', async () => {
    const clock = steppedClock();
    const limiter = createLimiter({burst: 1, perSecond: 4}, clock);
    clock.advance(10_000);
    await limiter.take(signal);
    let passed = false;
    void limiter.take(signal).then(() => {
      passed = true;
    });
    await clock.sleeperAt(10_250);
    expect(passed).to.equal(false);
    clock.advance(250);
    await settled();
    expect(passed).to.equal(true);
  });

  it('stops waiting when aborted', async () => {
    const limiter = createLimiter({burst: 1, perSecond: 4}, steppedClock());
    await limiter.take(signal);
    const controller = new AbortController();
    const waiting = limiter.take(controller.signal).then(
      () => 'passed',
      (thrown: Error) => thrown.message,
    );
    controller.abort(new Error('interrupted'));
    expect(await waiting).to.equal('interrupted');
  });
});

/** Lets promises that are settled already run what waits for them. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
