import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';

const BIN = fileURLToPath(new URL('../../bin/dev.js', import.meta.url));

describe('a command without its argument', function () {
  this.timeout(60_000); // Each start of a process may take seconds on a machine that is busy.
  it('says which is missing, and nothing about flags', () => {
    const {status, stdout, stderr} = spawnSync(process.execPath, [BIN, 'decide'], {encoding: 'utf8'});
    expect({status, stdout, stderr}).to.deep.equal({
      status: 2,
      stdout: '',
      stderr: 'Missing 1 required arg:\nreport  reports that `run` wrote (-: stdin)\n',
    });
  });
});
