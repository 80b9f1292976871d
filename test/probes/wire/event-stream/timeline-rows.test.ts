import {expect} from 'chai';
import {MAX_TIMELINE_ROWS} from '../../../../src/model/facts/wire/timeline.ts';
import {TimelineRows} from '../../../../src/probes/wire/event-stream/timeline-rows.ts';
import {randomNumbers} from '../../../support/event-streams/random-event-streams.ts';

const sum = (column: readonly number[]) => column.reduce((total, value) => total + value, 0);

function largestGap({fromMs, toMs}: {readonly fromMs: readonly number[]; readonly toMs: readonly number[]}): number {
  return Math.max(...fromMs.slice(1).map((from, row) => Math.round(10 * (from - (toMs[row] ?? 0))) / 10));
}

describe('the rows of a timeline', () => {
  it('are one for each read until there are too many', () => {
    const rows = new TimelineRows();
    for (let read = 0; read < MAX_TIMELINE_ROWS; read++) rows.arrival(read, 10, 1, 0);
    const {arrivals} = rows.timeline;
    expect(arrivals.fromMs).to.have.length(MAX_TIMELINE_ROWS);
    expect(arrivals.fromMs).to.deep.equal(arrivals.toMs);
  });

  it('are merged in pairs, so that sums and the largest gap stay exact', () => {
    for (let seed = 0; seed < 5; seed++) {
      const random = randomNumbers(seed);
      const rows = new TimelineRows();
      const times: number[] = [];
      let [atMs, bytes, events] = [0, 0, 0];
      for (let read = 0; read < 30_000; read++) {
        atMs = Math.round(10 * (atMs + (random() < 0.001 ? 5000 : 20) * random())) / 10;
        const [size, count] = [Math.floor(random() * 5000), Math.floor(random() * 3)];
        rows.arrival(atMs, size, count, 2);
        for (let event = 0; event < count; event++) rows.event(atMs, size, {sequence: events + event, serverMs: atMs});
        times.push(atMs);
        bytes += size;
        events += count;
      }
      const {arrivals, events: eventRows} = rows.timeline;
      expect(arrivals.fromMs.length).to.be.within(MAX_TIMELINE_ROWS / 2, MAX_TIMELINE_ROWS);
      expect(eventRows.fromMs.length).to.be.within(MAX_TIMELINE_ROWS / 2, MAX_TIMELINE_ROWS);
      expect(sum(arrivals.bytes)).to.equal(bytes);
      expect(sum(arrivals.events)).to.equal(events);
      expect(sum(arrivals.comments)).to.equal(60_000);
      expect(sum(eventRows.count)).to.equal(events);
      expect(largestGap(arrivals)).to.equal(largestGap({fromMs: times, toMs: times}));
      expect(arrivals.fromMs[0]).to.equal(times[0]);
      expect(arrivals.toMs.at(-1)).to.equal(times.at(-1));
      expect(arrivals.fromMs.slice(-64), 'the newest are as they came').to.deep.equal(times.slice(-64));
      for (const column of [...Object.values(arrivals), ...Object.values(eventRows)]) {
        expect([arrivals.fromMs.length, eventRows.fromMs.length]).to.include(column.length);
      }
      // The first of those that are one row now.
      for (const [row, sequence] of eventRows.sequence.entries()) {
        expect(sequence).to.equal(sum(eventRows.count.slice(0, row)));
        if (row > 50) break;
      }
    }
  });
});
