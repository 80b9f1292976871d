import {mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {DIGEST_FILE, digestOf, PROVEN_CODE} from '../../scripts/proof-digest.ts';

const ROOT = join(import.meta.dirname, '../..');

describe('the digest of proven code', () => {
  it('changes with the name and the content of each file, and with nothing else', () => {
    const root = mkdtempSync(join(tmpdir(), 'proof-digest-'));
    const write = (file: string, text: string) => writeFileSync(join(root, file), text);
    const digest = () => digestOf(root, ['src/a', 'src/b']);
    try {
      for (const folder of ['src/a/deep', 'src/b', 'src/c']) mkdirSync(join(root, folder), {recursive: true});
      write('src/a/deep/x.ts', '1');
      write('src/b/y.ts', '2');
      const first = digest();
      write('src/c/z.ts', '3');
      write('src/b/y.ts', '2');
      expect(digest()).to.equal(first);
      write('src/a/deep/x.ts', '11');
      const second = digest();
      expect(second).not.to.equal(first);
      renameSync(join(root, 'src/b/y.ts'), join(root, 'src/b/yy.ts'));
      expect(digest()).not.to.equal(second);
    } finally {
      rmSync(root, {recursive: true});
    }
  });

  it('is of folders that are there, and is committed', () => {
    for (const folder of PROVEN_CODE) expect(digestOf(ROOT, [folder]), folder).not.to.equal(digestOf(ROOT, []));
    expect(readFileSync(join(ROOT, DIGEST_FILE), 'utf8')).to.match(/^[0-9a-f]{64}\n$/);
  });
});
