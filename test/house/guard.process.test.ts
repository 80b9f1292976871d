import {spawnSync} from 'node:child_process';
import {homedir} from 'node:os';
import {expect} from 'chai';
import {ELSEWHERE, REFUSED} from '../support/guarded.ts';

describe('test guard', () => {
  it('goes with every Node.js that a test starts', () => {
    const code = `require('node:net').connect(443, '${ELSEWHERE}')`;
    const socket = spawnSync(process.execPath, ['-e', code], {encoding: 'utf8'});
    expect(socket.stderr).to.match(REFUSED);
    const name = spawnSync(process.execPath, ['-e', `require('node:dns').lookup('mcp.example.com', () => {})`], {
      encoding: 'utf8',
    });
    expect(name.stderr).to.match(REFUSED);
    const home = spawnSync(process.execPath, ['-p', `require('node:os').homedir()`], {encoding: 'utf8'});
    expect(home.stdout.trim()).to.equal(homedir());
  });
});
