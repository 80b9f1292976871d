import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import {HEAVY, loadedModules} from '../support/loaded-modules.ts';

const dev = fileURLToPath(new URL('../../bin/dev.js', import.meta.url));

describe('start-up from the sources', () => {
  it('answers --version before oclif is loaded', () => {
    for (const word of ['--version', '-v', 'version']) {
      const modules = loadedModules(dev, word);
      expect(
        modules.some((url) => url.endsWith('/bin/launch.js')),
        word,
      ).to.equal(true);
      expect(
        modules.filter((url) => url.includes('/node_modules/') || url.includes('/src/')),
        word,
      ).to.deep.equal([]);
    }
  });

  it('loads every command for --help, and nothing heavy', () => {
    const modules = loadedModules(dev, '--help');
    expect(modules.some((url) => url.includes('/src/commands/'))).to.equal(true);
    expect(modules.some((url) => url.includes('/node_modules/@oclif/core/'))).to.equal(true);
    expect(modules.filter((url) => HEAVY.test(url))).to.deep.equal([]);
  });

  it('shows no warning, and no colour where nobody asked for it', () => {
    const env = {...process.env, NO_COLOR: '1'};
    const {stdout, stderr, status} = spawnSync(process.execPath, [dev, '--help'], {env, encoding: 'utf8'});
    expect(stderr).to.equal('');
    expect(stdout).not.to.include('\u001b');
    expect(stdout).to.match(/\nDOCS\n {2}(https|file):\/\/\S+\n$/);
    expect(status).to.equal(0);
  });
});
