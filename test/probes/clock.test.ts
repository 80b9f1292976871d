import {expect} from 'chai';
import {replayClock, shortenedClock, systemClock} from '../../src/probes/clock.ts';
import {steppedClock} from '../support/stepped-clock.ts';

describe('clocks', () => {
  it('the system clock never ends a sleep early', async () => {
    const startedMs = systemClock.monotonicMs();
    await systemClock.sleep(3);
    expect(systemClock.monotonicMs() - startedMs).to.be.at.least(3);
  });

  it('a sleep ends with the reason of its signal', async () => {
    for (const clock of [systemClock, replayClock(new Date(0))]) {
      const controller = new AbortController();
      const sleeping = clock.sleep(3_600_000, controller.signal).catch((error: unknown) => error);
      controller.abort('enough');
      expect(await sleeping).to.equal('enough');
      expect(await clock.sleep(1, AbortSignal.abort('before')).catch((error: unknown) => error)).to.equal('before');
    }
  });

  it('a replay stays at its own day, and does not wait', async () => {
    const clock = replayClock(new Date('2026-11-22T12:00:00Z'));
    const startedMs = clock.monotonicMs();
    await clock.sleep(86_400_000);
    expect(clock.now().toISOString()).to.equal('2026-11-22T12:00:00.000Z');
    expect(clock.monotonicMs() - startedMs).to.be.at.least(86_400_000);
  });

  it('a shortened clock sleeps no longer than it may', async () => {
    const stepped = steppedClock();
    const clock = shortenedClock(stepped, 100);
    void clock.sleep(20_000);
    void clock.sleep(50);
    await stepped.sleeperAt(100);
    await stepped.sleeperAt(50);
  });
});
