import {expect} from 'chai';
import {attempt} from '../../support/attempt.ts';
import {liveWire} from '../../support/live-wire.ts';
import {type PathologyServer, startPathologyServer} from '../../support/pathology-server.ts';

describe('a stream that several items watch', () => {
  let server: PathologyServer;
  before(async () => {
    server = await startPathologyServer();
  });
  after(() => server.close());

  it('gives back the slot of an item that joins a stream which another opens', async () => {
    const wire = liveWire();
    const order: string[] = [];
    const item = (name: string) => ({
      ...attempt(),
      waiting: <T>(_ms: number, work: (begin: () => void) => Promise<T>) => work(() => void order.push(name)),
    });
    const request = {url: server.url('/clean-end'), headers: {}, headersWithinMs: 60_000, holdForMs: 1};
    const looks = ['opens', 'joins'].map((name) => wire.sse(item(name)).stream(request));
    const [first, second] = await Promise.all(looks);
    expect(first).to.equal(second);
    expect(order).to.deep.equal(['joins', 'opens']);
  });
});
