import {expect} from 'chai';
import type {OpenStream} from '../../../src/mcp-server/streams/open-stream.ts';
import {OpenStreams} from '../../../src/mcp-server/streams/open-streams.ts';

/** A stream that only remembers how it was ended. */
function endable(ends: unknown[]): OpenStream {
  return {end: (...how: unknown[]) => ends.push(how)} as unknown as OpenStream;
}

describe('mcp-server open streams', () => {
  it('counts a stream until it is removed, and tells of both once', () => {
    const reported: string[] = [];
    const streams = new OpenStreams({
      opened: () => reported.push('opened'),
      closed: (_stream, {why, bytes}) => reported.push(`closed ${why} ${bytes}`),
    });
    const [first, second] = [endable([]), endable([])];
    streams.add(first);
    streams.add(second);
    expect(streams.size).to.equal(2);
    streams.remove(first, {why: 'left', bytes: 7});
    streams.remove(first, {why: 'left', bytes: 7});
    expect(streams.size).to.equal(1);
    expect([...streams]).to.deep.equal([second]);
    expect(reported).to.deep.equal(['opened', 'opened', 'closed left 7']);
  });

  it('sends the clients back spread over time', () => {
    const streams = new OpenStreams();
    const ends: unknown[] = [];
    for (let n = 0; n < 4; n++) streams.add(endable(ends));
    streams.endAll();
    expect(ends).to.deep.equal([
      ['drain', 1000],
      ['drain', 2000],
      ['drain', 3000],
      ['drain', 4000],
    ]);
  });
});
