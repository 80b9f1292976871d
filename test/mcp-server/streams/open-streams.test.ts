import {expect} from 'chai';
import {OpenStreams} from '../../src/mcp-server/open-streams.ts';

describe('mcp-server open streams', () => {
  it('counts a stream until it is closed', () => {
    const streams = new OpenStreams();
    const [first, second] = [new AbortController(), new AbortController()];
    streams.add(first.signal, () => {});
    streams.add(second.signal, () => {});
    streams.add(AbortSignal.abort(), () => {});
    expect(streams.size).to.equal(2);
    first.abort();
    expect(streams.size).to.equal(1);
  });

  it('sends the clients back spread over time', () => {
    const streams = new OpenStreams();
    const retries: number[] = [];
    const add = () => streams.add(new AbortController().signal, (retryMs) => retries.push(retryMs));
    for (let n = 0; n < 4; n++) add();
    streams.endAll();
    expect(retries).to.deep.equal([1000, 2000, 3000, 4000]);
  });
});
