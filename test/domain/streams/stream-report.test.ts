import {expect} from 'chai';
import {streamReport} from '../../../src/domain/streams/stream-report.ts';
import type {SeenStream} from '../../../src/model/facts/seen-streams.ts';
import type {Arrivals} from '../../../src/model/facts/wire/timeline.ts';
import {MAX_MARKS, readMarks, streamReportSchema} from '../../../src/model/report-stream.ts';
import {observed, STREAM_URL, streamRefused} from '../../support/wire-facts.ts';

const REQUEST = {url: STREAM_URL, headers: {}, headersWithinMs: 15_000, holdForMs: 67_000, protocol: 'h2'} as const;
const asItIs = (text: string) => text;

function seen(differing: Partial<SeenStream>): SeenStream {
  return {items: ['holds'], request: REQUEST, observation: null, problem: null, ...differing};
}

/** A read each 10 ms, with an event in every other one. */
function arrivalsOf(reads: number): Arrivals {
  const rows = Array.from({length: reads}, (_, row) => row);
  const times = rows.map((row) => 20 + row * 10 + 0.4);
  return {
    fromMs: times,
    toMs: times,
    bytes: rows.map(() => 10),
    events: rows.map((row) => row % 2),
    comments: rows.map((row) => (row + 1) % 2),
  };
}

function timelineOf(reads: number) {
  return {
    arrivals: arrivalsOf(reads),
    events: {fromMs: [], toMs: [], count: [], bytes: [], serverMs: [], sequence: []},
  };
}

describe('a stream as a report keeps it', () => {
  it('is what was asked for and what came of it, in whole milliseconds', () => {
    const stream = streamReport(seen({observation: observed({headersAtMs: 20.4, timeline: timelineOf(3)})}), asItIs);
    expect(streamReportSchema.safeParse(stream).error).to.equal(undefined);
    expect(stream).to.deep.include({
      items: ['holds'],
      url: STREAM_URL,
      protocol: 'h2',
      spoken: 'http/1.1',
      coding: 'identity',
      holdForMs: 67_000,
      headersAtMs: 20,
      end: 'held',
      timeline: '20 1c, 30 1e, 40 1c',
    });
  });

  it('keeps the sums of a long timeline in no more marks than can be seen', () => {
    for (const reads of [MAX_MARKS, MAX_MARKS + 1, 4096]) {
      const answer = {timeline: timelineOf(reads), endAtMs: 20 + reads * 10};
      const marks = readMarks(streamReport(seen({observation: observed(answer)}), asItIs).timeline);
      expect(marks.length).to.be.at.most(MAX_MARKS);
      const sum = (of: 'events' | 'comments') => marks.reduce((total, mark) => total + mark[of], 0);
      expect(sum('events') + sum('comments')).to.equal(reads);
      expect(marks.at(0)?.fromMs).to.equal(20);
      expect(marks.at(-1)?.toMs).to.equal(20 + (reads - 1) * 10);
    }
  });

  it('says why there was none', () => {
    const refusal = {kind: 'refused', message: 'the connection was refused', code: 'ECONNREFUSED'} as const;
    expect(streamReport(seen({observation: streamRefused(refusal)}), asItIs)).to.deep.include({
      end: 'refused',
      endMessage: 'the connection was refused',
      status: null,
      timeline: '',
    });
    expect(streamReport(seen({problem: 'no answer within 15 s'}), asItIs)).to.deep.include({
      end: 'no-answer',
      endMessage: 'no answer within 15 s',
      url: STREAM_URL,
    });
    expect(streamReport(seen({}), asItIs)).to.deep.include({end: 'unfinished', endMessage: 'the look was not over'});
  });

  it('shows what came from outside as it may be shown, and no more of it than fits', () => {
    const headers = {'content-type': 'text/event-stream', 'x-echo': 'a-secret', 'x-long': 'x'.repeat(10_000)};
    const show = (text: string) => text.replaceAll('a-secret', '[redacted]');
    const stream = streamReport(seen({observation: observed({headers, endMessage: 'a-secret closed'})}), show);
    expect(stream.headers['x-echo']).to.equal('[redacted]');
    expect(stream.headers['x-long']).to.have.length(200);
    expect(stream.endMessage).to.equal('[redacted] closed');
    const many = Object.fromEntries(Array.from({length: 500}, (_, index) => [`x-${index}`, 'x']));
    const crowded = streamReport(seen({observation: observed({headers: many})}), show);
    expect(Object.keys(crowded.headers)).to.have.length(40);
  });
});
