import {spawnSync} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {readRegularFile} from '../../../src/cli/documents/regular-file.ts';

describe('a file that must be one', () => {
  it('is not waited for where it is a FIFO that nobody writes to', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fifo-'));
    try {
      const fifo = join(folder, 'fifo');
      expect(spawnSync('mkfifo', [fifo]).status).to.equal(0);
      const thrown = await readRegularFile(fifo).catch((error: unknown) => error);
      expect(thrown).to.be.instanceOf(Error).with.property('message', 'is not a regular file');
    } finally {
      await rm(folder, {recursive: true});
    }
  });
});
