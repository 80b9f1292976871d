import {expect} from 'chai';
import type {StreamRequest} from '../../../src/model/facts/wire/stream.ts';
import {KnownSecrets} from '../../../src/model/text/secrets/known-secrets.ts';
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
