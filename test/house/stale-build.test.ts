import {mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {newerThanBuild} from '../support/stale-build.ts';

describe('a build', () => {
  let root: string;
  const changedAt = (file: string, seconds: number) => {
    writeFileSync(join(root, file), '');
    utimesSync(join(root, file), seconds, seconds);
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'stale-build-'));
    mkdirSync(join(root, 'src/deep'), {recursive: true});
    changedAt('src/deep/x.ts', 100);
  });
  afterEach(() => rmSync(root, {recursive: true}));

  it('is stale when a source is newer, or when there is none', () => {
    expect(newerThanBuild(root)).to.equal(join('src', 'deep', 'x.ts'));
    changedAt('oclif.manifest.json', 99);
    expect(newerThanBuild(root)).to.equal(join('src', 'deep', 'x.ts'));
  });

  it('is not stale when it was made after every source', () => {
    changedAt('oclif.manifest.json', 101);
    expect(newerThanBuild(root)).to.equal(null);
  });
});
