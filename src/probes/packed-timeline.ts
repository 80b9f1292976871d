import {deflateRawSync, inflateRawSync} from 'node:zlib';
import {MAX_TIMELINE_ROWS, type Timeline} from '../model/facts/wire/timeline.ts';
import {NumberReader, NumberWriter} from './packed-numbers.ts';

/** Times are in tenths of a millisecond, as a timeline has them. */
const PER_MS = 10;
/** Of eleven columns, at most eight bytes for each number. */
const MOST_BYTES = 8 * 11 * (MAX_TIMELINE_ROWS + 1);

/**
 * A timeline as one text: table by table and column by column, each number less the one that it is likely to be near, then
 * deflated, in base64.
 */
export function packedTimeline({arrivals, events}: Timeline): string {
  const writer = new NumberWriter();
  for (const {fromMs, toMs} of [arrivals, events]) {
    writer.count(fromMs.length);
    for (const [row, from] of fromMs.entries()) writer.signed(tenths(from) - tenths(toMs[row - 1] ?? 0));
    for (const [row, from] of fromMs.entries()) writer.signed(tenths(toMs[row] ?? from) - tenths(from));
  }
  for (const sums of [arrivals.bytes, arrivals.events, arrivals.comments, events.count, events.bytes]) {
    for (const sum of sums) writer.count(sum);
  }
  writer.steps(events.serverMs.map((ms) => (ms === null ? null : tenths(ms))));
  writer.steps(events.sequence);
  return deflateRawSync(writer.bytes(), {level: 9}).toString('base64');
}

/** @throws when the text is not one that {@link packedTimeline} wrote. */
export function unpackedTimeline(text: string): Timeline {
  const reader = new NumberReader(inflateRawSync(Buffer.from(text, 'base64'), {maxOutputLength: MOST_BYTES}));
  const times = () => {
    const rows = reader.count();
    if (rows > MAX_TIMELINE_ROWS) throw new RangeError(`${rows} rows`);
    const steps = reader.many(rows, () => reader.signed());
    const lengths = reader.many(rows, () => reader.signed());
    let last = 0;
    const fromMs: number[] = [];
    const toMs: number[] = [];
    for (const [row, step] of steps.entries()) {
      const from = last + step;
      last = from + (lengths[row] ?? 0);
      fromMs.push(from / PER_MS);
      toMs.push(last / PER_MS);
    }
    return {fromMs, toMs};
  };
  const [arrivals, events] = [times(), times()];
  const sums = (rows: number) => reader.many(rows, () => reader.count());
  const [reads, rows] = [arrivals.fromMs.length, events.fromMs.length];
  const timeline = {
    arrivals: {...arrivals, bytes: sums(reads), events: sums(reads), comments: sums(reads)},
    events: {
      ...events,
      count: sums(rows),
      bytes: sums(rows),
      serverMs: reader.steps(rows).map((said) => (said === null ? null : said / PER_MS)),
      sequence: reader.steps(rows),
    },
  };
  reader.end();
  return timeline;
}

function tenths(ms: number): number {
  return Math.round(ms * PER_MS);
}
