import {execFileSync} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {readableFolders} from '../../../src/checklist/readable-folders.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import {createRepo} from '../../../src/probes/repo/repo.ts';
import {attempt, passingStore} from '../../support/attempt.ts';

describe('the repository', () => {
  it('cannot tell from a pipe, which may never be written to', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'migrate-check-repo-'));
    try {
      // Node.js cannot make one.
      execFileSync('mkfifo', [join(folder, 'pipe')]);
      const files = createRepo({folders: readableFolders(folder, []), noteFile: () => {}, store: passingStore()}).files(
        attempt(),
      );
      const thrown = await files.read('pipe').catch((error: unknown) => error);
      expect(thrown).to.be.instanceOf(CannotTell).with.property('message').that.contains('not a regular file');
    } finally {
      await rm(folder, {recursive: true});
    }
  });
});
