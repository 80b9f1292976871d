import {spawnSync} from 'node:child_process';
import {expect} from 'chai';

import {BUILT_TOOL} from '../support/built-tool.ts';

describe('a command without its argument', function () {
  this.timeout(60_000); // Each start of a process may take seconds on a machine that is busy.
  it('says which is missing, and nothing about flags', () => {
    const {status, stdout, stderr} = spawnSync(process.execPath, [BUILT_TOOL, 'decide'], {encoding: 'utf8'});
    expect({status, stdout, stderr}).to.deep.equal({
      status: 2,
      stdout: '',
      stderr: 'Missing 1 required arg:\nreport  reports that `run` wrote\n',
    });
  });
});
