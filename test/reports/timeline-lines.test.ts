import {expect} from 'chai';
import {timelineLines} from '../../src/reports/timeline-lines.ts';
import {STREAM, UNREACHED} from '../support/stream-reports.ts';

describe('what came when, as JSON lines', () => {
  it('is a row for each look, each read and each event', () => {
    const timeline = {
      arrivals: {fromMs: [58.04, 900], toMs: [58.04, 1900.46], bytes: [80, 12], events: [1, 0], comments: [0, 4]},
      events: {fromMs: [58.04], toMs: [58.04], count: [1], bytes: [5], serverMs: [null], sequence: [7]},
    };
    const text = timelineLines([
      {stream: STREAM, timeline},
      {stream: UNREACHED, timeline: null},
    ]);
    expect(text.endsWith('}\n')).to.equal(true);
    const rows = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.map(({row, look}) => [row, look])).to.deep.equal([
      ['look', 1],
      ['arrival', 1],
      ['arrival', 1],
      ['event', 1],
      ['look', 2],
    ]);
    expect(rows[0]).to.deep.include({url: STREAM.url, protocol: 'h2', status: 200, end: 'held', holdForMs: 67_000});
    expect(rows[0]).to.not.have.property('timeline');
    expect(rows[2]).to.deep.equal({
      row: 'arrival',
      look: 1,
      fromMs: 900,
      toMs: 1900.5,
      bytes: 12,
      events: 0,
      comments: 4,
    });
    expect(rows[3]).to.deep.equal({
      row: 'event',
      look: 1,
      fromMs: 58,
      toMs: 58,
      count: 1,
      bytes: 5,
      serverMs: null,
      sequence: 7,
    });
  });

  it('is nothing where no stream was looked at', () => {
    expect(timelineLines([])).to.equal('');
  });
});
