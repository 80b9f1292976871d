import {expect} from 'chai';
import {describeLife, explainCut, timelineOf} from '../../../src/domain/streams/stream-timeline.ts';
import type {StreamAnswer} from '../../../src/model/facts/wire/stream.ts';
import {streamAnswer} from '../../support/wire-facts.ts';

function cut(differing: Partial<StreamAnswer>, idleTimeoutMs: number | null = null) {
  const answer = streamAnswer({end: 'truncated', endMessage: 'other side closed', headersAtMs: 0, ...differing});
  return explainCut(answer, timelineOf(answer, 3_600_000), idleTimeoutMs);
}

describe('stream timelines', () => {
  it('count from the headers, and from the last byte', () => {
    const answer = streamAnswer({headersAtMs: 100, lastByteAtMs: 300, endAtMs: 1100});
    expect(timelineOf(answer, 1000)).to.include({ageMs: 1000, quietMs: 800, held: 'kept'});
    expect(timelineOf(answer, 1001).held).to.equal('missed');
    expect(timelineOf(streamAnswer({headersAtMs: 100, lastByteAtMs: null, endAtMs: 1100}), 0).quietMs).to.equal(1000);
  });

  it('tell silence from heartbeats and events', () => {
    const life = (differing: Partial<StreamAnswer>) => {
      const answer = streamAnswer({headersAtMs: 0, endAtMs: 10_000, ...differing});
      return describeLife(answer, timelineOf(answer, 10_000));
    };
    expect(life({longestSilenceMs: 5000})).to.equal(
      'kept alive by 4 heartbeat comments (1 event), longest silence 5 s',
    );
    expect(life({longestSilenceMs: 5001})).to.match(
      /^silent for 5 s in one stretch \(1 event, 4 heartbeat comments\)$/,
    );
    expect(life({longestSilenceMs: 1000, comments: 0, events: 9})).to.equal(
      'kept alive by 9 events, longest silence 1 s',
    );
  });

  it("name the load balancer's idle timeout first when the quiet fits it", () => {
    expect(cut({lastByteAtMs: 40_000, endAtMs: 100_000}, 60_000).suspects).to.deep.equal([
      "1 min of silence = the load balancer's idle timeout (1 min)",
    ]);
    expect(cut({lastByteAtMs: 40_000, endAtMs: 110_000}, 60_000).suspects).to.deep.equal([]);
  });

  it('are as exact as timers are: 3 % or a second, a quarter of short ones', () => {
    const fits = (quietMs: number, idleMs: number) =>
      cut({lastByteAtMs: 1000, endAtMs: 1000 + quietMs}, idleMs).suspects.some((name) => name.includes('= the load'));
    expect([fits(58_200, 60_000), fits(58_199, 60_000)]).to.deep.equal([true, false]);
    expect([fits(3750, 3000), fits(3751, 3000)]).to.deep.equal([true, false]);
  });

  it('name the timers of the field when no idle timeout is known', () => {
    expect(cut({lastByteAtMs: 140_000, endAtMs: 200_000}).suspects).to.deep.equal([
      '1 min of silence fits the default of ALB, nginx, Apache and Varnish',
    ]);
    expect(cut({lastByteAtMs: 899_000, endAtMs: 900_000}).suspects).to.deep.equal([
      "an age of 15 min fits API Gateway's longest stream",
    ]);
  });

  it('know what to do about a line without end, and about a known idle timeout', () => {
    expect(cut({end: 'too-large'}).fix).to.contain('end its lines');
    expect(cut({lastByteAtMs: 40_000, endAtMs: 100_000}, 60_000).fix).to.contain('at least every 30 s');
    expect(cut({}).fix).to.contain('logs of the server');
    expect(cut({lastByteAtMs: 140_000, endAtMs: 200_000}).fix).to.contain('which of these hops is on the way');
  });

  it('say how it ended, and what that does not prove', () => {
    expect(cut({}).how).to.contain('broken off inside the message').and.to.contain('other side closed');
    expect(cut({end: 'complete'}).how).to.contain('or by a hop that turns a cut into a clean end');
    expect(cut({end: 'complete', headers: {'content-type': 'text/event-stream'}}).how).to.contain(
      'a body without a length',
    );
    expect(cut({lastByteAtMs: null, endAtMs: 3000}).when).to.equal('3 s after it was opened and without a byte');
  });
});
