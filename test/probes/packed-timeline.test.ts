import {deflateRawSync} from 'node:zlib';
import {expect} from 'chai';
import {EMPTY_TIMELINE, type Timeline} from '../../src/model/facts/wire/timeline.ts';
import {packedTimeline, unpackedTimeline} from '../../src/probes/packed-timeline.ts';
import {TimelineRows} from '../../src/probes/wire/event-stream/timeline-rows.ts';
import {randomNumbers} from '../support/event-streams/random-event-streams.ts';

/** As many reads as leave both tables merged and as good as full. */
const FULL = [11_080, 150_300];

/** A stream that goes on for hours, with nothing in it that repeats; `isMeasuring`: and says numbers of its own. */
function worst(reads: number, isMeasuring: boolean): Timeline {
  const random = randomNumbers(reads);
  const rows = new TimelineRows();
  let [atMs, serverMs, sequence] = [0, 0, 0];
  for (let read = 0; read < reads; read++) {
    atMs += random() * 2000;
    rows.arrival(atMs, Math.floor(random() * 65_536), 1, Math.floor(random() * 10));
    // As far as numbers may jump.
    serverMs += (random() - 0.3) * 3_600_000;
    sequence += Math.floor((random() - 0.3) * 250_000);
    rows.event(
      atMs,
      Math.floor(random() * 1_000_000),
      isMeasuring ? {serverMs: Math.max(0, serverMs), sequence: Math.max(0, sequence)} : null,
    );
  }
  return rows.timeline;
}

describe('a timeline as a text', () => {
  it('is the same when it is read again', () => {
    for (const timeline of [EMPTY_TIMELINE, worst(500, false), worst(10_500, true)]) {
      expect(unpackedTimeline(packedTimeline(timeline))).to.deep.equal(timeline);
    }
  });

  it('is of at most 100 KB, whatever the server does', () => {
    for (const reads of FULL) {
      for (const isMeasuring of [false, true]) {
        const timeline = worst(reads, isMeasuring);
        expect(timeline.events.fromMs.length, `${reads} reads`).to.be.above(3400);
        expect(packedTimeline(timeline).length, `${reads} reads`).to.be.below(100_000);
      }
    }
  });

  it('is refused when it is anything else', () => {
    const text = packedTimeline(worst(500, true));
    const bytes = Buffer.from(text, 'base64');
    const others = [
      '',
      'x',
      text.slice(0, -8),
      bytes.subarray(0, 40).toString('base64'),
      raw(0xff),
      raw(),
      raw(1, 2),
      raw(0, 0, 0),
    ];
    // More rows than there may be, and a number beyond all that can be told apart.
    for (const other of [...others, raw(0xff, 0xff, 0x7f), raw(1, ...Array<number>(12).fill(0xff), 1)]) {
      expect(() => unpackedTimeline(other), other).to.throw();
    }
  });
});

function raw(...bytes: readonly number[]): string {
  return deflateRawSync(Buffer.from(bytes)).toString('base64');
}
