import {expect} from 'chai';
import {Recurring, SharedTicks} from '../../../src/mcp-server/streams/shared-ticks.ts';

/** A clock that is set, and the timers that it was asked for. */
function setClock() {
  let nowMs = 0;
  const timers: {ms: number; run: () => void}[] = [];
  return {
    timers,
    set: (ms: number) => {
      nowMs = ms;
    },
    /** What was asked for so far; then every turn that it needs. */
    async fire() {
      for (const {run} of timers.splice(0)) run();
      await new Promise(setImmediate);
    },
    now: () => new Date(nowMs),
    monotonicMs: () => nowMs,
    sleep: () => Promise.reject(new Error('nothing sleeps here')),
    after(ms: number, run: () => void) {
      const timer = {ms, run};
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
  };
}

describe('mcp-server shared ticks', () => {
  it('wake the process once for all that falls to one tick, in the order in which it came', async () => {
    const clock = setClock();
    const ticks = new SharedTicks(clock);
    const done: string[] = [];
    for (const [name, dueMs] of [
      ['a', 991],
      ['b', 1000],
      ['c', 995.5],
      ['later', 1001],
    ] as const) {
      ticks.at(dueMs, 1000, new Recurring(() => done.push(name)));
    }
    expect(clock.timers.map(({ms}) => ms)).to.deep.equal([1000, 1010]);
    await clock.fire();
    expect(done.filter((name) => name !== 'later')).to.deep.equal(['a', 'b', 'c']);
    expect(done).to.include('later');
  });

  it('are never later than 1 % of the cadence, or 10 ms', () => {
    const clock = setClock();
    const ticks = new SharedTicks(clock);
    for (const cadenceMs of [10, 250, 1000, 60_000]) ticks.at(12_345.6, cadenceMs, new Recurring(() => {}));
    expect(clock.timers.map(({ms}) => ms)).to.deep.equal([12_346, 12_347.5, 12_350]);
  });

  it('do at once, and together, what is overdue', async () => {
    const clock = setClock();
    const ticks = new SharedTicks(clock);
    clock.set(5000);
    const done: number[] = [];
    for (const dueMs of [4000, 4990, 5000]) ticks.at(dueMs, 1000, new Recurring(() => done.push(dueMs)));
    expect(clock.timers.map(({ms}) => ms)).to.deep.equal([0]);
    await clock.fire();
    expect(done).to.deep.equal([4000, 4990, 5000]);
  });

  it('leave out what is cancelled, even by one that was due at the same tick', async () => {
    const clock = setClock();
    const ticks = new SharedTicks(clock);
    const done: string[] = [];
    const [cancelled, second] = [new Recurring(() => done.push('cancelled')), new Recurring(() => done.push('second'))];
    ticks.at(10, 1000, cancelled);
    ticks.at(10, 1000, new Recurring(() => ticks.cancel(second)));
    ticks.at(10, 1000, second);
    ticks.at(10, 1000, new Recurring(() => done.push('last')));
    ticks.cancel(cancelled);
    ticks.cancel(cancelled);
    await clock.fire();
    expect(done).to.deep.equal(['last']);
  });

  it('take one that asks for its next turn while it runs, and one that is set anew for the later tick alone', async () => {
    const clock = setClock();
    const ticks = new SharedTicks(clock);
    const done: string[] = [];
    const again: Recurring = new Recurring(() => {
      done.push(`at ${clock.monotonicMs()}`);
      if (done.length < 3) ticks.at(clock.monotonicMs() + 1000, 1000, again);
    });
    ticks.at(500, 1000, again);
    ticks.at(1000, 1000, again);
    expect(clock.timers.map(({ms}) => ms)).to.deep.equal([1000]);
    await clock.fire();
    for (const nowMs of [1000, 2000, 3000]) {
      clock.set(nowMs);
      await clock.fire();
    }
    expect(done).to.deep.equal(['at 0', 'at 1000', 'at 2000']);
  });

  it('have no timer left when the last that is due is cancelled, and a new one when another comes', async () => {
    const clock = setClock();
    const ticks = new SharedTicks(clock);
    const done: string[] = [];
    const [a, b, c] = ['a', 'b', 'c'].map((name) => new Recurring(() => done.push(name))) as [
      Recurring,
      Recurring,
      Recurring,
    ];
    ticks.at(3_600_000, 3_600_000, a);
    ticks.at(3_600_000, 3_600_000, b);
    ticks.cancel(a);
    expect(clock.timers).to.have.length(1);
    ticks.cancel(b);
    expect(clock.timers).to.have.length(0);
    ticks.at(3_600_000, 3_600_000, c);
    await clock.fire();
    expect(done).to.deep.equal(['c']);
  });

  it('do the others when one throws', async () => {
    const clock = setClock();
    const ticks = new SharedTicks(clock);
    const done: string[] = [];
    const fails = () => {
      throw new Error('of one stream');
    };
    ticks.at(10, 1000, new Recurring(fails));
    ticks.at(10, 1000, new Recurring(() => done.push('other')));
    expect(clock.timers[0]?.run).to.throw('of one stream');
    await new Promise(setImmediate);
    expect(done).to.deep.equal(['other']);
  });

  it('send what one wrote before the next says its time', async () => {
    const clock = setClock();
    const ticks = new SharedTicks(clock);
    const done: string[] = [];
    for (const name of ['a', 'b']) {
      const sends = () => {
        done.push(`${name} written`);
        process.nextTick(() => done.push(`${name} sent`));
      };
      ticks.at(10, 1000, new Recurring(sends));
    }
    await clock.fire();
    expect(done).to.deep.equal(['a written', 'a sent', 'b written', 'b sent']);
  });
});
