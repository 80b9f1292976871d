import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import {HEAVY, loadedModules} from '../support/loaded-modules.ts';

const bin = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

function partsOf(url: string): string[] {
  const notes = readFileSync(new URL(url), 'utf8').matchAll(/^\/\/ (\S*node_modules\/\S+)$/gm);
  return [...notes].map(([, part]) => `/${part}`);
}

describe('start-up as built', () => {
  it('answers --version before oclif is loaded', () => {
    const modules = loadedModules(bin, '--version');
    expect(modules.filter((url) => url.startsWith('file:')).map((url) => url.split('/').at(-1))).to.deep.equal([
      'run.js',
      'launch.js',
    ]);
  });

  it('loads neither a command nor anything heavy for --help, whose facts are in the manifest', () => {
    const modules = loadedModules(bin, '--help');
    expect(modules.some((url) => url.endsWith('/dist/cli/start.js'))).to.equal(true);
    expect(modules.filter((url) => url.includes('/dist/commands/'))).to.deep.equal([]);
    expect(modules.filter((url) => url.includes('/node_modules/'))).to.deep.equal([]);
    // The bundler notes above each part of a chunk which file it is.
    const parts = modules.filter((url) => url.includes('/dist/')).flatMap((url) => partsOf(url));
    expect(parts.some((part) => part.includes('node_modules/@oclif/core/'))).to.equal(true);
    expect(parts.filter((part) => HEAVY.test(part))).to.deep.equal([]);
  });

  it('loads nothing heavy for the help of a command', () => {
    expect(loadedModules(bin, 'run', '--help').filter((url) => HEAVY.test(url))).to.deep.equal([]);
  });
});
