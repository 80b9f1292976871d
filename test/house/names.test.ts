import {globSync} from 'node:fs';
import {basename, dirname} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('names of files', () => {
  it('say what is inside', () => {
    const files = globSync('{src,scripts,bench}/**/*.ts', {cwd: root});
    const saysNothing = /^(utils?|helpers?|common|types?|managers?|misc|shared|base|core)$/;
    const empty = files.filter((file) =>
      [basename(file, '.ts'), basename(dirname(file))].some((name) => saysNothing.test(name)),
    );
    expect(files).not.to.be.empty;
    expect(empty).to.deep.equal([]);
  });
});
