import {expect} from 'chai';
import type {AttemptContext} from '../../src/model/attempt.ts';
import {CannotTell} from '../../src/model/errors.ts';
import {FakeClock} from '../support/fake-clock.ts';
import {type ItemSketch, no, play, waitOnly, yes} from './scene.ts';

describe('concurrency', () => {
  const many = (count: number, sketch: (n: number) => Partial<ItemSketch>): ItemSketch[] =>
    Array.from({length: count}, (_, n) => ({id: `item-${n}`, ...sketch(n)}));

  const hold = (clock: FakeClock, ms: number) => async (context: AttemptContext) => {
    await waitOnly(context, ms, () => clock.sleep(ms, context.signal));
    context.signal.throwIfAborted();
    return yes();
  };

  it('lets 50 holds of 60 s end at 60 s with 16 slots', async () => {
    const clock = new FakeClock();
    const {report} = await play({clock, items: many(50, () => ({looks: [hold(clock, 60_000)]})), concurrency: 16});
    expect(report.durationMs).to.equal(60_000);
    expect(report.summary.pass).to.equal(50);
  });

  /** How many of ten items were at work at once, at most. */
  const mostAtWork = async (touches: 'aws' | 'repo' | 'wire', concurrency: number) => {
    const clock = new FakeClock();
    let working = 0;
    let most = 0;
    const work = async (context: AttemptContext) => {
      const stint = async () => {
        most = Math.max(most, ++working);
        await clock.sleep(1000, context.signal);
        working--;
      };
      await stint();
      await waitOnly(context, 5000, () => clock.sleep(5000, context.signal));
      await stint();
      return yes();
    };
    const {report} = await play({clock, items: many(10, () => ({looks: [work], touches})), concurrency});
    expect(report.summary.pass).to.equal(10);
    return most;
  };

  for (const touches of ['wire', 'repo'] as const) {
    it(`never lets more items of the ${touches} work than there are slots`, async () => {
      expect(await mostAtWork(touches, 3)).to.equal(3);
    });
  }

  it('has four times as many slots for items that only ask AWS, but one with a concurrency of 1', async () => {
    expect(await mostAtWork('aws', 2)).to.equal(8);
    expect(await mostAtWork('aws', 1)).to.equal(1);
  });

  it('gives the slot back between attempts', async () => {
    const clock = new FakeClock();
    const {lookedAtMs} = await play({
      clock,
      concurrency: 1,
      items: [
        {
          id: 'retried',
          looks: [new CannotTell('not now', 'wait', {transient: true}), yes()],
          retry: {attempts: 2, delayMs: 30_000},
        },
        {id: 'polled', looks: [no(), yes()], poll: {everyMs: 40_000, forMs: 60_000, stableForMs: 0}},
        {id: 'other'},
      ],
    });
    expect(Object.fromEntries(lookedAtMs)).to.deep.equal({retried: [0, 30_000], polled: [0, 40_000], other: [0]});
  });

  it('puts an item that comes back from a hold behind those in line', async () => {
    const clock = new FakeClock();
    const order: string[] = [];
    const worker = (name: string) => async (context: AttemptContext) => {
      order.push(name);
      await clock.sleep(1000, context.signal);
      return yes();
    };
    await play({
      clock,
      concurrency: 1,
      items: [
        {
          id: 'holds',
          looks: [
            async (context) => {
              await waitOnly(context, 500, () => clock.sleep(500, context.signal));
              order.push('holds again');
              return yes();
            },
          ],
        },
        {id: 'first', looks: [worker('first')]},
        {id: 'second', looks: [worker('second')]},
      ],
    });
    expect(order).to.deep.equal(['first', 'second', 'holds again']);
  });

  it('does not charge an item for its time in line', async () => {
    const clock = new FakeClock();
    const slow = async (context: AttemptContext) => {
      await clock.sleep(8000, context.signal);
      return yes();
    };
    const {item} = await play({
      clock,
      concurrency: 1,
      items: [
        {
          id: 'holds',
          timeoutMs: 1000,
          looks: [hold(clock, 500)],
        },
        {id: 'a', looks: [slow], timeoutMs: 9000},
        {id: 'b', looks: [slow], timeoutMs: 9000},
      ],
    });
    expect(['holds', 'a', 'b'].map((id) => item(id).status)).to.deep.equal(['pass', 'pass', 'pass']);
  });
});
