import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {text} from 'node:stream/consumers';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import {type PathologyServer, startPathologyServer} from '../../support/pathology-server.ts';

describe('the first look at the wire', () => {
  let server: PathologyServer;
  before(async () => {
    server = await startPathologyServer();
  });
  after(() => server.close());

  it('loads nothing in its own time', async () => {
    const script = fileURLToPath(new URL('../../support/first-look.ts', import.meta.url));
    const child = spawn(process.execPath, [script, server.url('/early-hints')], {stdio: ['ignore', 'pipe', 'inherit']});
    const [said] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    expect(JSON.parse(said)).to.deep.equal({status: 200, loaded: []});
  });
});
