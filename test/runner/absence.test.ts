import {expect} from 'chai';
import type {AttemptContext} from '../../src/model/attempt.ts';
import {CannotTell} from '../../src/model/errors.ts';
import {NEVER_AWAY, type Observer, ownSlowness, type Presence} from '../../src/model/facts/observer.ts';
import {FakeClock} from '../support/fake-clock.ts';
import {CONTROL, play, waitOnly, yes} from './scene.ts';

/** A process that is not scheduled from one time to another, while the clock goes on. */
function awayFrom(clock: FakeClock, fromMs: number, toMs: number, observer: Partial<Observer> = {}): Presence {
  const awayMs = () => Math.max(0, Math.min(clock.monotonicMs(), toMs) - fromMs);
  return {
    watch() {
      const before = awayMs();
      return {
        moment: () => ({atMs: clock.monotonicMs(), earliestMs: clock.monotonicMs()}),
        awayMs: () => awayMs() - before,
        resolutionMs: 0,
        observer: () => ({...NEVER_AWAY, awayMs: awayMs() - before, ...observer}),
        stop() {},
      };
    },
  };
}

const SLOW = ownSlowness('https://a.example/', {gaps: [], awayMs: 4900, suspendedMs: 0}, 5200, 'whether it is open');

describe('a process that was not there', () => {
  it('is an error that names this machine, and that a retry may heal', async () => {
    const {item} = await play({
      items: [
        {id: 'once', touches: 'wire', looks: [SLOW]},
        {id: 'again', touches: 'wire', looks: [SLOW, yes()], retry: {attempts: 2, delayMs: 10}},
      ],
    });
    expect(item('once')).to.deep.include({
      status: 'error',
      summary:
        'https://a.example/: this machine was not scheduled for 4.9 s of those 5.2 s, so it is not known whether it is open',
    });
    expect(item('again')).to.deep.include({status: 'pass', flaky: true});
  });

  it('does not repeat what another attempt would meet again', async () => {
    const {item} = await play({
      items: [
        {
          id: 'denied',
          looks: [new CannotTell('access denied', 'grant it'), yes()],
          retry: {attempts: 3, delayMs: 10},
        },
      ],
    });
    expect(item('denied')).to.include({status: 'error', summary: 'access denied'});
    expect(item('denied').attempts).to.have.length(1);
  });

  const working = (clock: FakeClock, ms: number) => async (context: AttemptContext) => {
    await clock.sleep(ms, context.signal);
    return yes();
  };

  it('does not use up the time of an item that touches the wire', async () => {
    const clock = new FakeClock();
    const {item} = await play({
      clock,
      presence: awayFrom(clock, 1000, 31_000),
      controls: {[CONTROL]: true},
      items: [
        {id: 'in-time', touches: 'wire', control: CONTROL, timeoutMs: 20_000, looks: [working(clock, 45_000)]},
        {id: 'too-slow', touches: 'wire', control: CONTROL, timeoutMs: 20_000, looks: [working(clock, 55_000)]},
      ],
    });
    expect(item('in-time').status).to.equal('pass');
    expect(item('too-slow').status).to.equal('fail');
  });

  it('does not count what it missed while it waited for a slot or held', async () => {
    const clock = new FakeClock();
    const {item} = await play({
      clock,
      presence: awayFrom(clock, 1000, 31_000),
      controls: {[CONTROL]: true},
      items: [
        {
          id: 'held',
          touches: 'wire',
          control: CONTROL,
          timeoutMs: 20_000,
          looks: [
            async (context) => {
              await waitOnly(context, 40_000, () => clock.sleep(40_000, context.signal));
              return working(clock, 19_000)(context);
            },
          ],
        },
      ],
    });
    expect(item('held').status).to.equal('pass');
  });

  it('is never there: no time-out is blamed on the target, nor waited for without end', async () => {
    const clock = new FakeClock();
    const {item, report, controlsAsked} = await play({
      clock,
      presence: awayFrom(clock, 0, Number.POSITIVE_INFINITY),
      controls: {[CONTROL]: true},
      items: [{id: 'a', touches: 'wire', control: CONTROL, timeoutMs: 20_000, looks: [working(clock, 3_600_000)]}],
    });
    expect(item('a').status).to.equal('error');
    expect(item('a').summary).to.match(/this machine was not scheduled for .* whether it is finished within 20 s/);
    expect(controlsAsked).to.deep.equal([]);
    expect(report.durationMs).to.be.below(300_000);
  });

  it('was asleep: no time-out is blamed on the target', async () => {
    const clock = new FakeClock();
    const {item} = await play({
      clock,
      presence: awayFrom(clock, 0, 0, {suspendedMs: 600_000}),
      controls: {[CONTROL]: true},
      items: [{id: 'a', touches: 'wire', control: CONTROL, timeoutMs: 20_000, looks: [working(clock, 60_000)]}],
    });
    expect(item('a')).to.include({status: 'error'});
    expect(item('a').summary).to.contain('this machine was suspended for 10 min meanwhile');
  });
});

describe('a look that only waits once it is open', () => {
  it('keeps its slot until then, and gives it back for the rest', async () => {
    const clock = new FakeClock();
    let opening = 0;
    let most = 0;
    let open = 0;
    let mostOpen = 0;
    const look = async (context: AttemptContext) => {
      await context.waiting(60_000, async (begin) => {
        most = Math.max(most, ++opening);
        await clock.sleep(100, context.signal);
        opening--;
        mostOpen = Math.max(mostOpen, ++open);
        begin();
        begin();
        await clock.sleep(60_000, context.signal);
        open--;
      });
      return yes();
    };
    const items = Array.from({length: 40}, (_, n) => ({id: `s${n}`, touches: 'wire' as const, looks: [look]}));
    const {report} = await play({clock, concurrency: 4, items});
    expect(report.summary.pass).to.equal(40);
    expect([most, mostOpen]).to.deep.equal([4, 40]);
    expect(report.durationMs).to.equal(61_000);
  });

  it('that never opens ends with the time of its item', async () => {
    const clock = new FakeClock();
    const {item} = await play({
      clock,
      items: [
        {
          id: 'a',
          touches: 'wire',
          timeoutMs: 5000,
          looks: [(context) => context.waiting(60_000, () => clock.sleep(60_000, context.signal)).then(() => yes())],
        },
      ],
    });
    expect(item('a').attempts[0]?.durationMs).to.equal(5000);
  });
});
