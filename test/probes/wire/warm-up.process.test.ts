import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {text} from 'node:stream/consumers';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import {systemClock} from '../../../src/probes/clock.ts';
import {liveFacts} from '../../../src/probes/facts.ts';
import {createPresence} from '../../../src/probes/presence.ts';
import {createWire} from '../../../src/probes/wire/wire.ts';
import {attempt} from '../../support/attempt.ts';
import {type PathologyServer, startPathologyServer} from '../../support/pathology-server.ts';

describe('the first look at the wire', () => {
  let server: PathologyServer;
  before(async () => {
    server = await startPathologyServer();
  });
  after(() => server.close());

  it('loads nothing in its own time', async function () {
    this.timeout(60_000);
    const script = fileURLToPath(new URL('../../support/first-look.ts', import.meta.url));
    const child = spawn(process.execPath, [script, server.url('/early-hints')], {stdio: ['ignore', 'pipe', 'inherit']});
    const [said] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    expect(JSON.parse(said)).to.deep.equal({status: 200, loaded: []});
  });

  it('gives back the slot of an item that joins a stream which another opens', async () => {
    const wire = createWire({
      store: liveFacts(systemClock),
      clock: systemClock,
      presence: createPresence(),
      connectTo: () => null,
      ca: null,
      secrets: [],
    });
    const order: string[] = [];
    const item = (name: string) => ({
      ...attempt(),
      waiting: <T>(_ms: number, work: (begin: () => void) => Promise<T>) => work(() => void order.push(name)),
    });
    const request = {url: server.url('/clean-end'), headers: {}, headersWithinMs: 60_000, holdForMs: 1};
    const looks = ['opens', 'joins'].map((name) => wire.sse(item(name)).stream(request));
    expect(order).to.deep.equal(['joins']);
    const [first, second] = await Promise.all(looks);
    expect(first).to.equal(second);
    expect(order).to.deep.equal(['joins', 'opens']);
  });
});
