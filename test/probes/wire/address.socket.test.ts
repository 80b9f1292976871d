import {expect} from 'chai';
import {attempt} from '../../support/attempt.ts';
import {liveWire} from '../../support/live-wire.ts';
import {type PathologyServer, startPathologyServer} from '../../support/pathology-server.ts';

describe('one of the addresses behind a name', () => {
  let server: PathologyServer;
  before(async () => {
    server = await startPathologyServer();
  });
  after(() => server.close());

  it('is connected to in place of what DNS says, and asked for the name', async () => {
    // Nothing is looked up: no such name exists, and tests may not look up any.
    const host = `nowhere.invalid:${server.port}`;
    const {connection, answer} = await liveWire()
      .sse(attempt())
      .stream({
        url: `http://${host}/first-event`,
        address: '127.0.0.1',
        headers: {},
        headersWithinMs: 10_000,
        holdForMs: 50,
      });
    expect(answer?.status).to.equal(200);
    expect(connection).to.deep.include({remoteAddress: '127.0.0.1', connectedTo: `127.0.0.1:${server.port}`});
    expect(server.heads.at(-1)).to.match(new RegExp(`^host: ${host.replaceAll('.', '\\.')}\r?$`, 'im'));
  });

  it('has an observation of its own', async () => {
    const sse = liveWire().sse(attempt());
    const request = {url: server.url('/clean-end'), headers: {}, headersWithinMs: 10_000, holdForMs: 50};
    const before = server.heads.length;
    const [one, other] = await Promise.all([sse.stream(request), sse.stream({...request, address: '127.0.0.1'})]);
    expect(server.heads.length - before).to.equal(2);
    expect([one.connection?.connectedTo, other.connection?.connectedTo]).to.deep.equal([
      null,
      `127.0.0.1:${server.port}`,
    ]);
  });
});
