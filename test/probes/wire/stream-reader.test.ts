import {expect} from 'chai';
import {array, assert as assertProperty, constantFrom, integer, property, tuple} from 'fast-check';
import type {StreamRequest} from '../../../src/model/facts/wire/stream.ts';
import {KnownSecrets} from '../../../src/model/text/secrets/known-secrets.ts';
import {EventStream} from '../../../src/probes/wire/event-stream/event-stream.ts';
import {StreamReader} from '../../../src/probes/wire/stream-reader.ts';

/** A reader whose headers came after 100 ms, with heartbeats at these times. */
function reading(request: Partial<StreamRequest>, heartbeatsAtMs: readonly number[]) {
  const reader = new StreamReader(
    {url: 'http://127.0.0.1/', headers: {}, headersWithinMs: 5000, holdForMs: 8000, ...request},
    new KnownSecrets(),
  );
  const at = (atMs: number, earliestMs = atMs) => ({atMs, earliestMs});
  reader.head({status: 200, headers: {'content-type': 'text/event-stream'}, at: at(100)});
  const ends = heartbeatsAtMs.map((atMs) => reader.chunk(Buffer.from(': hb\n\n'), at(atMs)));
  return {reader, ends, at};
}

const every = (ms: number, untilMs: number) => Array.from({length: Math.floor(untilMs / ms)}, (_, n) => 100 + n * ms);

describe('how long a stream is read', () => {
  it('as one although its type was sent twice', () => {
    const {reader, at} = reading({}, []);
    reader.head({status: 200, headers: {'content-type': 'text/event-stream, text/event-stream'}, at: at(100)});
    expect(reader.untilMs(0)).to.equal(8100);
  });

  it('without a cadence, or silent from the start, for the hold', () => {
    expect(reading({}, []).reader.untilMs(0)).to.equal(8100);
    expect(reading({}, [150, 3000]).reader.untilMs(0)).to.equal(8100);
  });

  it('with a cadence, until its next byte is due', () => {
    expect(reading({}, every(3000, 9000)).reader.untilMs(0), 'two gaps').to.equal(8100);
    expect(reading({holdForMs: 12_000}, every(3000, 12_000)).reader.untilMs(0)).to.equal(9100 + 6000);
    expect(reading({holdForMs: 12_000}, every(3000, 12_000)).reader.untilMs(500), 'made up for').to.equal(9100 + 6500);
  });

  it('not for longer, when it stopped before', () => {
    expect(reading({}, every(300, 3000)).reader.untilMs(0)).to.equal(8100);
  });

  it('not for a byte that a hold as short as this cannot ask for', () => {
    expect(reading({holdForMs: 10_000, heartbeatWithinMs: 10_000}, every(3000, 9000)).reader.untilMs(0)).to.equal(
      10_100,
    );
  });

  it('with a longest silence stated, until that is over', () => {
    expect(reading({heartbeatWithinMs: 4000}, [7000]).reader.untilMs(0)).to.equal(11_000);
    expect(reading({heartbeatWithinMs: 4000}, []).reader.untilMs(0)).to.equal(8100);
  });

  it('until the first byte after the hold, when we know that it came after it', () => {
    const {reader, ends, at} = reading({}, [...every(2000, 8000), 8200]);
    expect(ends).to.deep.equal([null, null, null, null, 'held']);
    expect(reader.chunk(Buffer.from(':\n'), at(9000, 8050))).to.equal(null);
  });

  it('until the first event is due and our own absence is made up for, whatever else comes', () => {
    const {reader, ends} = reading({holdForMs: 3000, firstEventWithinMs: 10_000}, every(300, 10_400));
    expect(ends.filter((end) => end !== null)).to.deep.equal([]);
    expect(reader.untilMs(400)).to.equal(10_400);
  });

  it('until the first event is due, when there is none', () => {
    expect(reading({firstEventWithinMs: 20_000}, [200]).reader.untilMs(50)).to.equal(20_050);
    expect(reading({firstEventWithinMs: 20_000}, [200, 9000]).ends).to.deep.equal([null, null]);
  });
});

describe('chunks that wait to be read', () => {
  const PIECE = constantFrom(
    'data: a\n',
    'data: ü€😀\n',
    '\n',
    '\r\n',
    ': hb\n',
    'id: 1\n\n',
    'x',
    '\0',
    `data: ${'y'.repeat(700)}\n\n`,
  );
  /** Cut anywhere, so that characters, lines and their ends are divided too. */
  const STREAM = tuple(
    array(PIECE, {minLength: 100, maxLength: 300}),
    array(integer({min: 1, max: 90}), {minLength: 20}),
  );

  function chunksOf([pieces, sizes]: [string[], number[]]): Buffer[] {
    const bytes = Buffer.from(`data: first\n\n${pieces.join('')}`);
    const chunks: Buffer[] = [];
    for (let from = 0; from < bytes.length; ) {
      const size = sizes[chunks.length % sizes.length] ?? 1;
      chunks.push(bytes.subarray(from, from + size));
      from += size;
    }
    return chunks;
  }

  it('are known as if each had been read when it came', () => {
    assertProperty(
      property(STREAM, (stream) => {
        const {reader, at} = reading({holdForMs: 600_000}, []);
        const once = new EventStream();
        for (const [index, chunk] of chunksOf(stream).entries()) {
          // Whoever gave the chunk writes over it.
          const given = Buffer.from(chunk);
          reader.chunk(given, at(200 + index * 20));
          given.fill(0);
          once.read(chunk, 200 + index * 20);
        }
        const facts = reader.facts(at(90_000));
        const {events, comments, framing, timeline, lines, firstEventAtMs} = facts;
        expect({events, comments, framing, timeline, lines, firstEventAtMs}).to.deep.equal(
          once.facts(new KnownSecrets()),
        );
      }),
      {numRuns: 200},
    );
  });

  it('are counted whenever somebody asks', () => {
    const {reader, at} = reading({}, []);
    for (let count = 1; count <= 100; count++) {
      reader.chunk(Buffer.from('data: a\n\n'), at(100 + count));
      expect(reader.counts).to.deep.equal({bytes: 9 * count, events: count, comments: 0});
    }
  });

  it('end a stream whose line has no end, at the latest with a few more', () => {
    const {reader, at} = reading({}, []);
    expect(reader.chunk(Buffer.from('data: a\n\n'), at(200))).to.equal(null);
    const mebibyte = Buffer.alloc(2 ** 20, 'a');
    const ends = Array.from({length: 65}, () => reader.chunk(mebibyte, at(300)));
    expect(ends).to.deep.equal([...Array(64).fill(null), 'too-large']);
  });
});
