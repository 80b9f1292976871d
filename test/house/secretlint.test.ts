import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect} from 'chai';
import {secretsIn} from '../support/secret-linter.ts';

/** A second opinion: what others know a secret by must not be in what we have blessed as our output. */

const ROOT = join(import.meta.dirname, '../..');
/** Files that are compared whole with what the tool prints or writes. */
const GOLDEN = ['test/golden', 'test/scenarios', 'docs'];

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(join(ROOT, folder), {recursive: true, withFileTypes: true});
  return entries.filter((entry) => entry.isFile()).map(({parentPath, name}) => join(parentPath, name));
}

describe('golden output', () => {
  it('holds nothing that a linter of secrets knows', async () => {
    const files = (await Promise.all(GOLDEN.map(filesIn))).flat();
    expect(files.length).to.be.greaterThan(50);
    const found = await Promise.all(files.map(async (file) => secretsIn(file, await readFile(file, 'utf8'))));
    expect(found.flat()).to.deep.equal([]);
  });

  it('is looked at by one that finds a secret', async () => {
    // In pieces, so that no linter finds it here.
    const token = ['ghp', 'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'].join('_');
    expect(await secretsIn('golden.txt', `summary: the token is ${token}`)).to.have.length(1);
  });
});
