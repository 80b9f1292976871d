import {expect} from 'chai';
import {allowedSilence, cadenceOf} from '../../../../src/model/facts/wire/cadence.ts';
import type {Arrivals} from '../../../../src/model/facts/wire/timeline.ts';

function at(...times: number[]): Arrivals {
  return sized(times.map((time) => [time, 20] as const));
}

function sized(reads: readonly (readonly [atMs: number, bytes: number])[]): Arrivals {
  const times = reads.map(([time]) => time);
  const zeros = reads.map(() => 0);
  return {fromMs: times, toMs: times, bytes: reads.map(([, bytes]) => bytes), events: zeros, comments: zeros};
}

const every = (ms: number, count: number, fromMs = 0) => Array.from({length: count}, (_, n) => fromMs + n * ms);

describe('the cadence of a stream', () => {
  it('exists once three gaps in a row differ by less than half', () => {
    expect(cadenceOf(at(0, 300, 600))).to.equal(null);
    expect(cadenceOf(at(0, 300, 600, 900))).to.deep.equal({everyMs: 300, longestMs: 300});
    expect(cadenceOf(at(0, 300, 600, 1200)), 'half as long').to.equal(null);
    expect(cadenceOf(at(0, 300, 600, 1199))?.everyMs).to.be.closeTo(400, 1);
  });

  it('is what was last seen', () => {
    expect(cadenceOf(at(...every(300, 10), ...every(2000, 4, 5000)))?.everyMs).to.equal(2000);
    expect(cadenceOf(at(...every(300, 10), 5000, 5100, 9000))).to.deep.equal({everyMs: 300, longestMs: 3900});
  });

  it('is none of a stream that never repeats itself', () => {
    expect(cadenceOf(at())).to.equal(null);
    expect(cadenceOf(at(10))).to.equal(null);
    expect(cadenceOf(at(0, 100, 900, 1000, 3000, 3500))).to.equal(null);
  });

  it('is not seen in messages that are sent at once, or soon after each other at the start', () => {
    expect(cadenceOf(at(0, 0.5, 1, 1.5, 2, 2.5))).to.equal(null);
    expect(cadenceOf(at(0, 40, 80, 120))).to.equal(null);
    expect(cadenceOf(at(...every(20, 14)))?.everyMs).to.equal(20);
  });

  it('counts the parts of a message once', () => {
    const halves = every(300, 6).flatMap((time) => [time, time + 4]);
    expect(cadenceOf(at(...halves))?.everyMs).to.equal(300);
  });

  it('is not seen in one large message that takes several round trips', () => {
    const roundTrips = [14_000, 28_000, 56_000, 112_000, 60_000].map((bytes, n) => [n * 120, bytes] as const);
    expect(cadenceOf(sized(roundTrips))).to.equal(null);
  });

  it('of what never pauses is half a second', () => {
    expect(cadenceOf(at(...every(5, 100)))).to.equal(null);
    expect(cadenceOf(at(...every(5, 300)))?.everyMs).to.equal(500);
    expect(cadenceOf(sized(every(300, 5).map((time) => [time, 65_000] as const)))?.everyMs).to.equal(500);
  });

  it('is not taken from gaps in which this process was away', () => {
    const stopped = at(0, 300, 600, 900, 6000, 6001);
    expect(cadenceOf(stopped)?.longestMs).to.equal(5100);
    expect(cadenceOf(stopped, [{fromMs: 950, toMs: 6000}])).to.deep.equal({everyMs: 300, longestMs: 300});
    expect(cadenceOf(at(0, 300, 600, 900), [{fromMs: 320, toMs: 480}])).to.equal(null);
    expect(cadenceOf(at(0, 300, 600, 900), [{fromMs: 320, toMs: 360}]), 'hardly').to.deep.equal({
      everyMs: 300,
      longestMs: 300,
    });
  });

  it('is still seen when pairs of reads are one row', () => {
    const pairs: Arrivals = {
      fromMs: [0, 600, 1200, 1800],
      toMs: [300, 900, 1500, 2100],
      bytes: [9, 9, 9, 9],
      events: [2, 2, 2, 2],
      comments: [0, 0, 0, 0],
    };
    expect(cadenceOf(pairs)).to.deep.equal({everyMs: 300, longestMs: 300});
  });
});

describe('the silence allowed after a hold', () => {
  const regular = at(...every(2000, 5));

  it('is as stated, else twice the cadence', () => {
    expect(allowedSilence(cadenceOf(regular), 5000)).to.deep.equal({ms: 5000, waitMs: 5000});
    expect(allowedSilence(cadenceOf(regular), null)).to.deep.equal({ms: 4000, waitMs: 4000});
  });

  it('is not known of a stream without a cadence', () => {
    expect(allowedSilence(cadenceOf(at(5)), null)).to.equal(null);
    expect(allowedSilence(cadenceOf(at(5)), 100)?.ms).to.equal(100);
  });

  it('is longer for a stream that was silent for longer and went on', () => {
    expect(allowedSilence(cadenceOf(at(...every(300, 10), 17_700)), null)?.ms).to.equal(22_500);
  });

  it('is waited for at least as long as a network may take', () => {
    expect(allowedSilence(cadenceOf(at(...every(100, 10))), null)).to.deep.equal({
      ms: 200,
      waitMs: 1000,
    });
  });
});
