import {expect} from 'chai';
import {burstsSeen} from '../../../src/domain/streams/rhythm.ts';
import {EMPTY_TIMELINE} from '../../../src/model/facts/wire/timeline.ts';
import {every, timelineAt} from '../../support/wire-facts.ts';

const bursts = (count: number, everyMs: number, times: number) =>
  every(everyMs, 20, 20 + everyMs * (times - 1)).flatMap((fromMs) => every(1, fromMs, fromMs + count - 1));

describe('bursts on a stream', () => {
  it('are seen where several events come at once, with pauses', () => {
    expect(burstsSeen(timelineAt(bursts(10, 3000, 4)))).to.equal(
      'events came in bursts (about 10 at a time every 3 s)',
    );
    expect(burstsSeen(timelineAt(bursts(3, 1000, 3)))).to.contain('about 3 at a time every 1 s');
  });

  it('are not seen in a steady stream, one burst at the start, pairs, or what is too short to say', () => {
    expect(burstsSeen(timelineAt(every(300, 20, 9000)))).to.equal(null);
    expect(burstsSeen(timelineAt([...every(1, 20, 30), ...every(1000, 1020, 9020)]))).to.equal(null);
    expect(burstsSeen(timelineAt(bursts(2, 1000, 9)))).to.equal(null);
    expect(burstsSeen(timelineAt(bursts(10, 3000, 2)))).to.equal(null);
    expect(burstsSeen(timelineAt(bursts(10, 200, 9)))).to.equal(null);
    expect(burstsSeen(EMPTY_TIMELINE)).to.equal(null);
  });
});
