import {expect} from 'chai';
import fc from 'fast-check';
import {type Mark, marksText, readMarks, streamReportSchema} from '../../src/model/report-stream.ts';
import {CUT, HOSTILE, STREAM, UNREACHED} from '../support/stream-reports.ts';

const mark = fc
  .tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat())
  .map(([fromMs, forMs, events, comments]): Mark => ({fromMs, toMs: fromMs + forMs, events, comments}));

describe('the timeline of a stream in a report', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(fc.array(mark), (marks) => {
        const text = marksText(marks);
        expect(readMarks(text)).to.deep.equal(marks);
        expect(streamReportSchema.shape.timeline.safeParse(text).success).to.equal(true);
      }),
    );
  });

  it('says what came in how many milliseconds', () => {
    expect(
      marksText([
        {fromMs: 21, toMs: 95, events: 3, comments: 1},
        {fromMs: 100, toMs: 100, events: 0, comments: 2},
        {fromMs: 200, toMs: 200, events: 0, comments: 0},
      ]),
    ).to.equal('21-95 3e 1c, 100 2c, 200 b');
  });

  it('is nothing else', () => {
    for (const text of ['1e', '21 1x', '21 1e,30 1c', '-1 1e', '21 1e, ', '<b>']) {
      expect(streamReportSchema.shape.timeline.safeParse(text).success, text).to.equal(false);
    }
  });

  it('is part of what the schema of a report allows', () => {
    for (const stream of [STREAM, CUT, HOSTILE, UNREACHED]) {
      expect(streamReportSchema.safeParse(stream).error).to.equal(undefined);
    }
  });
});
