import {mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {newerThanBuild} from '../../scripts/stale-build.ts';

describe('a build', () => {
  let root: string;
  const changedAt = (file: string, seconds: number) => utimesSync(join(root, file), seconds, seconds);
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'stale-build-'));
    mkdirSync(join(root, 'src/deep'), {recursive: true});
    const files = ['src/deep/x.ts', 'package-lock.json', 'oclif.manifest.json'];
    for (const file of files) writeFileSync(join(root, file), '');
    for (const file of [...files, 'src/deep']) changedAt(file, 100);
  });
  afterEach(() => rmSync(root, {recursive: true}));

  for (const source of ['src/deep/x.ts', 'package-lock.json']) {
    it(`is stale when ${source} is newer`, () => {
      changedAt(source, 101);
      expect(newerThanBuild(root)).to.equal(join(source));
    });
  }

  it('is stale when a source was taken away since', () => {
    rmSync(join(root, 'src/deep/x.ts'));
    expect(newerThanBuild(root)).to.equal(join('src', 'deep'));
  });

  it('is stale when there is none', () => {
    rmSync(join(root, 'oclif.manifest.json'));
    expect(newerThanBuild(root)).not.to.equal(null);
  });

  it('is not stale when it was made after every source', () => {
    expect(newerThanBuild(root)).to.equal(null);
  });
});
