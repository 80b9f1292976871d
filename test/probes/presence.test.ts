import {expect} from 'chai';
import {MAX_GAPS} from '../../src/model/facts/observer.ts';
import {type Beat, createPresence, type Sweep} from '../../src/probes/presence.ts';

/** A process whose clocks and beats the test makes. */
function process() {
  let nowMs = 1000;
  let wallMs = 5_000_000;
  let uptimeMs = 90_000;
  let onBeat: (() => Sweep | null) | null = null;
  const beat: Beat = (begin) => {
    onBeat = begin;
    return () => {
      onBeat = null;
    };
  };
  const presence = createPresence({monotonicMs: () => nowMs, wallMs: () => wallMs, uptimeMs: () => uptimeMs}, beat);
  const pass = (ms: number) => {
    nowMs += ms;
    wallMs += ms;
    uptimeMs += ms;
  };
  return {
    presence,
    pass,
    isBeating: () => onBeat !== null,
    /** Beats after this long; what came before the beat is read after another while. */
    beatAfter(ms: number, readAfterMs = 0) {
      pass(ms);
      const sweep = onBeat?.() ?? null;
      pass(readAfterMs);
      sweep?.done();
      return sweep?.turns ?? 0;
    },
    begin: () => onBeat?.() ?? null,
    stepWall(ms: number) {
      wallMs += ms;
    },
    /** The monotonic clock does not advance in this time. */
    suspend(ms: number) {
      wallMs += ms;
      uptimeMs += ms;
    },
  };
}

describe('presence', () => {
  it('is measured only while somebody watches', () => {
    const {presence, isBeating} = process();
    const [first, second] = [presence.watch(), presence.watch()];
    first.stop();
    expect(isBeating()).to.equal(true);
    second.stop();
    second.stop();
    expect(isBeating()).to.equal(false);
  });

  it('takes a beat of a quiet machine for no absence', () => {
    const {presence, beatAfter, pass} = process();
    const watch = presence.watch();
    for (let n = 0; n < 50; n++) beatAfter(20 + (n % 5), 2);
    pass(19);
    expect(watch.observer()).to.deep.equal({gaps: [], awayMs: 0, suspendedMs: 0, resolutionMs: 30});
    const {atMs, earliestMs} = watch.moment();
    expect(earliestMs).to.equal(atMs);
  });

  it('says of what is seen after a stop that it may have come at any time of it', () => {
    const {presence, beatAfter, pass, begin} = process();
    const watch = presence.watch();
    beatAfter(20);
    pass(3000);
    expect(watch.moment()).to.deep.equal({atMs: 3020, earliestMs: 20});
    // The beat that is late comes first, and the sockets are read after it.
    const sweep = begin();
    pass(5);
    expect(watch.moment()).to.deep.equal({atMs: 3025, earliestMs: 20});
    sweep?.done();
    expect(watch.moment()).to.deep.equal({atMs: 3025, earliestMs: 3025});
    expect(watch.observer()).to.deep.equal({
      gaps: [{fromMs: 20, toMs: 3025}],
      awayMs: 2980,
      suspendedMs: 0,
      resolutionMs: 30,
    });
  });

  it('reads for more turns after a gap, as an end lies behind what has piled up', () => {
    const {presence, beatAfter} = process();
    presence.watch();
    expect(beatAfter(3000)).to.be.above(beatAfter(20));
  });

  it('adds many short absences up', () => {
    const {presence, beatAfter} = process();
    const watch = presence.watch();
    for (let n = 0; n < 20; n++) {
      beatAfter(70);
      beatAfter(20);
    }
    expect(watch.awayMs()).to.equal(20 * 50);
    expect(watch.observer().gaps).to.have.length(20);
  });

  it('sees work of our own that takes long like a stop, in the middle of reading too', () => {
    const {presence, beatAfter} = process();
    const watch = presence.watch();
    beatAfter(20);
    beatAfter(20, 600);
    beatAfter(1);
    expect(watch.observer()).to.deep.include({
      awayMs: 581,
      gaps: [
        {fromMs: 20, toMs: 640},
        {fromMs: 40, toMs: 641},
      ],
    });
  });

  it('keeps few gaps however many there were, and leaves no time of absence outside of them', () => {
    const {presence, beatAfter} = process();
    const watch = presence.watch();
    const stamps: number[] = [];
    for (let n = 0; n < 500; n++) {
      beatAfter(40);
      stamps.push(watch.moment().atMs);
      beatAfter(n % 10 === 0 ? 28 : 20);
    }
    const {gaps, awayMs} = watch.observer();
    expect(gaps).to.have.length(MAX_GAPS);
    expect(awayMs).to.equal(500 * 20);
    const isInside = (ms: number) => gaps.some(({fromMs, toMs}) => fromMs < ms && ms <= toMs);
    expect(stamps.every(isInside)).to.equal(true);
  });

  it('knows a suspended machine by its wall clock and its uptime together', () => {
    const {presence, beatAfter, suspend} = process();
    const watch = presence.watch();
    beatAfter(20);
    suspend(600_000);
    beatAfter(20);
    expect(watch.observer()).to.deep.equal({gaps: [], awayMs: 0, suspendedMs: 600_000, resolutionMs: 30});
  });

  it('knows it at once, before the next beat', () => {
    const {presence, suspend} = process();
    const watch = presence.watch();
    suspend(60_000);
    expect(watch.observer().suspendedMs).to.equal(60_000);
  });

  for (const [name, ms] of [
    ['forward', 3_600_000],
    ['back', -3_600_000],
  ] as const) {
    it(`takes a wall clock that is set ${name} for no suspension, and sees one after it`, () => {
      const {presence, beatAfter, stepWall, suspend} = process();
      const watch = presence.watch();
      stepWall(ms);
      beatAfter(20);
      expect(watch.observer().suspendedMs).to.equal(0);
      suspend(60_000);
      beatAfter(20);
      expect(watch.observer().suspendedMs).to.equal(60_000);
    });
  }

  it('tells each who watches of their own time only, and of nothing after they stopped', () => {
    const {presence, beatAfter, suspend} = process();
    const first = presence.watch();
    beatAfter(500);
    const second = presence.watch();
    beatAfter(20);
    first.stop();
    beatAfter(1000);
    suspend(5000);
    expect(first.observer()).to.deep.equal({
      gaps: [{fromMs: 0, toMs: 500}],
      awayMs: 480,
      suspendedMs: 0,
      resolutionMs: 30,
    });
    expect(second.observer()).to.deep.include({awayMs: 980, suspendedMs: 5000});
  });

  it('measures the process it runs in', async () => {
    const watch = createPresence().watch();
    await new Promise((resolve) => setTimeout(resolve, 5));
    const untilMs = performance.now() + 200;
    while (performance.now() < untilMs);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(watch.observer().awayMs).to.be.at.least(150);
    watch.stop();
  });
});
