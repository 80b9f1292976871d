import {execFileSync} from 'node:child_process';
import {mkdir, mkdtemp, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {readGit} from '../../src/probes/git.ts';

describe('git', () => {
  let folder: string;
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=mg', '-c', 'user.email=mg@example.com', ...args], {
      cwd: folder,
      encoding: 'utf8',
    });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'git-'));
  });

  it('is nothing outside a repository, and before the first commit', async () => {
    expect(await readGit(folder)).to.equal(null);
    git('init', '-q');
    expect(await readGit(folder)).to.equal(null);
  });

  it("is the commit, and whether something in the checklist's own folder is not committed", async () => {
    git('init', '-q');
    const inner = join(folder, 'migration');
    await mkdir(inner);
    await writeFile(join(inner, 'checklist.yaml'), 'version: 1\n');
    git('add', '.');
    git('commit', '-qm', 'first');
    const commit = git('rev-parse', 'HEAD').trim();
    await writeFile(join(folder, 'elsewhere'), 'new');
    expect(await readGit(inner)).to.deep.equal({commit, dirty: false});
    const link = join(await mkdtemp(join(tmpdir(), 'link-')), 'to-inner');
    await symlink(inner, link);
    expect(await readGit(link), 'by a link from elsewhere').to.deep.equal({commit, dirty: false});
    await writeFile(join(inner, 'checklist.yaml'), 'version: 2\n');
    expect(await readGit(inner)).to.deep.equal({commit, dirty: true});
  });
});
